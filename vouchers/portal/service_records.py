"""Pages of service records for the unit: the list, adding, correcting and removing one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.templatetags.formatting import day, money
from core.values.deadlines import beijing_day
from core.values.money import ZERO
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Choices, Context, FormData, ListPage
from facilities.selectors.services import visible_services
from vouchers.portal.forms.contracts import RecordForm
from vouchers.portal.forms.parts import TextForm
from vouchers.portal.unit_contracts import OfUnit
from vouchers.selectors.contracts import ServiceRecordRow, get_service_record, search_service_records
from vouchers.selectors.service_prices import propose_amount
from vouchers.services.service_records import (
    Work,
    add_service_record,
    correct_service_record,
    remove_service_record,
)

WORK = ("done_on", "hours", "quantity", "amount", "description")


class Records(ListPage):
    """The records of the unit's contracts."""

    operation = "service_record.write"
    template = "vouchers/service_record/list.html"
    form_class = TextForm
    sorts = ("-done_on", "amount", "hours")
    export_name = "service-records"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_service_records(self.actor, text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("服务日期"), value=lambda row: row.done_on),
            Column(label=_("合同编号"), value=lambda row: row.contract.reference),
            Column(label=_("合同名称"), value=lambda row: row.contract.title),
            Column(label=_("申领单位"), value=lambda row: row.contract.applicant.name),
            Column(label=_("服务项目"), value=lambda row: row.service.name if row.service else None),
            Column(label=_("服务内容"), value=lambda row: row.description),
            Column(label=_("机时（小时）"), value=lambda row: row.hours),
            Column(label=_("数量"), value=lambda row: row.quantity),
            Column(label=_("计价单位"), value=lambda row: row.service.price_unit if row.service else None),
            Column(label=_("金额（元）"), value=lambda row: row.amount),
        )


class _RecordForm(StepPage):
    """The form of a record; the choices are the unit's services."""

    machine = "contract"
    operation = "service_record.write"
    template = "vouchers/service_record/form.html"
    form_class = RecordForm

    def proposal(self) -> Context:
        """Return what the published price proposes for the work in the address, asked while typing."""
        typed = self.make_form(self.request.GET)
        typed.is_valid()
        service_id, hours, quantity = (typed.cleaned_data.get(name) for name in ("service", "hours", "quantity"))
        found = propose_amount(service_id=service_id, hours=ZERO if hours is None else hours, quantity=quantity)
        return {"proposal": None if hours is None and quantity is None else found}

    def field_choices(self) -> Mapping[str, Choices]:
        services = visible_services(self.actor).order_by("name").values_list("pk", "name")
        return {"service": [("", _("未列入服务项目")), *services]}


class AddRecord(_RecordForm, OfUnit):
    """Add a record to a contract."""

    operation = "service_record.write"
    done = gettext_lazy("服务记录已保存。")

    def context(self) -> Context:
        return {"contract": self.contract, **self.proposal()}

    def initial_values(self) -> Context:
        return {"done_on": min(beijing_day(self.at), self.contract.end_on), "service": self.contract.project.service_id}

    def execute(self, data: FormData, **ids: int) -> Model:
        return add_service_record(work=_work(data), **self.who())

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("service_contract", args=[ids["pk"]])


class Act(TypedDict):
    """Arguments that every service called here takes: the record, the unit, the person and the moment."""

    record_id: int
    unit_id: int
    actor_id: int
    at: datetime


class _OfRecord(StepPage):
    """Base page for correcting or removing one of the unit's own service records."""

    machine = "contract"
    operation = "service_record.write"

    @cached_property
    def record(self) -> ServiceRecordRow:
        """The record of the address, if it is the unit's."""
        return get_service_record(self.actor, self.kwargs["pk"])

    def who(self) -> Act:
        """Return the record, the unit, the person and the moment as arguments of a service."""
        return {
            "record_id": self.record.pk,
            "unit_id": self.actor.party,
            "actor_id": self.actor.user_id,
            "at": self.at,
        }


class CorrectRecord(_RecordForm, _OfRecord):
    """Correct a record."""

    done = gettext_lazy("服务记录已更正。")

    def context(self) -> Context:
        return {"contract": self.record.contract, "record": self.record, **self.proposal()}

    def initial_values(self) -> Context:
        return {"service": self.record.service_id, **{name: getattr(self.record, name) for name in WORK}}

    def execute(self, data: FormData, **ids: int) -> Model:
        return correct_service_record(work=_work(data), **self.who())

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("service_contract", args=[self.record.contract_id])


class RemoveRecord(ConfirmPage, _OfRecord):
    """Remove a record that was entered by mistake."""

    title = gettext_lazy("撤销服务记录")
    confirm_label = gettext_lazy("确认撤销")
    done = gettext_lazy("服务记录已撤销。")

    def consequences(self) -> Sequence[str]:
        record = self.record
        return (
            _("%(day)s的服务记录“%(text)s”（%(amount)s）删除，不再计入实际发生金额；")
            % {"day": day(record.done_on), "text": record.description, "amount": money(record.amount)},
            _("撤销本身留有记录。"),
        )

    def back_url(self) -> str:
        return reverse("service_contract", args=[self.record.contract_id])

    def execute(self, data: FormData, **ids: int) -> Model:
        contract = self.record.contract
        remove_service_record(**self.who())
        return contract

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("service_contract", args=[outcome.body["id"]])


def _work(data: FormData) -> Work:
    return Work(service_id=data["service"], **{name: data[name] for name in WORK})

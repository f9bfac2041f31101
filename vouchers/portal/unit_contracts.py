"""Pages of contracts for the open unit and staff: the list, one contract, drafting one."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.values.deadlines import beijing_day
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES
from matching.selectors.requests import ProjectRow, get_asked_project
from vouchers.permissions import STAFF
from vouchers.portal.contract_progress import contract_situation, next_act
from vouchers.portal.forms.contracts import ContractSearchForm, TermsChangeForm, TermsForm
from vouchers.portal.forms.parts import ReasonForm
from vouchers.portal.history import history
from vouchers.rules.next_steps import ContractSituation, contract_steps
from vouchers.rules.registrations import own_share
from vouchers.selectors.contracts import ContractRow, find_contract_of_project, get_unit_contract, search_unit_contracts
from vouchers.selectors.open_redemptions import find_open_redemption
from vouchers.services.contracts import Terms, draft_contract, drop_contract, update_contract

TERMS = tuple(Terms.__dataclass_fields__)


class Contracts(ListPage):
    """The unit's contracts; all contracts for staff."""

    operation = "contract.read"
    template = "vouchers/contract/list.html"
    form_class = ContractSearchForm
    sorts = ("-id", "amount", "end_on")
    export_name = "contracts"

    def context(self) -> Context:
        return {"is_staff": self.actor.has(*STAFF)}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_unit_contracts(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("编号"), value=lambda row: row.number),
            Column(label=_("合同编号"), value=lambda row: row.reference),
            Column(label=_("合同名称"), value=lambda row: row.title),
            Column(label=_("申领单位"), value=lambda row: row.applicant.name),
            Column(label=_("开放单位"), value=lambda row: row.unit.party.name),
            *terms_columns(),
        )


def terms_columns() -> Sequence[Column]:
    """Return the columns of amounts, state and days, which the lists of both sides share."""
    return (
        Column(label=_("合同金额（元）"), value=lambda row: row.amount),
        Column(label=_("创新券金额（元）"), value=lambda row: row.coupon_total),
        Column(label=_("状态"), value=lambda row: str(STATES["contract"][row.state][0])),
        Column(label=_("签订日期"), value=lambda row: row.signed_on),
        Column(label=_("开始日期"), value=lambda row: row.start_on),
        Column(label=_("结束日期"), value=lambda row: row.end_on),
        Column(label=_("兑现期限"), value=lambda row: row.redeem_by),
    )


class ContractPage(Page):
    """One contract: its terms, its coupons, its service records, the next steps."""

    operation = "contract.read"
    template = "vouchers/contract/page.html"

    def context(self) -> Context:
        contract = get_unit_contract(self.actor, self.kwargs["pk"])
        redemption = find_open_redemption(contract.pk)
        situation = contract_situation(contract, redemption=redemption, on=beijing_day(self.at))
        return {
            "contract": contract,
            "next": next_act(situation, contract=contract),
            "own_share": own_share(amount=contract.amount, coupons=contract.coupon_total),
            "redemption": redemption,
            "offered": [offer.coupon for offer in contract.offers.all() if offer.coupon.contract_id != contract.pk],
            "can": self._steps(contract, situation),
            "events": history(self.actor, subject_kind="contract", subject_id=contract.pk),
        }

    def _steps(self, contract: ContractRow, situation: ContractSituation) -> set[str]:
        """Return the reader's next steps. An officer may terminate and do nothing else."""
        steps = contract_steps(situation)
        if contract.unit_id != self.actor.party_id or not self.may("contract.draft"):
            return steps & {"terminate"} if self.may("contract.terminate") else set()
        return steps


class Act(TypedDict):
    """Arguments that every service called here takes: the contract, the unit, the person and the moment."""

    contract_id: int
    unit_id: int
    actor_id: int
    at: datetime


class OfUnit(StepPage):
    """A form of the unit on its own contract."""

    machine = "contract"
    operation = "contract.draft"

    @cached_property
    def contract(self) -> ContractRow:
        """The contract of the address, if it is the unit's."""
        return get_unit_contract(self.actor, self.kwargs["pk"])

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("service_contract", args=[outcome.body["id"]])

    def who(self) -> Act:
        """Return the contract, the unit, the person and the moment as arguments of a service."""
        return {
            "contract_id": self.contract.pk,
            "unit_id": self.actor.party,
            "actor_id": self.actor.user_id,
            "at": self.at,
        }


class DraftContract(StepPage):
    """Enter the contract of an accepted project."""

    machine = "project"
    operation = "contract.draft"
    template = "vouchers/contract/_terms.html"
    form_class = TermsForm
    done = gettext_lazy("合同已录入，等申领单位选定创新券后即可登记。")

    @cached_property
    def _project(self) -> ProjectRow:
        return get_asked_project(self.actor, self.kwargs["project"])

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        entered = find_contract_of_project(self._project.pk)
        return redirect("service_contract", pk=entered.pk) if entered else super().get(request, **ids)

    def context(self) -> Context:
        return {"project": self._project, "back": reverse("unit_project", args=[self._project.pk])}

    def initial_values(self) -> Context:
        project = self._project
        return {
            "title": project.title,
            "amount": project.expected_amount,
            "category": project.service.category if project.service else "",
            "signed_on": beijing_day(self.at),
            "start_on": beijing_day(self.at),
            "shortfall_bearer": "applicant",
        }

    def execute(self, data: FormData, **ids: int) -> Model:
        return draft_contract(
            project_id=ids["project"],
            unit_id=self.actor.party,
            terms=Terms(**data),
            actor_id=self.actor.user_id,
            at=self.at,
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("service_contract", args=[outcome.body["id"]])


class UpdateContract(OfUnit):
    """Change a draft."""

    template = "vouchers/contract/_terms.html"
    form_class = TermsChangeForm
    done = gettext_lazy("合同草稿已修改，请申领单位重新选定创新券。")

    def context(self) -> Context:
        back = reverse("service_contract", args=[self.contract.pk])
        return {"project": self.contract.project, "contract": self.contract, "back": back}

    def initial_values(self) -> Context:
        return {name: getattr(self.contract, name) for name in (*TERMS, "version")}

    def execute(self, data: FormData, **ids: int) -> Model:
        terms = {name: data[name] for name in TERMS}
        return update_contract(terms=Terms(**terms), version=data["version"], **self.who())


class DropContract(ConfirmPage, OfUnit):
    """Drop a draft."""

    form_class = ReasonForm
    title = gettext_lazy("放弃合同草稿")
    confirm_label = gettext_lazy("确认放弃")
    done = gettext_lazy("合同草稿已放弃。")

    def consequences(self) -> Sequence[str]:
        return (
            _("合同“%(title)s”（%(reference)s）的草稿作废，不能恢复；")
            % {"title": self.contract.title, "reference": self.contract.reference},
            _("申领单位选定的创新券不受影响，可用于其他合同；"),
            _("同一合作项目可以重新录入合同。"),
        )

    def back_url(self) -> str:
        return reverse("service_contract", args=[self.contract.pk])

    def execute(self, data: FormData, **ids: int) -> Model:
        return drop_contract(reason=data["reason"], **self.who())

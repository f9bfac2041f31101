"""Pages of contracts for the applicant: offer coupons, confirm amendments, accept the results, ask for redemption."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict
from uuid import uuid4

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.templatetags.formatting import day, moment, money
from core.values.deadlines import beijing_day
from core.values.ids import parse_id
from core.web.pages import Choices, Context, FormData, FormPage, ListPage, Page, reasons
from vouchers.portal.contract_progress import contract_situation, next_act
from vouchers.portal.forms.coupons import ContractFilterForm, OfferForm
from vouchers.portal.history import history
from vouchers.portal.unit_contracts import terms_columns
from vouchers.rules.contracts import APPLICANT_STEPS, is_left_over, next_steps
from vouchers.rules.coupon_numbers import coupon_number
from vouchers.rules.registrations import own_share
from vouchers.selectors.acceptances import Acceptance, find_acceptance
from vouchers.selectors.contracts import (
    AmendmentRow,
    ContractRow,
    get_applicant_contract,
    list_offered_ids,
    search_applicant_contracts,
)
from vouchers.selectors.coupons import CouponRow, list_offerable_coupons
from vouchers.selectors.offers import ChosenCoupons, preview_chosen
from vouchers.selectors.open_redemptions import find_open_redemption
from vouchers.services.contracts import accept_results, confirm_amendment, offer_coupons, press_unit


class Contracts(ListPage):
    """The applicant's contracts."""

    operation = "contract.offer"
    template = "vouchers/applicant_contract/list.html"
    form_class = ContractFilterForm
    sorts = ("-id", "amount", "end_on")
    export_name = "contracts"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_applicant_contracts(
            applicant_id=self.actor.party, state=wanted.get("state", ""), text=wanted.get("text", "")
        )

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("编号"), value=lambda row: row.number),
            Column(label=_("合同编号"), value=lambda row: row.reference),
            Column(label=_("合同名称"), value=lambda row: row.title),
            Column(label=_("开放单位"), value=lambda row: row.unit.party.name),
            *terms_columns(),
        )


class ContractPage(Page):
    """One contract: its terms, its coupons, the applicant's next steps."""

    operation = "contract.offer"
    template = "vouchers/applicant_contract/page.html"

    def context(self) -> Context:
        contract = get_applicant_contract(applicant_id=self.actor.party, contract_id=self.kwargs["pk"])
        redemption = find_open_redemption(contract.pk)
        steps = next_steps(steps=APPLICANT_STEPS, state=contract.phase, redemption_open=redemption is not None)
        spent = {
            "accept_results": contract.results_accepted_at is not None,
            "press": contract.pressed_on == beijing_day(self.at),
        }
        return {
            "contract": contract,
            "own_share": own_share(amount=contract.amount, coupons=contract.coupon_total),
            "redemption": redemption,
            "left_over": self._left_over(contract),
            "next": next_act(
                contract_situation(contract, redemption=redemption, on=beijing_day(self.at)), contract=contract
            ),
            "can": {step for step in steps if not spent.get(step)},
            "events": history(self.actor, subject_kind="contract", subject_id=contract.pk),
        }

    def _left_over(self, contract: ContractRow) -> list[CouponRow]:
        """Return the coupons offered for the contract that its end left unused and that can still be used."""
        today = beijing_day(self.at)
        return [
            offer.coupon
            for offer in contract.offers.all()
            if is_left_over(
                coupon=offer.coupon.state, register_by=offer.coupon.register_by, contract=contract.phase, on=today
            )
        ]


class Act(TypedDict):
    """Arguments that every service called here takes: the contract, the applicant, the person and the moment."""

    contract_id: int
    applicant_id: int
    actor_id: int
    at: datetime


class _Step(FormPage):
    """A step of the applicant on its own contract."""

    operation = "contract.offer"

    @cached_property
    def _contract(self) -> ContractRow:
        return get_applicant_contract(applicant_id=self.actor.party, contract_id=self.kwargs["pk"])

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("contract", args=[ids["pk"]])

    def _who(self) -> Act:
        return {
            "contract_id": self._contract.pk,
            "applicant_id": self.actor.party,
            "actor_id": self.actor.user_id,
            "at": self.at,
        }


class OfferCoupons(_Step):
    """Offer coupons for the contract."""

    template = "vouchers/applicant_contract/offer.html"
    form_class = OfferForm
    done = gettext_lazy("已选定创新券，开放单位可以登记了。")

    @cached_property
    def _choices(self) -> list[CouponRow]:
        return list(list_offerable_coupons(applicant_id=self.actor.party, at=self.at))

    def field_choices(self) -> Mapping[str, Choices]:
        choices = [
            (
                str(row.pk),
                _("%(number)s，%(amount)s，%(day)s前登记")
                % {
                    "number": coupon_number(year=row.year, coupon_id=row.pk),
                    "amount": money(row.amount),
                    "day": day(row.register_by),
                },
            )
            for row in self._choices
        ]
        return {"coupons": choices}

    def context(self) -> Context:
        preview = self._preview()
        return {
            "contract": self._contract,
            "preview": preview,
            "preview_refusals": reasons(preview.refusals) if preview else [],
        }

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        """Show the coupons, those in the address chosen: `?coupons=` is asked while they are chosen."""
        return self._choose()

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        """Offer the coupons. The button 试算 shows what they pay and offers nothing."""
        if "preview" not in request.POST:
            return super().post(request, **ids)
        return self._choose()

    def _choose(self) -> HttpResponse:
        return self.page(form=self.make_form(initial={"coupons": self._chosen_ids()}), key=uuid4(), refusals=[])

    def _preview(self) -> ChosenCoupons | None:
        """Return what the chosen coupons would pay; None if the applicant has none."""
        chosen = {pk for text in self._chosen_ids() if (pk := parse_id(text)) is not None}
        return preview_chosen(self._contract, chosen=chosen, applicant_id=self.actor.party, at=self.at)

    def _chosen_ids(self) -> list[str]:
        """Return the ids of the coupons that are chosen on the page: sent, in the address, or offered before."""
        sent = self.request.POST or self.request.GET
        return sent.getlist("coupons") if sent else [str(pk) for pk in list_offered_ids(self._contract.pk)]

    def execute(self, data: FormData, **ids: int) -> Model:
        return offer_coupons(coupon_ids=[int(pk) for pk in data["coupons"]], **self._who())


class AcceptResults(_Step):
    """Accept the results on line."""

    operation = "contract.confirm"
    template = "vouchers/applicant_contract/accept.html"
    done = gettext_lazy("已确认服务成果。")

    def context(self) -> Context:
        bill = find_acceptance(self._contract)
        return {
            "title": _("确认服务成果"),
            "contract": self._contract,
            "bill": bill,
            "consequences": [
                _("表示本单位已收到“%(title)s”的服务成果并予认可；") % {"title": self._contract.title},
                *self._what_coupons_do(bill),
                _("开放单位可凭此确认申请兑现创新券；"),
                _("确认后不能撤回。"),
            ],
            "confirm_label": _("确认成果"),
            "cancel_url": reverse("contract", args=[self._contract.pk]),
            "tone": "primary",
            "icon": "clipboard-check",
        }

    def _what_coupons_do(self, bill: Acceptance | None) -> list[str]:
        """Return what is paid and given back, in words."""
        if bill is None:
            return []
        line = _("按实际发生 %(actual)s 计，创新券支付 %(payable)s，不支付 %(rest)s，本单位自付 %(own)s；") % {
            "actual": money(bill.actual),
            "payable": money(bill.payable),
            "rest": money(bill.rest),
            "own": money(bill.own_share),
        }
        return [line]

    def execute(self, data: FormData, **ids: int) -> Model:
        return accept_results(**self._who())


class ConfirmAmendment(_Step):
    """Confirm an amendment."""

    operation = "contract.confirm"
    template = "components/confirm.html"
    done = gettext_lazy("已确认合同变更。")

    def context(self) -> Context:
        contract = self._contract
        return {
            "title": _("确认合同变更"),
            "consequences": [
                *map(_amended, contract.amendments.all()),
                _("变更后合同金额为 %(amount)s，结束日为 %(day)s；创新券最多可支付 %(limit)s，已登记 %(total)s；")
                % {
                    "amount": money(contract.amount),
                    "day": day(contract.end_on),
                    "limit": money(contract.coupon_limit),
                    "total": money(contract.coupon_total),
                },
                _("合同按变更后的内容继续履行。"),
            ],
            "confirm_label": _("确认变更"),
            "cancel_url": reverse("contract", args=[contract.pk]),
            "tone": "primary",
            "icon": "file-check",
        }

    def execute(self, data: FormData, **ids: int) -> Model:
        return confirm_amendment(**self._who())


def _amended(change: AmendmentRow) -> str:
    """Return a change of a contract in words: when, from what to what, and why."""
    return _(
        "%(at)s变更：金额 %(amount_before)s → %(amount_after)s，结束日 %(end_before)s → %(end_after)s，原因：%(reason)s；"
    ) % {
        "at": moment(change.at),
        "amount_before": money(change.amount_before),
        "amount_after": money(change.amount_after),
        "end_before": day(change.end_before),
        "end_after": day(change.end_after),
        "reason": change.reason,
    }


class PressUnit(_Step):
    """Ask the unit to apply for redemption in time (催办)."""

    operation = "contract.press"
    template = "components/confirm.html"
    done = gettext_lazy("已催办，开放单位会收到消息。")

    def context(self) -> Context:
        contract = self._contract
        return {
            "title": _("催办兑现"),
            "consequences": [
                _("向%(unit)s的经办人和负责人发送催办消息；") % {"unit": contract.unit.party.name},
                _("兑现期限为 %(day)s，逾期未申请，创新券自动失效；") % {"day": day(contract.redeem_by)},
                _("同一合同每天只能催办一次。"),
            ],
            "confirm_label": _("发送催办"),
            "cancel_url": reverse("contract", args=[contract.pk]),
            "tone": "primary",
            "icon": "bell",
        }

    def execute(self, data: FormData, **ids: int) -> Model:
        return press_unit(**self._who())

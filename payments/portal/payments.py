"""Pages of payments: the list, one payment, and trying a failed one again."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.members import map_member_names
from core.files.table_export import Column
from core.templatetags.formatting import money
from core.values.deadlines import beijing_day
from core.web import history as portal_history
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES
from oversight.selectors.sanctions import find_suspension
from payments.permissions import STAFF
from payments.portal.forms import PaymentSearchForm
from payments.rules.next_steps import payment_steps
from payments.rules.payee_accounts import AccountStanding
from payments.rules.states import UNORDERED_PAYMENTS, OrderState, PaymentState
from payments.selectors.bank_files import list_attempts
from payments.selectors.kept_returns import find_first_payment, find_kept_return, find_rest
from payments.selectors.manual_answers import list_manual_answers
from payments.selectors.payee_accounts import get_standing
from payments.selectors.payments import PaymentRow, get_visible_payment, search_payments, tally_payments
from payments.services.payments import retry_payment


class Payments(ListPage):
    """Payments: every one for staff, the own ones for a payee."""

    operation = "payment.read"
    template = "payments/payment_list.html"
    form_class = PaymentSearchForm
    sorts = ("-id", "amount", "not_before")
    export_name = "payments"

    def context(self) -> Context:
        is_staff = self.actor.has(*STAFF)
        if is_staff:
            return {"is_staff": True, "tally": None}
        party_id = self.actor.party
        suspension = find_suspension(party_id, on=beijing_day(self.at))
        return {"is_staff": False, "tally": tally_payments(party_id), "suspension": suspension}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_payments(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("拨付"), value=lambda row: row.number),
            Column(label=_("事项"), value=lambda row: row.label),
            Column(label=_("收款单位"), value=lambda row: row.payee.name),
            Column(label=_("金额（元）"), value=lambda row: row.amount),
            Column(label=_("状态"), value=lambda row: str(STATES["payment"][row.state][0])),
            Column(label=_("批准日期"), value=lambda row: row.approved_on),
            Column(label=_("可拨付日"), value=lambda row: row.not_before),
            Column(label=_("财政年度"), value=lambda row: row.fiscal_year),
            Column(label=_("拨款单"), value=lambda row: row.order.number if row.order else None),
            Column(label=_("到账时间"), value=lambda row: row.paid_at),
        )


class PaymentPage(Page):
    """One payment and the steps open to finance."""

    operation = "payment.read"
    template = "payments/payment.html"

    def context(self) -> Context:
        payment = get_visible_payment(self.actor, self.kwargs["pk"])
        return {
            "payment": payment,
            **self._returned(payment),
            "is_staff": self.actor.has(*STAFF),
            "may_see_account": self.may("payee_account.read"),
            "standing": get_standing(payment.payee_id)
            if payment.state in UNORDERED_PAYMENTS
            else AccountStanding.READY,
            "attempts": list_attempts(payment.pk),
            "by_hand": list_manual_answers(payment.pk) if self.may("manual_answer.read") else [],
            "may_enter": payment.payee_id == self.actor.party_id and self.may("payee_account.enter"),
            "suspension": find_suspension(payment.payee_id, on=beijing_day(self.at))
            if payment.state == PaymentState.SUSPENDED
            else None,
            "events": portal_history.history(
                subject_kind="payment",
                subject_id=payment.pk,
                names=map_member_names(self.actor.party),
                internal=self.actor.has(*STAFF),
            ),
        }

    def _returned(self, payment: PaymentRow) -> Context:
        """Return what was kept of returned money, the payment of the rest or the first payment, and the steps left."""
        kept, first = find_kept_return(payment.pk), find_first_payment(payment)
        rest = find_rest(kept) if kept else None
        is_paid = rest is None or rest.state == PaymentState.PAID
        is_sending = payment.order is not None and payment.order.state == OrderState.SENDING
        barred = {"answer"} if kept or is_sending else set()
        if first or not is_paid:
            barred.add("recover")
        can = self.allowed(payment_steps(payment.state)) - barred
        return {"kept": kept, "rest": rest, "first": first, "can": can}


class Act(TypedDict):
    """Arguments of every service called here: the payment, the actor, the moment."""

    payment_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "payment"
    tone = "primary"
    icon = "cash"

    @cached_property
    def payment(self) -> PaymentRow:
        """The payment."""
        return get_visible_payment(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("payment", args=[self.kwargs["pk"]])

    def who(self) -> Act:
        """The arguments of the service."""
        return {"payment_id": self.payment.pk, "actor_id": self.actor.user_id, "at": self.at}

    def _words(self) -> dict[str, str]:
        payment = self.payment
        return {"label": payment.label, "payee": payment.payee.name, "amount": money(payment.amount)}


class RetryPayment(_Step):
    """Set a failed payment to pending, for another order."""

    operation = "payment.retry"
    title = gettext_lazy("重新拨付")
    confirm_label = gettext_lazy("重新拨付")
    done = gettext_lazy("款项已回到待拨付。")

    def consequences(self) -> Sequence[str]:
        return (
            _("“%(label)s”的 %(amount)s 回到待拨付，可列入新的拨款单；") % self._words(),
            _("拨付时段和财政年度在列入拨款单时重新核对。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return retry_payment(**self.who())

"""Pages of recoveries: the list, one recovery with what is owed and who acts next, proposing one of a payment."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.members import map_member_names
from core.files.attachment_selectors import map_attachments
from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.values.deadlines import beijing_day
from core.web import history as portal_history
from core.web.confirm_pages import StepPage
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES
from payments.permissions import STAFF
from payments.portal.recovery_forms import ProposeForm, RecoverySearchForm
from payments.rules.next_steps import recovery_steps
from payments.rules.recoveries import Instalment, overdue
from payments.rules.states import OWED_RECOVERIES, RepaymentState
from payments.selectors.payments import PaymentRow, get_visible_payment
from payments.selectors.recoveries import (
    RecoveryRow,
    get_visible_recovery,
    search_recoveries,
    sum_owed,
    sum_recoverable,
)
from payments.services.recoveries import propose_recovery


class Recoveries(ListPage):
    """Recoveries: every one for staff, its own for a debtor."""

    operation = "recovery.read"
    template = "payments/recovery/list.html"
    form_class = RecoverySearchForm
    sorts = ("-id", "amount")
    export_name = "recoveries"

    def context(self) -> Context:
        is_staff = self.actor.has(*STAFF)
        return {"is_staff": is_staff, "owed": None if is_staff else sum_owed(self.actor.party)}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_recoveries(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("追回"), value=lambda row: row.number),
            Column(label=_("单位"), value=lambda row: row.party.name),
            Column(label=_("事项"), value=lambda row: row.payment.label),
            Column(label=_("追回金额（元）"), value=lambda row: row.amount),
            Column(label=_("已还金额（元）"), value=lambda row: row.repaid),
            Column(label=_("状态"), value=lambda row: str(STATES["recovery"][row.state][0])),
            Column(label=_("决定时间"), value=lambda row: row.decided_at),
            Column(label=_("事实和依据"), value=lambda row: row.reason),
        )


class RecoveryPage(Page):
    """One recovery: what is owed, why, by when, how to answer; its repayments, who acts next, its history."""

    operation = "recovery.read"
    template = "payments/recovery/page.html"

    def context(self) -> Context:
        recovery = get_visible_recovery(self.actor, self.kwargs["pk"])
        is_staff = self.actor.has(*STAFF)
        return {
            "recovery": recovery,
            "is_staff": is_staff,
            "left": recovery.amount - recovery.repaid,
            "owed": recovery.state in OWED_RECOVERIES,
            "late": self._late(recovery),
            "repayments": self._repayments(recovery),
            **self._steps(recovery),
            "events": portal_history.history(
                subject_kind="recovery",
                subject_id=recovery.pk,
                names=map_member_names(self.actor.party),
                internal=is_staff,
            ),
        }

    def _steps(self, recovery: RecoveryRow) -> Context:
        proposed, write_off = recovery.proposed_by_id, recovery.write_off_proposed_by_id
        steps = recovery_steps(recovery.state, write_off_proposed=write_off is not None)
        not_by = {
            "decide": (proposed,),
            "drop": (proposed,),
            "write_off": (write_off,),
            "refuse_write_off": (write_off,),
        }
        can = self.allowed(steps, not_by=not_by)
        return {"can": can, "is_barred": bool(self.allowed(steps) - can)}

    def _late(self, recovery: RecoveryRow) -> object:
        parts = [Instalment(due_on=each.due_on, amount=each.amount) for each in recovery.instalments.all()]
        return overdue(parts, repaid=recovery.repaid, today=beijing_day(self.at))

    def _repayments(self, recovery: RecoveryRow) -> list[Context]:
        """Return the repayments with their papers, and whether this person may settle each."""
        rows = recovery.repayments.all()
        files = map_attachments(owner_kind="repayment", owner_ids=[row.pk for row in rows])
        return [
            {
                "row": row,
                "files": files[row.pk],
                "may_settle": row.state == RepaymentState.ENTERED
                and row.entered_by_id != self.actor.user_id
                and self.may("repayment.confirm"),
            }
            for row in rows
        ]


class ProposeRecovery(StepPage):
    """Propose to recover money of the payment of the address."""

    machine = "payment"
    operation = "recovery.propose"
    template = "payments/recovery/propose.html"
    form_class = ProposeForm
    done = gettext_lazy("已提出追回，单位会收到通知。")

    @cached_property
    def payment(self) -> PaymentRow:
        """The payment of the address."""
        return get_visible_payment(self.actor, self.kwargs["pk"])

    def context(self) -> Context:
        return {"payment": self.payment, "most": sum_recoverable(self.payment)}

    def execute(self, data: FormData, **ids: int) -> Model:
        return propose_recovery(
            payment_id=self.payment.pk,
            amount=data["amount"],
            reason=data["reason"],
            actor_id=self.actor.user_id,
            at=self.at,
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("recovery", args=[outcome.body["id"]])

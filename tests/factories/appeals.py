"""Decisions that may be appealed, and appeals step by step, by different users."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from redemptions.models import Appeal, Redemption
from redemptions.rules.states import AppealState
from redemptions.services.appeal_decisions import decide_appeals, examine_appeals
from redemptions.services.appeals import file_appeal, waive_appeal
from tests.factories import batches
from tests.factories.contracts import user

LAST_APPEAL = datetime(2026, 3, 24, 15, 59, 59, tzinfo=UTC)
"""The last second of the tenth working day after 2026-03-10, when `reduced` decides."""
UNAPPEALED = LAST_APPEAL + timedelta(seconds=1)


def reduced(decision: str = "reduce", *, amount: str = "300.00") -> Redemption:
    """A redemption of 1000.00, reduced to 300.00 and notified on 2026-03-10."""
    row = batches.redemption("1000.00")
    batches.approve(batches.publicised_with(row, decision, amount=amount if decision == "reduce" else ""))
    return Redemption.objects.get(pk=row.pk)


def filed(row: Redemption, side: str = "unit", *, at: datetime = LAST_APPEAL, text: str = "服务记录齐全") -> Appeal:
    """The appeal of a side."""
    return file_appeal(redemption_id=row.pk, party_id=party_of(row, side), text=text, actor_id=user().pk, at=at)


def waived(row: Redemption, side: str = "applicant", *, at: datetime = LAST_APPEAL) -> Appeal:
    """The waiver of a side."""
    return waive_appeal(redemption_id=row.pk, party_id=party_of(row, side), actor_id=user().pk, at=at)


def party_of(row: Redemption, side: str) -> int:
    """The party of a side."""
    return row.unit_id if side == "unit" else row.applicant_id


def examined(appeal: Appeal, *, actor_id: int = 0, at: datetime = UNAPPEALED) -> Appeal:
    """An appeal with findings, by a new officer."""
    actor_id = actor_id or batches.someone("case_officer")
    return examine_appeals(appeal_id=appeal.pk, findings="经查属实", actor_id=actor_id, at=at)


def decided(
    appeal: Appeal, outcome: AppealState, *, amount: str = "", actor_id: int = 0, at: datetime = UNAPPEALED
) -> Appeal:
    """A decided appeal, by a new approver."""
    return decide_appeals(
        appeal_id=appeal.pk,
        outcome=outcome,
        amount=Decimal(amount) if amount else None,
        reason="申诉审理结论",
        actor_id=actor_id or batches.someone("approver"),
        at=at,
    )

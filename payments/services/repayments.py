"""Repayments of recoveries: entered by finance with the bank's paper, confirmed by a second person (article 17)."""

from datetime import date, datetime
from decimal import Decimal

from core.database.transactions import assert_inside, write
from core.events.recording import Change, record
from core.events.transitions import move, record_beginning
from core.files.attachments import store_attachment
from core.files.uploads import Accepted
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refusal, Refused
from core.values.money import yuan
from oversight.services.hearings import party_of
from payments.models import Recovery, Repayment
from payments.rules.recoveries import amount_refusals, owed_state
from payments.rules.states import OWED_RECOVERIES, RECOVERY, REPAYMENT, RecoveryState, RepaymentState
from payments.selectors.locks import lock_repayment
from payments.selectors.recoveries import get_recovery, get_repayment, sum_entered
from payments.services.recoveries import lock_case
from payments.services.subjects import lock_subjects, notify_recovered

FILE_KIND = "repayment"


@write
def enter_repayment(
    *,
    recovery_id: int,
    amount: Decimal,
    paid_on: date,
    reference: str,
    file: Accepted,
    actor_id: int,
    at: datetime,
) -> Repayment:
    """Enter money that the debtor has paid to the treasury (登记还款), with the bank's number and paper.

    Raises `not_found`, `illegal_state`, `conflict_of_interest`; `repayment_amount` with what is still owed and not entered;
    `repayment_day` for a day to come or before the decision; `repayment_reference` for a number entered before; the errors
    of `store_attachment`.
    """
    recovery = _lock_owed(recovery_id, actor_id=actor_id, at=at)
    left = recovery.amount - recovery.repaid - sum_entered(recovery_id)
    refusals = [
        *amount_refusals(amount=amount, left=left, code="repayment_amount"),
        *_day_refusals(recovery, paid_on=paid_on, today=beijing_day(at)),
    ]
    if refusals:
        raise Refused(refusals, kind="invalid")
    repayment = Repayment.objects.create(
        recovery=recovery, amount=amount, paid_on=paid_on, reference=reference, entered_by_id=actor_id, entered_at=at
    )
    data = {"recovery": recovery.pk, "number": recovery.number, "amount": yuan(amount), "paid_on": paid_on.isoformat()}
    record_beginning(
        repayment,
        machine=REPAYMENT,
        event="repayment.entered",
        at=at,
        actor_id=actor_id,
        party_id=recovery.party_id,
        data=data,
    )
    store_attachment(
        owner_kind="repayment",
        owner_id=repayment.pk,
        kind=FILE_KIND,
        party_id=recovery.party_id,
        file=file,
        actor_id=actor_id,
        at=at,
    )
    return repayment


@write
def confirm_repayment(*, repayment_id: int, actor_id: int, at: datetime) -> Repayment:
    """Confirm a repayment against the bank's paper (复核还款), by a second person.

    The recovery is repaid in part or in full; the subject records what came back, which goes to the treasury. Raises
    `not_found`, `illegal_state`, `conflict_of_interest`, and `same_person` for the person who entered it.
    """
    known = get_repayment(repayment_id)
    lock_subjects([get_recovery(known.recovery_id).payment])
    recovery = _lock_owed(known.recovery_id, actor_id=actor_id, at=at)
    return apply_repayment(recovery, repayment_id=repayment_id, actor_id=actor_id, at=at)


def apply_repayment(recovery: Recovery, *, repayment_id: int, actor_id: int, at: datetime) -> Repayment:
    """Confirm a repayment of a locked recovery, which is repaid in part or in full. Raises `illegal_state`, `same_person`."""
    assert_inside()
    repayment = _settle(repayment_id, target=RepaymentState.CONFIRMED, actor_id=actor_id, at=at)
    repaid = recovery.repaid + repayment.amount
    move(
        [recovery],
        machine=RECOVERY,
        target=owed_state(amount=recovery.amount, repaid=repaid),
        at=at,
        actor_id=actor_id,
        columns={"repaid": repaid},
        data={"amount": yuan(repayment.amount), "left": yuan(recovery.amount - repaid)},
        party=party_of,
    )
    notify_recovered(recovery.payment, amount=repayment.amount, actor_id=actor_id, at=at)
    return repayment


@write
def refuse_repayment(*, repayment_id: int, reason: str, actor_id: int, at: datetime) -> Repayment:
    """Refuse an entered repayment that the paper does not show (退回还款登记), with the reason.

    Raises as `confirm_repayment`.
    """
    lock_case(get_repayment(repayment_id).recovery_id, actor_id=actor_id, at=at)
    return _settle(repayment_id, target=RepaymentState.REFUSED, reason=reason, actor_id=actor_id, at=at)


@write
def propose_write_off(*, recovery_id: int, reason: str, actor_id: int, at: datetime) -> Recovery:
    """Propose to write off what is not repaid (提请核销), with the reason.

    Raises `not_found`, `illegal_state`, `conflict_of_interest`, `write_off_proposed`.
    """
    recovery = _lock_owed(recovery_id, actor_id=actor_id, at=at)
    if recovery.write_off_proposed_by_id is not None:
        raise DomainError("write_off_proposed", kind="refused")
    _propose(recovery, reason=reason, by=actor_id, at=at)
    _record(recovery, event="recovery.write_off_proposed", reason=reason, actor_id=actor_id, at=at)
    return recovery


@write
def write_off_recovery(*, recovery_id: int, actor_id: int, at: datetime) -> Recovery:
    """Write off as proposed what is not repaid (核销), by a second person.

    Raises `not_found`, `illegal_state`, `conflict_of_interest`, `write_off_not_proposed`, `same_person` for the person who
    proposed it; `repayment_waiting` while a repayment waits for its second person.
    """
    recovery = _lock_proposed(recovery_id, actor_id=actor_id, at=at)
    if sum_entered(recovery_id):
        raise DomainError("repayment_waiting", kind="refused")
    move(
        [recovery],
        machine=RECOVERY,
        target=RecoveryState.WRITTEN_OFF,
        at=at,
        actor_id=actor_id,
        columns={"written_off_by_id": actor_id, "written_off_at": at},
        data={"amount": yuan(recovery.amount - recovery.repaid), "reason": recovery.write_off_reason},
        party=party_of,
    )
    return recovery


@write
def refuse_write_off(*, recovery_id: int, reason: str, actor_id: int, at: datetime) -> Recovery:
    """Refuse a proposed write-off (不予核销), with the reason; the debtor still owes. Raises as `write_off_recovery`."""
    recovery = _lock_proposed(recovery_id, actor_id=actor_id, at=at)
    _propose(recovery, reason="", by=None, at=None)
    _record(recovery, event="recovery.write_off_refused", reason=reason, actor_id=actor_id, at=at)
    return recovery


def _lock_owed(recovery_id: int, *, actor_id: int, at: datetime) -> Recovery:
    recovery = lock_case(recovery_id, actor_id=actor_id, at=at)
    if recovery.state not in OWED_RECOVERIES:
        raise DomainError("illegal_state", kind="refused", state=recovery.state)
    return recovery


def _lock_proposed(recovery_id: int, *, actor_id: int, at: datetime) -> Recovery:
    recovery = _lock_owed(recovery_id, actor_id=actor_id, at=at)
    if recovery.write_off_proposed_by_id is None:
        raise DomainError("write_off_not_proposed", kind="refused")
    if recovery.write_off_proposed_by_id == actor_id:
        raise DomainError("same_person", kind="refused")
    return recovery


def _settle(
    repayment_id: int,
    *,
    target: RepaymentState,
    actor_id: int,
    at: datetime,
    reason: str = "",
) -> Repayment:
    repayment = lock_repayment(repayment_id)
    REPAYMENT.get_transition(source=repayment.state, target=target)
    if repayment.entered_by_id == actor_id:
        raise DomainError("same_person", kind="refused")
    move(
        [repayment],
        machine=REPAYMENT,
        target=target,
        at=at,
        actor_id=actor_id,
        columns={"settled_by_id": actor_id, "settled_at": at, "refuse_reason": reason},
        data={"amount": yuan(repayment.amount), "reason": reason},
        party=lambda row: get_recovery(row.recovery_id).party_id,
    )
    return repayment


def _day_refusals(recovery: Recovery, *, paid_on: date, today: date) -> list[Refusal]:
    first = beijing_day(recovery.decided_at) if recovery.decided_at else today
    if first <= paid_on <= today:
        return []
    days = {"first": first.isoformat(), "today": today.isoformat()}
    return [Refusal(code="repayment_day", field="paid_on", params=days)]


def _propose(recovery: Recovery, *, reason: str, by: int | None, at: datetime | None) -> None:
    recovery.write_off_reason, recovery.write_off_proposed_by_id, recovery.write_off_proposed_at = reason, by, at
    recovery.save(update_fields=["write_off_reason", "write_off_proposed_by", "write_off_proposed_at"])


def _record(recovery: Recovery, *, event: str, reason: str, actor_id: int, at: datetime) -> None:
    """Record a step before the write-off. It names no party, because it is internal to the authority."""
    record(
        Change(
            type=event,
            subject_kind="recovery",
            subject_id=recovery.pk,
            actor_id=actor_id,
            at=at,
            data={"reason": reason},
        )
    )

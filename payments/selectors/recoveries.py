"""Reads of recoveries and repayments."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias, TypeVar

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from core.access.checks import of_party
from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.money import ZERO
from core.values.object_numbers import Series, id_in_series
from payments.models import Payment, Recovery, RecoveryInstalment, Repayment
from payments.permissions import STAFF
from payments.rules.states import DECIDED_RECOVERIES, OWED_RECOVERIES, RecoveryState, RepaymentState
from payments.selectors.cases import parties_of

T = TypeVar("T")
RecoveryRow: TypeAlias = Recovery
RepaymentRow: TypeAlias = Repayment
"""The types of rows, for pages and views, which may not import models."""
TO_DECIDE, TO_CONFIRM, TO_WRITE_OFF, OWED = "to_decide", "to_confirm", "to_write_off", "owed"
"""Filter values beside the states: what waits for the reader as the second person (a decision, a repayment, a write-off), and
what is owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryTasks:
    """Counts of recoveries with pending work: to hear, to decide, with repayments to confirm, with a write-off to confirm."""

    to_hear: int
    to_decide: int
    to_confirm: int
    to_write_off: int


def visible_recoveries(actor: Actor) -> QuerySet[Recovery]:
    """Every recovery for staff, for others those of the acting party, each with its instalments and repayments."""
    repayments = Repayment.objects.select_related("entered_by", "settled_by").order_by("pk")
    rows = Recovery.objects.select_related("party", "payment").prefetch_related(
        Prefetch("instalments", queryset=RecoveryInstalment.objects.order_by("due_on")),
        Prefetch("repayments", queryset=repayments),
    )
    return rows if actor.has(*STAFF) else of_party(rows, actor, column="party_id")


def visible_repayments(actor: Actor) -> QuerySet[Repayment]:
    """Every repayment for staff, for others those of their own recoveries."""
    rows = Repayment.objects.select_related("recovery__party")
    return rows if actor.has(*STAFF) else of_party(rows, actor, column="recovery__party_id")


def search_recoveries(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Recovery]:
    """Return the visible recoveries, filtered by state or a filter value, by number, name or code of the debtor."""
    rows = visible_recoveries(actor)
    if state:
        rows = rows.filter(_wanted(state, user_id=actor.user_id))
    if (number := id_in_series(text, Series.RECOVERY)) is not None:
        return rows.filter(pk=number)
    named = contains(text, "party__name", "payment__label", names=["party__match_name"], codes=["party__uscc"])
    return rows.filter(named) if text else rows


def get_visible_recovery(actor: Actor, recovery_id: int) -> Recovery:
    """Return a recovery that the actor may see, with the people who acted on it. Raises `not_found`."""
    people = ("proposed_by", "decided_by", "write_off_proposed_by", "written_off_by")
    return _found(visible_recoveries(actor).select_related(*people).filter(pk=recovery_id).first())


def get_visible_repayment(actor: Actor, repayment_id: int) -> Repayment:
    """Return a repayment that the actor may see. Raises `not_found`."""
    return _found(visible_repayments(actor).filter(pk=repayment_id).first())


def get_recovery(recovery_id: int) -> Recovery:
    """Return a recovery with its payment, not locked. Raises `not_found`."""
    return _found(Recovery.objects.select_related("payment", "party").filter(pk=recovery_id).first())


def get_repayment(repayment_id: int) -> Repayment:
    """Return a repayment, not locked. Raises `not_found`."""
    return _found(Repayment.objects.filter(pk=repayment_id).first())


def list_recovered(payment_ids: Collection[int]) -> set[int]:
    """Return those of the payments of which a recovery is decided, repaid or not (追回已决定). One query."""
    rows = Recovery.objects.filter(payment_id__in=payment_ids, state__in=DECIDED_RECOVERIES)
    return set(rows.values_list("payment_id", flat=True))


def list_owed(payment_id: int) -> list[Decimal]:
    """Return what each decided recovery of a payment still owes, in the order in which they were proposed. One query."""
    states = (RecoveryState.DECIDED, *OWED_RECOVERIES)
    rows = Recovery.objects.filter(payment=payment_id, state__in=states).order_by("pk")
    return [each.amount - each.repaid for each in rows]


def sum_recoverable(payment: Payment) -> Decimal:
    """Return the yuan of a payment that no recovery claims, the dropped ones left out. One query."""
    rows = Recovery.objects.filter(payment_id=payment.pk).exclude(state=RecoveryState.DROPPED)
    return payment.amount - (rows.aggregate(sum=Sum("amount"))["sum"] or ZERO)


def sum_entered(recovery_id: int) -> Decimal:
    """Return the yuan of a recovery's repayments that wait for their second person. One query."""
    rows = Repayment.objects.filter(recovery_id=recovery_id, state=RepaymentState.ENTERED)
    return rows.aggregate(sum=Sum("amount"))["sum"] or ZERO


def list_due(*, days: Collection[date]) -> QuerySet[RecoveryInstalment]:
    """Return the instalments of these days that are not repaid; repayments fill the earliest ones."""
    earlier = RecoveryInstalment.objects.filter(recovery=OuterRef("recovery"), due_on__lte=OuterRef("due_on"))
    due = earlier.order_by().values("recovery").annotate(sum=Sum("amount")).values("sum")
    rows = RecoveryInstalment.objects.filter(due_on__in=days, recovery__state__in=OWED_RECOVERIES)
    rows = rows.annotate(due=Subquery(due)).filter(recovery__repaid__lt=F("due"))
    return rows.select_related("recovery__payment").order_by("pk")


def find_first_due_day(recovery_id: int) -> date | None:
    """Return the day of the first instalment, None before the decision. One query."""
    rows = RecoveryInstalment.objects.filter(recovery=recovery_id).order_by("due_on")
    return rows.values_list("due_on", flat=True).first()


def count_recovery_tasks(*, user_id: int) -> RecoveryTasks:
    """Return the counts for the first page of an officer, an approver or finance. One query."""
    counts = Recovery.objects.aggregate(
        to_hear=Count("pk", filter=Q(state=RecoveryState.PROPOSED)),
        **{name: Count("pk", filter=_wanted(name, user_id=user_id)) for name in (TO_DECIDE, TO_CONFIRM, TO_WRITE_OFF)},
    )
    return RecoveryTasks(**counts)


def _wanted(wanted: str, *, user_id: int) -> Q:
    """Return the filter of a state or of a value beside the states, without what the person began (I11)."""
    if wanted == OWED:
        return Q(state__in=OWED_RECOVERIES)
    if wanted == TO_DECIDE:
        return Q(state=RecoveryState.HEARD) & ~Q(proposed_by_id=user_id)
    if wanted == TO_CONFIRM:
        entered = Repayment.objects.filter(recovery=OuterRef("pk"), state=RepaymentState.ENTERED)
        return Q(Exists(entered.exclude(entered_by=user_id)))
    if wanted == TO_WRITE_OFF:
        proposed = Q(state__in=OWED_RECOVERIES, write_off_proposed_by__isnull=False)
        return proposed & ~Q(write_off_proposed_by_id=user_id)
    return Q(state=RecoveryState(wanted))


def sum_owed(party_id: int) -> Decimal:
    """Return the yuan that a party owes. One query."""
    rows = Recovery.objects.filter(party_id=party_id, state__in=OWED_RECOVERIES)
    found = rows.aggregate(amount=Sum("amount"), repaid=Sum("repaid"))
    return (found["amount"] or ZERO) - (found["repaid"] or ZERO)


def map_recovery_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return recovery → the parties of its payment (settings.CASE_PARTIES)."""
    rows = list(Recovery.objects.filter(pk__in=case_ids).select_related("payment"))
    parties = parties_of([row.payment for row in rows])
    return {row.pk: parties[row.payment_id] for row in rows}


def map_repayment_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return repayment → the parties of its recovery (settings.CASE_PARTIES)."""
    rows = dict(Repayment.objects.filter(pk__in=case_ids).values_list("pk", "recovery_id"))
    parties = map_recovery_parties(case_ids=set(rows.values()))
    return {pk: parties[recovery_id] for pk, recovery_id in rows.items()}


def _found(row: T | None) -> T:
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row

"""Selectors of sanctions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from django.db.models import Count, Q, QuerySet

from core.access.checks import of_party
from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.object_numbers import Series, id_in_series
from oversight.models import Sanction, SanctionSubject
from oversight.permissions import STAFF
from oversight.rules.sanctions import APPLICANT_BARRED, PAYMENTS_SUSPENDED
from oversight.rules.states import OPEN_SANCTIONS, STANDING_SANCTIONS, SanctionState

SanctionRow: TypeAlias = Sanction
"""The type of a row, for pages and views, which may not import models."""
TO_DECIDE, TO_LIFT = "to_decide", "to_lift"
"""Filter values beside the states: heard, and the reader may decide; lifting proposed, and the reader may confirm it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionTasks:
    """Counts of pending work: parties to hear, measures to decide, liftings to confirm."""

    to_hear: int
    to_decide: int
    to_lift: int


def barred_until(*, party_id: int, on: date) -> date | None:
    """Return the last day on which a party is barred (取消申报资格), or None where it is not barred on the day `on`.

    The days of the decision apply, even before a job has advanced the state. The last day is included. One query.
    """
    bars = Sanction.objects.filter(party_id=party_id, measure=APPLICANT_BARRED, state__in=STANDING_SANCTIONS)
    on_that_day = bars.filter(begins_on__lte=on, until__gte=on)
    return on_that_day.order_by("-until").values_list("until", flat=True).first()


def barred_with_former_teams(*, left: Mapping[int, datetime], on: date) -> date | None:
    """Return the last day on which a party is barred through parties that its people have left, or None.

    `left` is former party → the moment of leaving. Only bars that were proposed before that moment and are in force on
    the day `on` apply. One query.
    """
    bars = Sanction.objects.filter(party_id__in=left, measure=APPLICANT_BARRED, state__in=STANDING_SANCTIONS)
    rows = bars.filter(begins_on__lte=on, until__gte=on).values_list("party_id", "proposed_at", "until")
    return max(
        (until for party_id, proposed_at, until in rows if until and proposed_at <= left[party_id]), default=None
    )


def list_under(measure: str, *, party_ids: Collection[int], on: date) -> set[int]:
    """Return those of the parties against which a measure is in force on a Beijing day. One query.

    A measure applies from its first day, even before a job has advanced its state, and until the job has ended it.
    """
    begun = Q(state=SanctionState.IN_FORCE) | Q(state=SanctionState.DECIDED, begins_on__lte=on)
    rows = Sanction.objects.filter(begun, measure=measure, party_id__in=party_ids)
    return set(rows.values_list("party_id", flat=True))


def find_suspension(party_id: int, *, on: date) -> Sanction | None:
    """Return the suspension of payments in force against a party on a Beijing day that lasts longest, or None."""
    begun = Q(state=SanctionState.IN_FORCE) | Q(state=SanctionState.DECIDED, begins_on__lte=on)
    rows = Sanction.objects.filter(begun, measure=PAYMENTS_SUSPENDED, party_id=party_id)
    return rows.order_by("-until", "pk").first()


def search_sanctions(actor: Actor, *, state: str = "", measure: str = "", text: str = "") -> QuerySet[Sanction]:
    """Return the visible sanctions, filtered by state or another filter value, by measure, and by number or party."""
    rows = visible_sanctions(actor)
    if state:
        rows = rows.filter(_wanted(state, user_id=actor.user_id))
    rows = rows.filter(measure=measure) if measure else rows
    if (number := id_in_series(text, Series.SANCTION)) is not None:
        return rows.filter(pk=number)
    return (
        rows.filter(contains(text, "party__name", names=["party__match_name"], codes=["party__uscc"])) if text else rows
    )


def get_visible_sanction(actor: Actor, sanction_id: int) -> Sanction:
    """Return a sanction that the actor may see, with the people who acted on it. Raises `not_found`."""
    people = ("proposed_by", "decided_by", "lift_proposed_by", "lifted_by")
    row = visible_sanctions(actor).select_related(*people).filter(pk=sanction_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def count_sanction_tasks(*, user_id: int) -> SanctionTasks:
    """Return the counts for the first page of an officer or approver. One query."""
    counts = Sanction.objects.aggregate(
        to_hear=Count("pk", filter=Q(state=SanctionState.PROPOSED)),
        to_decide=Count("pk", filter=_wanted(TO_DECIDE, user_id=user_id)),
        to_lift=Count("pk", filter=_wanted(TO_LIFT, user_id=user_id)),
    )
    return SanctionTasks(**counts)


def _wanted(wanted: str, *, user_id: int) -> Q:
    """Return the filter of a state or of a value beside the states, without what the person proposed (I11)."""
    if wanted == TO_DECIDE:
        return Q(state=SanctionState.HEARD) & ~Q(proposed_by_id=user_id)
    if wanted == TO_LIFT:
        proposed = Q(state=SanctionState.IN_FORCE, lift_proposed_by__isnull=False)
        return proposed & ~Q(lift_proposed_by_id=user_id)
    return Q(state=SanctionState(wanted))


def visible_sanctions(actor: Actor) -> QuerySet[Sanction]:
    """Return every sanction for staff, for others those of the acting party."""
    rows = Sanction.objects.select_related("party").prefetch_related("subjects")
    return rows if actor.has(*STAFF) else of_party(rows, actor, column="party_id")


def get_sanction(sanction_id: int) -> Sanction:
    """Return a sanction, not locked. Raises `not_found`."""
    row = Sanction.objects.filter(pk=sanction_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_party_ids(sanction_ids: Collection[int]) -> list[int]:
    """List the parties of these sanctions, which must be locked before them."""
    rows = Sanction.objects.filter(pk__in=sanction_ids).values_list("party_id", flat=True)
    return list(rows.distinct())


def list_turning_ids(*, today: date, after: int, limit: int) -> list[int]:
    """Return the ids of the sanctions to put in force or to end on this day."""
    begun = Q(state=SanctionState.DECIDED, begins_on__lte=today)
    over = Q(state=SanctionState.IN_FORCE, until__lt=today)
    rows = Sanction.objects.filter(begun | over, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def list_subject_ids(sanction_id: int) -> list[int]:
    """List the ids of the subjects that a measure is carried out on, which never change."""
    rows = SanctionSubject.objects.filter(sanction_id=sanction_id).order_by("subject_id")
    return list(rows.values_list("subject_id", flat=True))


def list_subjects(sanction_id: int) -> list[tuple[str, int]]:
    """List the subjects of a measure that is carried out once: kind and id."""
    rows = SanctionSubject.objects.filter(sanction_id=sanction_id).order_by("subject_id")
    return list(rows.values_list("subject_kind", "subject_id"))


def list_openly_proposed(*, subject_kind: str, subject_ids: Collection[int]) -> set[int]:
    """Return those of the subjects on which a measure is proposed that is neither decided nor dropped. One query."""
    rows = SanctionSubject.objects.filter(subject_kind=subject_kind, subject_id__in=subject_ids)
    return set(rows.filter(sanction__state__in=OPEN_SANCTIONS).values_list("subject_id", flat=True))

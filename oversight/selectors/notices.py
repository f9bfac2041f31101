"""Selectors of notices and objections."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from accounts.selectors.handovers import is_substitute, list_substituted_cases
from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.object_numbers import Series, id_in_series
from oversight.models import Notice, NoticeItem, Objection
from oversight.permissions import STAFF
from oversight.rules.states import OPEN_OBJECTIONS, ObjectionState

NoticeRow: TypeAlias = Notice
ObjectionRow: TypeAlias = Objection
"""The types of rows for views and pages, which do not import models."""
TO_DECIDE = "to_decide"
"""A filter value beside the states: investigated objections that the reader may decide."""


NEWEST_FIRST = "-published_on"
"""The order of lists of notices: by the Beijing day of publication, then by id (the index notice_by_day)."""


def public_notices() -> QuerySet[Notice]:
    """Return every notice with its items in order; notices stay public after their end."""
    return Notice.objects.prefetch_related(Prefetch("items", queryset=NoticeItem.objects.order_by("pk")))


def visible_notices(actor: Actor) -> QuerySet[Notice]:
    """Return every notice: they are public."""
    return public_notices()


def list_latest_notices(*, limit: int) -> list[Notice]:
    """Return the newest notices that are not withdrawn, without their items."""
    return list(Notice.objects.filter(withdrawn_at=None).order_by("-published_at", "-pk")[:limit])


def get_public_notice(notice_id: int) -> Notice:
    """Return the notice with its items. Raises `not_found`."""
    row = public_notices().filter(pk=notice_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def visible_objections(actor: Actor) -> QuerySet[Objection]:
    """Return every objection for staff, none for others, because objectors are confidential."""
    rows = Objection.objects.select_related("item")
    return rows if actor.has(*STAFF) else rows.none()


def search_objections(actor: Actor, *, state: str = "", text: str = "", on: date) -> QuerySet[Objection]:
    """Return the objections that the actor may see, filtered by state or TO_DECIDE, and by number or text.

    Each comes with its notice, its investigator and the person who decided it.
    """
    rows = _with_people(visible_objections(actor))
    rows = rows.filter(_wanted(state, user_id=actor.user_id, on=on)) if state else rows
    if (number := id_in_series(text, Series.OBJECTION)) is not None:
        return rows.filter(pk=number)
    return rows.filter(contains(text, "item__label", "item__notice__title")) if text else rows


def get_visible_objection(actor: Actor, objection_id: int) -> Objection:
    """Return an objection that the actor may see. Raises `not_found`."""
    row = _with_people(visible_objections(actor)).filter(pk=objection_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionTasks:
    """Pending work of a person: objections to investigate and to decide, and the first day by which one must be decided."""

    to_investigate: int
    to_decide: int
    first_to_investigate: date | None
    first_to_decide: date | None


def find_objection_tasks(*, user_id: int, on: date) -> ObjectionTasks:
    """Return the counts and first days for the first page of an officer or approver. Two queries."""
    filed, decidable = Q(state=ObjectionState.FILED), _wanted(TO_DECIDE, user_id=user_id, on=on)
    found = Objection.objects.aggregate(
        to_investigate=Count("pk", filter=filed),
        to_decide=Count("pk", filter=decidable),
        first_to_investigate=Min("decide_by", filter=filed),
        first_to_decide=Min("decide_by", filter=decidable),
    )
    return ObjectionTasks(**found)


def _with_people(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    return rows.select_related("item__notice", "investigated_by", "decided_by")


def _wanted(wanted: str, *, user_id: int, on: date) -> Q:
    """Return the filter of a state or of TO_DECIDE, which leaves out what `must_not_decide` does."""
    if wanted != TO_DECIDE:
        return Q(state=ObjectionState(wanted))
    stood_in = list_substituted_cases(user_id=user_id, operation="objection.decide", on=on)
    barred = Q(investigated_by_id=user_id) & ~Q(pk__in=stood_in)
    return Q(state=ObjectionState.INVESTIGATED) & ~barred


def must_not_decide(objection: Objection, *, user_id: int, at: datetime) -> bool:
    """Whether the person investigated the objection and is no substitute for its decision (I11)."""
    if objection.investigated_by_id != user_id:
        return False
    return not is_substitute(user_id=user_id, operation="objection.decide", case_id=objection.pk, at=at)


def get_item(*, notice_id: int, item_id: int) -> NoticeItem:
    """Return the item of this notice. Raises `not_found`."""
    item = NoticeItem.objects.filter(pk=item_id, notice_id=notice_id).first()
    if item is None:
        raise DomainError("not_found", kind="missing")
    return item


def get_objection(objection_id: int) -> Objection:
    """Return the objection with its item. Raises `not_found`."""
    objection = Objection.objects.select_related("item").filter(pk=objection_id).first()
    if objection is None:
        raise DomainError("not_found", kind="missing")
    return objection


def list_objected(*, subject_kind: str, subject_ids: Collection[int]) -> set[int]:
    """Return those of the subjects that have an open objection, in any notice."""
    rows = Objection.objects.filter(
        item__subject_kind=subject_kind, item__subject_id__in=subject_ids, state__in=OPEN_OBJECTIONS
    )
    return set(rows.values_list("item__subject_id", flat=True))


def map_newest_notices(*, subject_kind: str, subject_ids: Collection[int]) -> dict[int, int]:
    """Return subject → its newest notice, for the subjects that were in one."""
    items = NoticeItem.objects.filter(subject_kind=subject_kind, subject_id__in=subject_ids)
    newest = items.values("subject_id").annotate(newest=Max("notice_id")).order_by("subject_id")
    return {row["subject_id"]: row["newest"] for row in newest}


def list_ended_ids(*, today: date, limit: int) -> list[int]:
    """Return the ids of the notices whose last day is over and whose end is not recorded yet."""
    rows = Notice.objects.filter(ended_at=None, ends_on__lt=today).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def list_overdue_ids(*, today: date, after: int, limit: int) -> list[int]:
    """Return the ids of the open objections that are overdue and not escalated yet."""
    rows = Objection.objects.filter(
        state__in=OPEN_OBJECTIONS, escalated_at=None, decide_by__lt=today, pk__gt=after
    ).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def list_provisional_notices(*, subject_kind: str) -> list[Notice]:
    """Return the running notices whose last day is provisional."""
    return list(Notice.objects.filter(subject_kind=subject_kind, provisional=True, ended_at=None).order_by("pk"))

"""The history, for auditors and for pages."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.contrib.auth import get_user_model
from django.db.models import Max, QuerySet

from core.messages.catalogue import event_sentence
from core.models import Event
from core.values.actors import Actor

READS_ALL = ("auditor", "system_admin")


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryLine:
    """One change in words (历史记录)."""

    at: datetime
    sentence: str
    type: str
    actor_id: int | None
    from_state: str
    to_state: str
    data: Mapping[str, Any]


EventRow: TypeAlias = Event
"""What pages and views call the row that they read, without importing its model."""


def visible_events(actor: Actor) -> QuerySet[Event]:
    """All for auditors and system administrators; for others those of the party acted for; none without a party."""
    if actor.has(*READS_ALL):
        return Event.objects.all()
    return Event.objects.filter(party_id=actor.party_id) if actor.party_id else Event.objects.none()


def map_actor_names(actor: Actor, events: Iterable[Event]) -> dict[int, str]:
    """Who made these changes, by user id, for those who read everything; others are told no names of other parties."""
    ids = {event.actor_id for event in events if event.actor_id}
    if not actor.has(*READS_ALL) or not ids:
        return {}
    return dict(get_user_model().objects.filter(pk__in=ids).values_list("pk", "name"))


def timeline(
    *, subject_kind: str, subject_id: int, internal: bool = False, language: str | None = None
) -> list[HistoryLine]:
    """What happened to one thing, oldest first. Whether the reader may see the thing is the caller's to know.

    An event of no party is the authority's own (a recommendation before its notice): only `internal` readers see it.
    """
    events = Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("pk")
    if not internal:
        events = events.exclude(party_id=None)
    return [
        HistoryLine(
            at=event.at,
            sentence=event_sentence(event.type, event.data, language=language),
            type=event.type,
            actor_id=event.actor_id,
            from_state=event.from_state,
            to_state=event.to_state,
            data=event.data,
        )
        for event in events
    ]


def newest_moments(*, kind: str, type_: str, ids: Collection[int]) -> dict[int, datetime]:
    """When an event of this type last happened to each of these subjects."""
    events = Event.objects.filter(subject_kind=kind, subject_id__in=ids, type=type_)
    return dict(events.values("subject_id").annotate(newest=Max("at")).values_list("subject_id", "newest"))

"""Selectors of events: the audit and the history of one subject."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Max, QuerySet
from django.utils.module_loading import import_string

from core.messages.catalogue import event_sentence
from core.messages.object_numbers import map_numbers
from core.models import Event
from core.values.actors import Actor

READS_ALL_ROLES = ("auditor", "system_admin")


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryLine:
    """One event with its sentence (历史记录)."""

    at: datetime
    sentence: str
    type: str
    actor_id: int | None
    from_state: str
    to_state: str
    data: Mapping[str, Any]


EventRow: TypeAlias = Event
"""The type of a row for views and pages, which do not import models."""


def visible_events(actor: Actor) -> QuerySet[Event]:
    """Return all events for auditors and system administrators, for others those of the acting party."""
    if actor.has(*READS_ALL_ROLES):
        return Event.objects.all()
    return Event.objects.filter(party_id=actor.party_id) if actor.party_id else Event.objects.none()


def map_actor_names(actor: Actor, events: Iterable[Event]) -> dict[int, str]:
    """Return user id → name of the actors of these events, and of those in whose names they acted.

    Readers who may not see all events get the names of the members of the party they act for.
    """
    ids = {pk for event in events for pk in (event.actor_id, event.data.get("principal")) if isinstance(pk, int)}
    return _map_user_names(actor, ids)


def _map_user_names(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    if not actor.has(*READS_ALL_ROLES):
        members: Callable[[int], dict[int, str]] = import_string(settings.MEMBER_NAMES)
        return members(actor.party_id) if actor.party_id else {}
    return dict(get_user_model().objects.filter(pk__in=ids).values_list("pk", "name"))


def map_subject_names(actor: Actor, events: Iterable[Event]) -> dict[tuple[str, int], str]:
    """Return (kind, id) of the subjects of these events → number, or name for kinds without one. One query a kind.

    A user is named to those who may see the name; a kind without number and name is left out.
    """
    keys = {(event.subject_kind, event.subject_id) for event in events}
    found = map_numbers(keys)
    people = _map_user_names(actor, {pk for kind, pk in keys if kind == "user"})
    found |= {("user", pk): name for pk, name in people.items()}
    for kind, path in settings.SUBJECT_NAMES.items():
        if ids := {pk for subject, pk in keys if subject == kind}:
            names: Callable[[Collection[int]], dict[int, str]] = import_string(path)
            found |= {(kind, pk): name for pk, name in names(ids).items()}
    return found


def map_party_names(events: Iterable[Event]) -> dict[int, str]:
    """Return party → name of the parties of these events. One query."""
    names: Callable[[Collection[int]], dict[int, str]] = import_string(settings.PARTY_NAMES)
    return names({event.party_id for event in events if event.party_id is not None})


def list_actors(*, subject_kind: str, subject_id: int) -> set[int]:
    """Return everybody who acted on a subject, or in whose name somebody acted."""
    rows = Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    pairs = rows.values_list("actor_id", "data__principal")
    return {person for pair in pairs for person in pair if person is not None}


def timeline(
    *, subject_kind: str, subject_id: int, internal: bool = False, language: str | None = None
) -> list[HistoryLine]:
    """Return the events of one subject, oldest first. The caller checks whether the reader may see the subject.

    An event without a party is internal to the authority (a recommendation before its notice): only `internal` readers
    get it.
    """
    events = Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("pk")
    if not internal:
        events = events.exclude(party_id=None)
    return [_line(event, language=language) for event in events]


def find_newest_id(*, subject_kind: str, subject_id: int, types: Collection[str]) -> int:
    """Return the id of the newest event of a subject of these types; 0 without one."""
    events = Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id, type__in=types)
    newest: int | None = events.aggregate(Max("pk"))["pk__max"]
    return newest or 0


def changes_since(
    event_id: int, *, types: Collection[str], party_id: int, data: Mapping[str, object]
) -> list[HistoryLine]:
    """Return the events of a party of these types, with these data, that follow an event, oldest first."""
    events = Event.objects.filter(pk__gt=event_id, type__in=types, party_id=party_id, data__contains=data)
    return [_line(event) for event in events.order_by("pk")]


def _line(event: Event, *, language: str | None = None) -> HistoryLine:
    return HistoryLine(
        at=event.at,
        sentence=event_sentence(event.type, event.data, language=language),
        type=event.type,
        actor_id=event.actor_id,
        from_state=event.from_state,
        to_state=event.to_state,
        data=event.data,
    )


def newest_moments(*, kind: str, type_: str, ids: Collection[int]) -> dict[int, datetime]:
    """Return subject id → moment of its newest event of this type."""
    events = Event.objects.filter(subject_kind=kind, subject_id__in=ids, type=type_)
    return dict(events.values("subject_id").annotate(newest=Max("at")).values_list("subject_id", "newest"))

"""The page that searches events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.events.history import EventRow, map_actor_names, map_party_names, map_subject_names, visible_events
from core.files.table_export import Column
from core.messages.catalogue import event_sentence
from core.messages.object_numbers import map_numbers
from core.portal.forms import EventSearchForm
from core.values.deadlines import BEIJING
from core.web.history import acted_by
from core.web.pages import FormData, ListPage
from core.web.state_words import STATES
from core.web.words import readable, subject_word

CHUNK = 1000
"""Events of an export whose objects are looked up at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """An event as its reader knows it: number or name of its object, names of its party and its actor, words of states.

    `object_key` and `party_key` find the events of the same object and party: their numbers, ids for kinds without one.
    """

    event: EventRow
    object: str
    object_key: str
    party: str
    party_key: str
    actor: str
    sentence: str
    source: str
    target: str


class Events(ListPage):
    """Events, newest first. Auditors and administrators see all, others those of the party they act for."""

    operation = "event.list"
    template = "jobs/event_list.html"
    form_class = EventSearchForm
    export_name = "events"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        rows = visible_events(self.actor)
        exact = {name: wanted[name] for name in ("type", "subject_kind", "subject_id", "party_id") if wanted.get(name)}
        if since := wanted.get("since"):
            rows = rows.filter(at__gte=datetime.combine(since, time(), tzinfo=BEIJING))
        if until := wanted.get("until"):
            rows = rows.filter(at__lt=datetime.combine(until + timedelta(days=1), time(), tzinfo=BEIJING))
        return rows.filter(**exact)

    def page(self, status: int = 200, **extra: Any) -> HttpResponse:
        return super().page(status, lines=self._lines(extra["page"].rows), **extra)

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("序号"), value=lambda line: line.event.pk),
            Column(label=_("时间"), value=lambda line: line.event.at),
            Column(label=_("内容"), value=lambda line: line.sentence),
            Column(label=_("对象"), value=lambda line: line.object),
            Column(label=_("主体"), value=lambda line: line.party),
            Column(label=_("操作人"), value=lambda line: line.actor),
            Column(label=_("原状态"), value=lambda line: line.source),
            Column(label=_("新状态"), value=lambda line: line.target),
        )

    def exported(self, rows: Iterator[Any]) -> Iterator[EventLine]:
        while chunk := list(islice(rows, CHUNK)):
            yield from self._lines(chunk)

    def _lines(self, events: Sequence[EventRow]) -> list[EventLine]:
        """Return the events with the numbers and names that the reader knows. A few queries for all."""
        subjects = map_subject_names(self.actor, events)
        people, parties = map_actor_names(self.actor, events), map_party_names(events)
        numbers = map_numbers(_subjects(events))
        return [
            EventLine(
                event=event,
                object=f"{subject_word(event.subject_kind)} {subjects.get(_key(event), '')}".strip(),
                object_key=numbers.get(_key(event), str(event.subject_id)),
                party="" if event.party_id is None else parties.get(event.party_id, ""),
                party_key="" if event.party_id is None else numbers.get(("party", event.party_id), str(event.party_id)),
                actor=_actor(event, people),
                sentence=event_sentence(event.type, readable(event.type, event.data)),
                source=_state(event, event.from_state),
                target=_state(event, event.to_state),
            )
            for event in events
        ]


def _subjects(events: Sequence[EventRow]) -> Iterator[tuple[str, int]]:
    """Yield the subject and the party of each event as (kind, id)."""
    for event in events:
        yield _key(event)
        if event.party_id is not None:
            yield "party", event.party_id


def _key(event: EventRow) -> tuple[str, int]:
    return event.subject_kind, event.subject_id


def _actor(event: EventRow, names: Mapping[int, str]) -> str:
    """Return who acted, in whose name; for somebody whose name the reader may not see, from where."""
    if event.actor_id is None:
        return _("系统自动")
    return acted_by(names, event.actor_id, data=event.data) or _("本单位以外的人员")


def _state(event: EventRow, state: str) -> str:
    words = STATES.get(event.subject_kind, {})
    return str(words[state][0]) if state in words else state

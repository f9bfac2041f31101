"""The page that searches events."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.events.history import EventRow, map_actor_names, visible_events
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
        names = map_actor_names(self.actor, extra["page"].rows)
        lines = [
            {
                "event": event,
                "object": name,
                "actor": _actor(event, names),
                "sentence": _sentence(event),
                "source": _state(event, event.from_state),
                "target": _state(event, event.to_state),
            }
            for event, name in _named(extra["page"].rows)
        ]
        return super().page(status, lines=lines, **extra)

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("编号"), value=lambda line: line[0].pk),
            Column(label=_("时间"), value=lambda line: line[0].at),
            Column(label=_("内容"), value=lambda line: _sentence(line[0])),
            Column(label=_("对象"), value=lambda line: line[1]),
            Column(label=_("主体编号"), value=lambda line: line[0].party_id),
            Column(label=_("操作人编号"), value=lambda line: line[0].actor_id),
            Column(label=_("原状态"), value=lambda line: _state(line[0], line[0].from_state)),
            Column(label=_("新状态"), value=lambda line: _state(line[0], line[0].to_state)),
        )

    def exported(self, rows: Iterator[Any]) -> Iterator[tuple[EventRow, str]]:
        while chunk := list(islice(rows, CHUNK)):
            yield from _named(chunk)


def _named(events: Sequence[EventRow]) -> list[tuple[EventRow, str]]:
    """Return each event with the word and the number of its object; the id of an object without a number."""
    keys = [(event.subject_kind, event.subject_id) for event in events]
    numbers = map_numbers(keys)
    return [
        (event, f"{subject_word(key[0])} {numbers.get(key, key[1])}") for event, key in zip(events, keys, strict=True)
    ]


def _actor(event: EventRow, names: Mapping[int, str]) -> str | int | None:
    """Return who acted, in whose name; the id where the reader may not see names."""
    if event.actor_id is None:
        return None
    return acted_by(names, event.actor_id, data=event.data) or event.actor_id


def _sentence(event: EventRow) -> str:
    return event_sentence(event.type, readable(event.type, event.data))


def _state(event: EventRow, state: str) -> str:
    words = STATES.get(event.subject_kind, {})
    return str(words[state][0]) if state in words else state

"""The page that searches events."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.events.history import EventRow, map_actor_names, visible_events
from core.files.table_export import Column
from core.messages.catalogue import event_sentence
from core.portal.forms import EventSearchForm
from core.values.deadlines import BEIJING
from core.web.pages import FormData, ListPage
from core.web.state_words import STATES
from core.web.words import readable, subject_word


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
        page = extra["page"]
        names = map_actor_names(self.actor, page.rows)
        lines = [
            {
                "event": event,
                "subject": subject_word(event.subject_kind),
                "actor": names.get(event.actor_id, event.actor_id),
                "sentence": _sentence(event),
                "source": _state(event, event.from_state),
                "target": _state(event, event.to_state),
            }
            for event in page.rows
        ]
        return super().page(status, lines=lines, **extra)

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("编号"), value=lambda row: row.pk),
            Column(label=_("时间"), value=lambda row: row.at),
            Column(label=_("类型"), value=lambda row: row.type),
            Column(label=_("内容"), value=_sentence),
            Column(label=_("对象"), value=lambda row: f"{subject_word(row.subject_kind)} {row.subject_id}"),
            Column(label=_("主体编号"), value=lambda row: row.party_id),
            Column(label=_("操作人编号"), value=lambda row: row.actor_id),
            Column(label=_("原状态"), value=lambda row: _state(row, row.from_state)),
            Column(label=_("新状态"), value=lambda row: _state(row, row.to_state)),
        )


def _sentence(event: EventRow) -> str:
    return event_sentence(event.type, readable(event.type, event.data))


def _state(event: EventRow, state: str) -> str:
    words = STATES.get(event.subject_kind, {})
    return str(words[state][0]) if state in words else state

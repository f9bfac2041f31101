"""The audit: all events for auditors and administrators, a party's own events for its members."""

from django.db.models import QuerySet

from core.api.filters import EventFilter
from core.api.serializers import EventOutput
from core.api.views import ListView
from core.events.history import EventRow, visible_events


class Events(ListView):
    """Events, newest first; with subject_kind and subject_id the history of one subject."""

    operation = "event.list"
    serializer_class = EventOutput
    filterset_class = EventFilter

    def visible(self) -> QuerySet[EventRow]:
        return visible_events(self.actor)

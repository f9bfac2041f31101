"""The audit, for those who answer for it, and to a party what concerns it."""

from django.db.models import QuerySet

from core.api.filters import EventFilter
from core.api.serializers import EventOutput
from core.api.views import ListView
from core.events.history import EventRow, visible_events


class Events(ListView):
    """Changes, newest first; with subject_kind and subject_id, the history of one thing."""

    operation = "event.list"
    serializer_class = EventOutput
    filterset_class = EventFilter

    def visible(self) -> QuerySet[EventRow]:
        return visible_events(self.actor)

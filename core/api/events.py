"""The audit: all events for auditors and administrators, a party's own events for its members."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from core.api.filters import IdFilter, IndexedIdFilter, IndexedTextFilter, MomentFilter
from core.api.views import ListView
from core.events.history import visible_events
from core.messages.catalogue import event_sentence
from core.models import Event


class EventOutput(serializers.ModelSerializer[Event]):
    """One change (审计事件). `at` is business time, `recorded_at` the server's."""

    sentence = serializers.SerializerMethodField()
    data = serializers.DictField()  # type: ignore[assignment]

    class Meta:
        model = Event
        fields = [
            "id",
            "type",
            "sentence",
            "subject_kind",
            "subject_id",
            "party_id",
            "actor_id",
            "from_state",
            "to_state",
            "data",
            "at",
            "recorded_at",
        ]

    def get_sentence(self, event: Event) -> str:
        return event_sentence(event.type, event.data)


class EventFilter(filters.FilterSet):  # type: ignore[misc]
    """By type, subject, party, actor and time (from `since`, before `until`)."""

    subject_id = IdFilter()
    since = MomentFilter(field_name="at", lookup_expr="gte")
    until = MomentFilter(field_name="at", lookup_expr="lt")
    type = IndexedTextFilter(max_length=60)
    actor_id = IndexedIdFilter()
    party_id = IndexedIdFilter()

    class Meta:
        model = Event
        fields = ["subject_kind"]


class Events(ListView):
    """Events, newest first; with subject_kind and subject_id the history of one subject."""

    operation = "event.list"
    serializer_class = EventOutput
    filterset_class = EventFilter

    def visible(self) -> QuerySet[Event]:
        return visible_events(self.actor)

"""A user's own messages."""

from datetime import datetime

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from core.api.serializers import Nothing
from core.api.views import ApiData, Command, ListView
from core.messages.catalogue import notice
from core.models import Notification
from core.notifications.inbox import own_notifications
from core.notifications.sending import mark_read


class NotificationOutput(serializers.ModelSerializer[Notification]):
    """A message (消息) in the reader's language."""

    title = serializers.SerializerMethodField()
    body = serializers.SerializerMethodField()
    params = serializers.DictField()

    class Meta:
        model = Notification
        fields = ["id", "kind", "title", "body", "params", "party_id", "at", "read_at"]

    def get_title(self, row: Notification) -> str:
        return notice(row.kind, row.params).title

    def get_body(self, row: Notification) -> str:
        return notice(row.kind, row.params).body


class NotificationFilter(filters.FilterSet):  # type: ignore[misc]
    """Only the unread, or only the read."""

    unread = filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notification
        fields = ["kind"]


class Notifications(ListView):
    """The user's own messages, newest first."""

    operation = "notification.list"
    serializer_class = NotificationOutput
    filterset_class = NotificationFilter

    def visible(self) -> QuerySet[Notification]:
        return own_notifications(self.actor)


class Read(Command):
    """Mark a message as read."""

    operation = "notification.read"
    serializer_class = Nothing
    output_class = NotificationOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Notification:
        return mark_read(notification_id=ids["pk"], actor=self.actor, at=at)

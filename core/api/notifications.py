"""A user's own messages."""

from datetime import datetime

from django.db.models import QuerySet

from core.api.filters import NotificationFilter
from core.api.serializers import Nothing, NotificationOutput
from core.api.views import ApiData, Command, ListView
from core.notifications.inbox import NotificationRow, own_notifications
from core.notifications.sending import mark_read


class Notifications(ListView):
    """The user's own messages, newest first."""

    operation = "notification.list"
    serializer_class = NotificationOutput
    filterset_class = NotificationFilter

    def visible(self) -> QuerySet[NotificationRow]:
        return own_notifications(self.actor)


class Read(Command):
    """Mark a message as read."""

    operation = "notification.read"
    serializer_class = Nothing
    output_class = NotificationOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> NotificationRow:
        return mark_read(notification_id=ids["pk"], actor=self.actor, at=at)

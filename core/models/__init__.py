"""Tables shared by every app."""

from core.models.attachments import Attachment
from core.models.calendars import CalendarDay, CalendarYear
from core.models.clock import ClockShift
from core.models.events import Event, EventSeal, OutboxItem
from core.models.idempotency import IdempotencyKey
from core.models.jobs import JobRun
from core.models.notifications import Notification

__all__ = [
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "ClockShift",
    "Event",
    "EventSeal",
    "IdempotencyKey",
    "JobRun",
    "Notification",
    "OutboxItem",
]

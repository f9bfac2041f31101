"""Tables of the kernel: events, outbox, denials, jobs, files, calendar, clock, notifications, idempotency keys."""

from core.models.attachments import Attachment
from core.models.calendars import CalendarDay, CalendarYear
from core.models.clock import ClockShift
from core.models.denials import DenialCount
from core.models.events import Event, EventSeal, OutboxItem
from core.models.idempotency import IdempotencyKey
from core.models.jobs import JobRun
from core.models.notifications import Notification

__all__ = [
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "ClockShift",
    "DenialCount",
    "Event",
    "EventSeal",
    "IdempotencyKey",
    "JobRun",
    "Notification",
    "OutboxItem",
]

"""The clock (时钟): read once at the edge (view, task, command) and passed down as `at`."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def real_now() -> datetime:
    """The wall clock, aware UTC: for sessions, tokens and codes, which never follow the moved clock."""
    return timezone.now()


def now() -> datetime:
    """The business moment, aware UTC; outside production it may run ahead of the wall clock (see ClockShift)."""
    return real_now() + shift()


def shift() -> timedelta:
    """How far business time runs ahead; nothing where the clock cannot be moved (production)."""
    if not settings.CLOCK_MOVABLE:
        return timedelta(0)
    from core.models import ClockShift

    return ClockShift.objects.values_list("ahead", flat=True).first() or timedelta(0)

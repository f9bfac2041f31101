"""The clock (时钟). Views, tasks and commands read it once and pass the moment down as `at`."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def real_now() -> datetime:
    """Return the wall-clock time in aware UTC, for sessions, tokens and codes, which ignore the moved clock."""
    return timezone.now()


def now() -> datetime:
    """Return the business time in aware UTC; outside production it may be ahead of the wall clock (ClockShift)."""
    return real_now() + shift()


def shift() -> timedelta:
    """Return how far business time is ahead of the wall clock; zero where it cannot be moved (production)."""
    if not settings.CLOCK_MOVABLE:
        return timedelta(0)
    from core.models import ClockShift

    return ClockShift.objects.values_list("ahead", flat=True).first() or timedelta(0)

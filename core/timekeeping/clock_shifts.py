"""Moving and resetting business time, outside production."""

from datetime import datetime

from django.conf import settings

from core.database.transactions import write
from core.events.recording import Change, record
from core.models import ClockShift, JobRun
from core.timekeeping.locks import lock_clock_shift
from core.values.errors import DomainError


@write
def move_clock(*, to: datetime, real: datetime) -> None:
    """Set business time to `to` at the wall-clock time `real`, for all processes of the site (调整时钟).

    Raises `clock_fixed` in production, and `clock_forward_only` for a moment before the present business time.
    """
    _require_movable()
    row = lock_clock_shift()
    if to < real + row.ahead:
        raise DomainError("clock_forward_only", kind="refused")
    before, row.ahead = real + row.ahead, to - real
    row.save(update_fields=["ahead"])
    data = {"from": before.isoformat(), "to": to.isoformat()}
    record(Change(type="clock.moved", subject_kind="clock", subject_id=row.pk, at=to, data=data))


@write
def reset_clock(*, real: datetime) -> None:
    """Set business time back to the wall clock (时钟复位) and delete the job runs that are now in the future.

    Their periods can then run again. Raises `clock_fixed` in production.
    """
    _require_movable()
    ClockShift.objects.all().delete()
    JobRun.objects.filter(at__gt=real).delete()
    record(Change(type="clock.reset", subject_kind="clock", subject_id=1, at=real))


def _require_movable() -> None:
    if not settings.CLOCK_MOVABLE:
        raise DomainError("clock_fixed", kind="refused")

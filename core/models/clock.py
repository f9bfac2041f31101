"""The moved clock of a demonstration or test instance."""

from datetime import timedelta

from django.db import models
from django.db.models import Q


class ClockShift(models.Model):
    """How far business time is ahead of the wall clock (模拟时钟): at most one row, never negative."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    ahead = models.DurationField(default=timedelta(0))

    class Meta:
        constraints = [
            models.CheckConstraint(name="clock_shift_single_row", condition=Q(id=1)),
            models.CheckConstraint(name="clock_shift_forward_only", condition=Q(ahead__gte=timedelta(0))),
        ]

"""The State Council's yearly notices of holidays and make-up workdays."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class CalendarYear(models.Model):
    """The holiday notice of a year (放假安排通知). Each notice raises the calendar's version by one.

    After a rollback the next version gets the same number. Caches distinguish the two by `edition`.
    """

    year = models.PositiveSmallIntegerField(primary_key=True)
    version = models.PositiveIntegerField(unique=True)
    edition = models.UUIDField(default=uuid4)
    source = models.CharField(max_length=300)
    entered_by_id = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()


class CalendarDay(models.Model):
    """A day that differs from the week's pattern: `off` (放假) or `makeup_workday` (调休上班)."""

    day = models.DateField(primary_key=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    year = models.ForeignKey(CalendarYear, on_delete=models.PROTECT, related_name="days")

    class Meta:
        constraints = [
            models.CheckConstraint(name="calendar_day_kind_known", condition=Q(kind__in=["off", "makeup_workday"])),
            models.CheckConstraint(
                name="calendar_day_near_its_year",
                condition=Q(day__year__gte=F("year_id") - 1, day__year__lte=F("year_id") + 1),
            ),
        ]

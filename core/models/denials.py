"""Denials that are counted, not recorded one by one."""

from django.db import models
from django.db.models import Q


class DenialCount(models.Model):
    """The number of denied requests of a user in an hour beyond those with an event of their own (被拒访问计数).

    `user_id` is 0 for requests without an account. `hour` is wall-clock time. Rows of past hours become one event each.
    """

    user_id = models.BigIntegerField()
    hour = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "hour"], name="denials_counted_once_an_hour"),
            models.CheckConstraint(name="denial_count_positive", condition=Q(count__gt=0)),
        ]

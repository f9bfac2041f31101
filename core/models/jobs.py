"""Runs of periodic jobs."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models.states import StateField
from core.values.schedules import ACTIVE_RUNS, RunState


class JobRun(models.Model):
    """One run of a job for one period (作业运行), unique, so that a second beat cannot create it again.

    `at` is the business moment it works for; all other times are the database's wall-clock times.
    """

    job = models.CharField(max_length=60)
    period = models.CharField(max_length=40)
    state = StateField(RunState, default=RunState.QUEUED, max_length=10)
    at = models.DateTimeField()
    queued_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    attempts = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=300, default="")
    result = models.JSONField(default=dict)
    requested_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "period"], name="job_runs_once_a_period"),
            models.UniqueConstraint(fields=["job"], condition=Q(state__in=ACTIVE_RUNS), name="job_runs_one_at_a_time"),
            models.CheckConstraint(name="job_run_state_known", condition=Q(state__in=list(RunState))),
        ]
        indexes = [models.Index(fields=["job", "-id"], name="job_run_newest")]

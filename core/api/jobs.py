"""Periodic jobs and the outbox, for system administrators and auditors."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from core.api.serializers import Input, Nothing
from core.api.views import Acting, ApiData, Collection, Command, ListView
from core.events.outbox import restart_outbox_item
from core.events.outbox_selectors import waiting_items
from core.jobs.run_selectors import JobState, all_runs, list_jobs
from core.jobs.runner import request_run, restart_run
from core.models import JobRun, OutboxItem


class RunOutput(serializers.ModelSerializer[JobRun]):
    """A run (作业运行). `at` is business time, all other times are the server's."""

    class Meta:
        model = JobRun
        fields = [
            "id",
            "job",
            "period",
            "state",
            "at",
            "queued_at",
            "started_at",
            "heartbeat_at",
            "finished_at",
            "done",
            "attempts",
            "error",
            "result",
            "requested_by_id",
        ]


class JobOutput(serializers.Serializer[JobState]):
    """A periodic job (定时作业) with its newest run."""

    name = serializers.CharField()
    title = serializers.SerializerMethodField()
    every = serializers.CharField(source="job.cadence.every")
    last_run = RunOutput(allow_null=True)

    def get_title(self, state: JobState) -> str:
        return state.job.en if (get_language() or "zh").startswith("en") else state.job.zh


class JobInput(Input):
    """The name of a job."""

    job = serializers.CharField(max_length=60)


class OutboxOutput(serializers.ModelSerializer[OutboxItem]):
    """A pending delivery of an event to a handler (待办事件)."""

    type = serializers.CharField(source="event.type")

    class Meta:
        model = OutboxItem
        fields = ["id", "event_id", "type", "handler", "attempts", "next_at", "last_error", "dead"]


class RunFilter(filters.FilterSet):  # type: ignore[misc]
    """Runs of one job, or in one state."""

    class Meta:
        model = JobRun
        fields = ["job", "state"]


class OutboxFilter(filters.FilterSet):  # type: ignore[misc]
    """Only the dead items, or only those that are still tried."""

    class Meta:
        model = OutboxItem
        fields = ["dead"]


class Jobs(Acting, ListAPIView[Any]):
    """The periodic jobs, each with its newest run."""

    operation = "job.list"
    serializer_class = JobOutput
    pagination_class = None
    filter_backends = ()

    def get_queryset(self) -> Any:
        return list_jobs()


class Runs(Collection):
    """Runs, newest first; POST requests a run of a job now."""

    operation = "job.list"
    adding = "job.run"
    serializer_class = RunOutput
    input_class = JobInput
    output_class = RunOutput
    filterset_class = RunFilter
    success_status = 201

    def visible(self) -> QuerySet[JobRun]:
        return all_runs()

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> JobRun:
        return request_run(job=data["job"], actor=self.actor, at=at)


class Restart(Command):
    """Run a failed run again."""

    operation = "job.restart"
    serializer_class = Nothing
    output_class = RunOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> JobRun:
        return restart_run(run_id=ids["pk"], actor=self.actor, at=at)


class Outbox(ListView):
    """Pending and dead outbox items."""

    operation = "outbox.list"
    serializer_class = OutboxOutput
    filterset_class = OutboxFilter

    def visible(self) -> QuerySet[OutboxItem]:
        return waiting_items()


class RestartOutbox(Command):
    """Try a dead outbox item again."""

    operation = "outbox.restart"
    serializer_class = Nothing
    output_class = OutboxOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> OutboxItem:
        return restart_outbox_item(item_id=ids["pk"], actor=self.actor, at=at)

"""Periodic jobs and the outbox, for system administrators and auditors."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView

from core.api.filters import OutboxFilter, RunFilter
from core.api.serializers import JobInput, JobOutput, Nothing, OutboxOutput, RunOutput
from core.api.views import Acting, ApiData, Collection, Command, ListView
from core.events.outbox import restart_outbox_item
from core.events.outbox_selectors import OutboxRow, pending_items
from core.jobs.run_selectors import RunRow, all_runs, list_jobs
from core.jobs.runner import request_run, restart_run


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

    def visible(self) -> QuerySet[RunRow]:
        return all_runs()

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RunRow:
        return request_run(job=data["job"], actor=self.actor, at=at)


class Restart(Command):
    """Run a failed run again."""

    operation = "job.restart"
    serializer_class = Nothing
    output_class = RunOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RunRow:
        return restart_run(run_id=ids["pk"], actor=self.actor, at=at)


class Outbox(ListView):
    """Pending and dead outbox items."""

    operation = "outbox.list"
    serializer_class = OutboxOutput
    filterset_class = OutboxFilter

    def visible(self) -> QuerySet[OutboxRow]:
        return pending_items()


class RestartOutbox(Command):
    """Try a dead outbox item again."""

    operation = "outbox.restart"
    serializer_class = Nothing
    output_class = OutboxOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> OutboxRow:
        return restart_outbox_item(item_id=ids["pk"], actor=self.actor, at=at)

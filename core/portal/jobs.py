"""Pages of background jobs: the jobs, their runs, running a job now, restarting a failed run."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.events.outbox_selectors import pending_items
from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.jobs.run_selectors import RunRow, all_runs, list_failed_jobs, list_jobs, registry
from core.jobs.runner import request_run, restart_run
from core.portal.forms import RunSearchForm
from core.templatetags.formatting import is_english
from core.values.errors import DomainError
from core.values.schedules import RunState
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES


class Jobs(Page):
    """The periodic jobs, each with its newest run; with ?state=failed those whose newest run failed."""

    operation = "job.list"
    template = "jobs/job_list.html"

    def context(self) -> Context:
        failed = self.request.GET.get("state") == RunState.FAILED
        found = list_failed_jobs() if failed else list_jobs()
        jobs = [{"name": each.name, "title": job_title(each.name), "run": each.last_run} for each in found]
        waiting = pending_items()
        return {
            "jobs": jobs,
            "failed_only": failed,
            "can_run": self.may("job.run"),
            "waiting": waiting.filter(dead=False).count(),
            "dead": waiting.filter(dead=True).count(),
        }


class Runs(ListPage):
    """Runs, newest first."""

    operation = "job.list"
    template = "jobs/run_list.html"
    form_class = RunSearchForm
    export_name = "job-runs"

    def context(self) -> Context:
        return {"can_restart": self.may("job.restart")}

    def page(self, status: int = 200, **extra: Any) -> HttpResponse:
        lines = [{"run": run, "title": job_title(run.job), "seconds": _seconds(run)} for run in extra["page"].rows]
        return super().page(status, lines=lines, **extra)

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        found = {name: wanted[name] for name in ("job", "state") if wanted.get(name)}
        return all_runs().filter(**found)

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("任务"), value=lambda row: job_title(row.job)),
            Column(label=_("状态"), value=lambda row: str(STATES["job"][row.state][0])),
            Column(label=_("业务时间"), value=lambda row: row.at),
            Column(label=_("用时（秒）"), value=_seconds),
            Column(label=_("已处理"), value=lambda row: row.done),
            Column(label=_("错误"), value=lambda row: row.error),
        )


class RunJob(ConfirmPage):
    """Run a job now."""

    machine = "job"
    operation = "job.run"
    title = gettext_lazy("立即执行任务")
    confirm_label = gettext_lazy("立即执行")
    tone = "primary"
    icon = "cpu"
    done = gettext_lazy("任务已排队，稍后刷新查看结果。")

    def consequences(self) -> Sequence[str]:
        if self.kwargs["job"] not in registry():
            raise DomainError("not_found", kind="missing")
        return (
            _("任务“%(title)s”立即在后台执行一次；") % {"title": job_title(self.kwargs["job"])},
            _("任务可以重复执行，不会重复办理。"),
        )

    def back_url(self) -> str:
        return reverse("job_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return request_run(job=self.kwargs["job"], actor=self.actor, at=self.at)


class RestartRun(ConfirmPage):
    """Run a failed run again."""

    machine = "job"
    operation = "job.restart"
    title = gettext_lazy("重新执行任务")
    confirm_label = gettext_lazy("重新执行")
    tone = "primary"
    icon = "refresh"
    done = gettext_lazy("任务已重新排队。")

    @cached_property
    def _run(self) -> RunRow:
        run = all_runs().filter(pk=self.kwargs["pk"]).first()
        if run is None:
            raise DomainError("not_found", kind="missing")
        return run

    def consequences(self) -> Sequence[str]:
        return (
            _("任务“%(title)s”从中断处继续执行；") % {"title": job_title(self._run.job)},
            _("任务可以重复执行，不会重复办理。"),
        )

    def back_url(self) -> str:
        return reverse("run_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return restart_run(run_id=ids["pk"], actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("run_list")


def job_title(name: str) -> str:
    """Return the title of a job; its name where it is no longer in the table."""
    job = registry().get(name)
    if job is None:
        return name
    return job.en if is_english() else job.zh


def _seconds(run: RunRow) -> int | None:
    """Return how long the run took. Its start and end are by the clock of the machine, not by business time."""
    if run.started_at is None or run.finished_at is None:
        return None
    return round((run.finished_at - run.started_at).total_seconds())

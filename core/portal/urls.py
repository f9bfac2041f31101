"""Addresses of the kernel's own pages."""

from django.urls import path

from core.portal import events, files, find, jobs

urlpatterns = [
    path("jobs/", jobs.Jobs.as_view(), name="job_list"),
    path("jobs/runs/", jobs.Runs.as_view(), name="run_list"),
    path("jobs/<slug:job>/run/", jobs.RunJob.as_view(), name="job_run"),
    path("jobs/runs/<int:pk>/restart/", jobs.RestartRun.as_view(), name="run_restart"),
    path("files/<int:pk>/", files.File.as_view(), name="file"),
    path("files/<int:pk>/shown/", files.ShownFile.as_view(), name="file_shown"),
    path("find/", find.Find.as_view(), name="find"),
    path("events/", events.Events.as_view(), name="event_list"),
]

"""Addresses of the kernel below /api/v1/."""

from django.urls import path

from core.api import attachments, events, jobs, notifications

urlpatterns = [
    path("attachments/<int:pk>/content/", attachments.AttachmentContent.as_view(), name="attachment-content"),
    path("attachments/<int:pk>/shown/", attachments.AttachmentShown.as_view(), name="attachment-shown"),
    path("events/", events.Events.as_view(), name="events"),
    path("jobs/", jobs.Jobs.as_view(), name="jobs"),
    path("job-runs/", jobs.Runs.as_view(), name="job-runs"),
    path("job-runs/<int:pk>/restart/", jobs.Restart.as_view(), name="job-run-restart"),
    path("notifications/", notifications.Notifications.as_view(), name="notifications"),
    path("notifications/<int:pk>/read/", notifications.Read.as_view(), name="notification-read"),
    path("outbox/", jobs.Outbox.as_view(), name="outbox"),
    path("outbox/<int:pk>/restart/", jobs.RestartOutbox.as_view(), name="outbox-restart"),
]

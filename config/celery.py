"""The Celery application. Its settings are named CELERY_*; its tasks are in core.jobs.tasks."""

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

from config.env import choose_settings

choose_settings(module="config.settings.production")

app = Celery("vouchers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["core.jobs"])
# A tick starts the jobs that are due (config/jobs.py), and those whose message or worker was lost.
TICK_SECONDS = 5
app.conf.beat_schedule = {"tick": {"task": "core.tick", "schedule": TICK_SECONDS, "options": {"expires": TICK_SECONDS}}}
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def use_site_logging(**_: object) -> None:
    """Make workers and beat log as the site does."""
    import logging.config

    logging.config.dictConfig(settings.LOGGING)

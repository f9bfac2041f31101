"""The tasks that a fresh worker process knows."""

import subprocess
import sys

from config.celery import app
from config.env import PROJECT

KNOWN = """
from config.celery import app
app.loader.import_default_modules()
print(*app.tasks)
"""
SENT = {"core.tick", "core.run_job", "core.deliver_outbox"}
"""Sent by beat and by core/events/wakeups.py."""


def test_a_worker_knows_every_task_that_is_sent():
    done = subprocess.run([sys.executable, "-c", KNOWN], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert {name for name in done.stdout.split() if not name.startswith("celery.")} == SENT
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= SENT

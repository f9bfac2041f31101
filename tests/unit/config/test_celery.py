"""The tasks that a worker knows when it starts."""

import subprocess
import sys

from config.env import environment

LIST_TASKS = """
from config.celery import app
app.loader.import_default_modules()
print(*sorted(name for name in app.tasks if name.startswith("core.")))
"""


def test_a_worker_finds_every_task_at_its_start() -> None:
    """In a process of its own, because other tests import the tasks themselves."""
    command = [sys.executable, "-c", LIST_TASKS]
    listed = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True).stdout
    assert listed.split() == ["core.deliver_outbox", "core.run_job", "core.tick"]

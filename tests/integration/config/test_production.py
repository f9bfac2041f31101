"""The production settings: complete, safe, and refusing to start without what they need."""

import subprocess
import sys

import pytest

from config.env import PROJECT, environment

EXAMPLE = PROJECT / "config" / "production.env.example"
LINES = EXAMPLE.read_text().split("# Optional")[0].splitlines()
REQUIRED = [line.split("=")[0] for line in LINES if "=" in line and not line.startswith("#")][1:]
SHELL = (
    f'set -a; . "{EXAMPLE}"; set +a; unset $0; exec "{sys.executable}" manage.py check --deploy --fail-level WARNING'
)


def check_without(name: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", "-c", SHELL, name]
    return subprocess.run(command, cwd=PROJECT, env=environment(), capture_output=True, text=True, check=False)


def test_deployment_check_is_clean() -> None:
    done = check_without("NOTHING")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_every_required_variable_is_tried() -> None:
    assert len(REQUIRED) == 10


@pytest.mark.parametrize("name", REQUIRED)
def test_production_refuses_to_start_without(name: str) -> None:
    done = check_without(name)
    assert done.returncode == 1
    assert f"environment variables not set: {name}\n" in done.stderr

"""`make demo` goes on after its PostgreSQL, its Valkey, its web server or its worker was killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from config.env import PROJECT, environment

pytestmark = pytest.mark.timeout(600)

NAMES = ("DATABASE_URL", "REDIS_URL")
PATIENCE = 60.0


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[subprocess.Popen[str], int, dict[str, int]]]:
    command = [sys.executable, "-m", "tests.integration.config.supervised_site"]
    variables = environment(without=[*NAMES, "DJANGO_SETTINGS_MODULE"], extra={"PORT": "8300"})
    with subprocess.Popen(command, cwd=PROJECT, env=variables, stdout=subprocess.PIPE, text=True) as process:
        told = json.loads(process.stdout.readline())
        yield process, told["port"], told["pids"]
        process.send_signal(signal.SIGINT)


def health(port: int) -> str:
    with (
        contextlib.suppress(urllib.error.URLError, OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready/", timeout=5) as answer,
    ):
        return f"{answer.status} {json.loads(answer.read())['status']}"
    return "none"


def wait_for_health(port: int) -> str:
    """Return the first 200 ok, or the last other answer."""
    end = time.monotonic() + PATIENCE
    while (found := health(port)) != "200 ok" and time.monotonic() < end:
        time.sleep(0.2)
    return found


@pytest.mark.parametrize("name", ["PostgreSQL", "Valkey", "web", "worker", "beat"])
def test_what_is_killed_is_restarted_and_the_site_answers(demo, name):
    process, port, pids = demo
    assert wait_for_health(port) == "200 ok"
    os.kill(pids[name], signal.SIGKILL)
    assert process.stdout.readline().startswith(f"{name} 已退出(-9)，1 秒后重新启动。")
    while "已重新启动" not in (line := process.stdout.readline()):
        assert line.startswith(name)
    assert wait_for_health(port) == "200 ok"

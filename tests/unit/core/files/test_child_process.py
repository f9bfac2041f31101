"""The child process that reads a file: its limits, what it inherits, how it ends, and what its parent says of it."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from core.database.transactions import write
from core.files import checker, child_process
from core.values.errors import DomainError
from tests import files
from tests.hostile.containers import quadratic

ROOT = Path(checker.__file__).parents[2]
LIMITED = "from core.files.checker import limit; limit(); "


def child(code: str, **how) -> subprocess.CompletedProcess:
    """Run code as a child after its limits."""
    return subprocess.run([sys.executable, "-c", LIMITED + code], cwd=ROOT, capture_output=True, check=False, **how)


def refusal(task: str, data: bytes, argument: str) -> tuple[str, str]:
    with pytest.raises(DomainError) as caught:
        child_process.run_checker(task, data, argument=argument)
    return caught.value.code, caught.value.kind


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Put another program in the place of the checker."""

    def place(code: str) -> None:
        package = tmp_path / "core" / "files"
        package.mkdir(parents=True)
        (package / "checker.py").write_text(code)
        monkeypatch.setattr(child_process, "_ROOT", tmp_path)

    return place


def test_a_file_that_took_minutes_is_read_within_the_processor_time():
    for data in (quadratic(b'<f>"'), quadratic(b"<Relationship "), quadratic(b"<f ")):
        assert 1_000 < len(data) < 70_000
        assert refusal("content", data, "xlsx") in {("file_damaged", "invalid"), ("file_expands", "invalid")}


def test_memory_is_limited():
    assert b"MemoryError" in child("bytearray(1200 * 1024**2)").stderr


def test_processor_time_is_limited():
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_CORE))"
    assert child(code).stdout == b"(10, 11) (0, 0)\n"


def test_a_written_file_is_limited(tmp_path):
    code = f"open({str(tmp_path / 'x')!r}, 'wb').write(bytes(65 * 1024**2))"
    assert b"File too large" in child(code).stderr


def test_wall_time_is_limited_by_the_child_itself():
    done = child("import signal, time; signal.alarm(1); time.sleep(60)")
    assert done.returncode == -signal.SIGALRM
    assert child("import signal; print(signal.alarm(0))").stdout == b"30\n"


def test_the_child_gets_no_environment_and_no_descriptor(stand_in, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "known")
    stand_in("import os, json; print('{}'); print(sorted(os.environ), len(os.listdir('/proc/self/fd')))")
    answer = child_process.run_checker("content", b"", argument="csv").decode()
    assert ("SECRET_KEY" in answer, answer.split()[-1]) == (False, "4")  # three, and the one that lists them


def test_a_child_that_does_not_end_is_killed_with_its_children(stand_in, monkeypatch):
    monkeypatch.setattr(child_process, "WALL_SECONDS", 1)
    stand_in("import subprocess, time; subprocess.Popen(['sleep', '4321']); time.sleep(60)")
    assert refusal("content", b"", "csv") == ("busy", "busy")
    ours = [each for each in psutil.process_iter(["cmdline"]) if each.info["cmdline"] == ["sleep", "4321"]]
    assert [each for each in ours if each.status() != psutil.STATUS_ZOMBIE] == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", ("file_too_costly", "invalid")),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", ("file_too_costly", "invalid")),
        ("import os; os.abort()", ("file_too_costly", "invalid")),
        ("raise SystemExit(1)", ("file_too_costly", "invalid")),
        ("import os, signal; os.kill(os.getpid(), signal.SIGALRM)", ("busy", "busy")),
        ('print(\'{"code": "file_too_costly", "params": {}}\')', ("file_too_costly", "invalid")),
    ],
)
def test_the_end_of_a_child_is_a_code(stand_in, code, expected):
    stand_in(code)
    assert refusal("content", b"", "csv") == expected


def test_what_a_library_raises_for_a_file_is_a_damaged_file():
    header, payload = checker.perform("content", b"", argument="unknown")
    assert (header["code"], header["unforeseen"].split()[0], payload) == ("file_damaged", "KeyError", b"")


def test_a_file_that_needs_more_memory_than_there_is_is_costly(monkeypatch):
    def exhaust(data, *, extension):
        raise MemoryError

    monkeypatch.setattr("core.files.contents.check_content", exhaust)
    assert checker.perform("content", b"", argument="csv")[0]["code"] == "file_too_costly"


@pytest.mark.django_db
def test_no_transaction_waits_for_a_file():
    @write
    def service():
        child_process.run_checker("content", b"a", argument="csv")

    with pytest.raises(RuntimeError):
        service()


def test_a_second_file_of_a_process_is_busy_at_once():
    with child_process._one_at_a_time():
        assert refusal("content", b"a", "csv") == ("busy", "busy")
    assert child_process.run_checker("content", b"a", argument="csv") == b""


def test_a_file_is_checked_from_any_thread():
    found = []
    for _ in range(2):
        thread = threading.Thread(target=lambda: found.append(files.accepted("a.csv", b"a").media_type))
        thread.start()
        thread.join()
    assert found == ["text/csv"] * 2


def test_the_processor_time_of_a_check_is_measured(stand_in):
    stand_in("import time\nwhile time.process_time() < 1: pass\nprint('{}')")
    before = child_process.processor_seconds()
    child_process.run_checker("content", b"a", argument="csv")
    assert 1 <= child_process.processor_seconds() - before < 2


def test_a_file_is_read_in_a_worker_of_celery():
    code = (
        "import billiard\n"
        "from core.files.child_process import run_checker\n"
        "def work():\n"
        "    print(run_checker('content', b'a', argument='csv'))\n"
        "if __name__ == '__main__':\n"
        "    process = billiard.Process(target=work, daemon=True)\n"
        "    process.start(); process.join()\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    run = [sys.executable, "-c", "import django; django.setup()\n" + code]
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.stdout == b"b''\n", done.stderr

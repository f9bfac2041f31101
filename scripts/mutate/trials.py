"""Trying mutants: run their tests, in a fork each, until the first failure. No server and no Django is started.

The tests are collected once. A mutant that changes only functions replaces the code of the imported functions. One that changes
code run at import (a table, a default, a function called during collection) imports the modules and the tests again. Both ways
are first tried with the unchanged file, and must pass.
"""

import gc
import math
import os
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Literal

import hypothesis
import pytest

from scripts.mutate.code import changed_functions, compiled, dependents, exchange, live_functions, reimport
from scripts.mutate.mutants import Mutant

PROJECT = Path(__file__).resolve().parents[2]
OURS = {path.name for path in PROJECT.iterdir() if path.is_dir()} - {"scripts"}
OPTIONS = (
    f"-c {os.devnull} --rootdir={PROJECT} --confcutdir=tests/unit --import-mode=importlib --assert=plain -s".split()
)
PLUGINS = ["--disable-plugin-autoload", *(f"-pno:{name}" for name in ("cacheprovider", "terminal", "faulthandler"))]
SPARE_SECONDS = 1
"""CPU seconds that a mutant may use beyond twice the time of the tests; then it is killed."""

Verdict = Literal["killed", "survived"]


class NotGreen(Exception):
    """The tests fail on the unchanged file, so its mutants cannot be tried."""


def try_mutants(mutants: Sequence[Mutant], *, tests: Sequence[str]) -> list[Verdict]:
    """Return the verdicts on mutants of one file, in order. Call once per process. Raises NotGreen."""
    hypothesis.settings.register_profile(
        "mutate",
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=30,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.settings.load_profile("mutate")
    trial = _Trial(mutants)
    code = pytest.main([*OPTIONS, *PLUGINS, *tests], plugins=[trial])
    if code != 0 or len(trial.verdicts) != len(mutants):
        raise NotGreen(f"{mutants[0].path}: its tests fail without a mutant: {' '.join(tests)}")
    return trial.verdicts


class _Trial:
    """A pytest plugin that tries the mutants instead of running the collected tests."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        self.mutants = mutants
        self.path = PROJECT / mutants[0].path
        self.name = mutants[0].path.removesuffix(".py").replace("/", ".")
        self.seconds = 60.0
        self.killer = ""
        self.verdicts: list[Verdict] = []

    def pytest_collection(self, session: pytest.Session) -> bool:
        with _called(self.path) as at_import:
            session.perform_collect()
        self.dependents = dependents(self.name, within=OURS)
        source = self.path.read_text("utf-8")
        gc.freeze()
        if self._is_green(session, source):
            for mutant in self.mutants:
                hot = self._is_hot(source, mutant.source, at_import)
                self.verdicts.append(self._try(session, mutant.source, hot=hot))
        return True

    def pytest_runtestloop(self) -> bool:
        return True

    def _is_green(self, session: pytest.Session, source: str) -> bool:
        """Whether both ways pass with the unchanged file; their times limit those of the mutants."""
        before = _seconds_of_forks()
        green = bool(session.items) and all(self._try(session, source, hot=hot) == "survived" for hot in (True, False))
        self.seconds = 2 * (_seconds_of_forks() - before) + SPARE_SECONDS
        return green

    def _is_hot(self, source: str, mutated: str, at_import: set[str]) -> bool:
        """Whether only functions change, and none that was called during collection."""
        changed = changed_functions(compiled(source, self.path), compiled(mutated, self.path))
        return changed is not None and changed <= live_functions(self.name).keys() - at_import

    def _try(self, session: pytest.Session, source: str, *, hot: bool) -> Verdict:
        def prepare() -> list[pytest.Item]:
            if hot:
                exchange(self.name, compiled(source, self.path))
            else:
                reimport(self.name, compiled(source, self.path), forget=self.dependents)
                session.perform_collect()
            return sorted(session.items, key=lambda item: (item.name != self.killer, hasattr(item.obj, "hypothesis")))

        killer = _first_failure(prepare, seconds=self.seconds)
        self.killer = killer or self.killer
        return "survived" if killer is None else "killed"


def _first_failure(prepare: Callable[[], list[pytest.Item]], *, seconds: float) -> str | None:
    """Return the first test that fails in a fork, or a word for an error or a time-out; None if all pass."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds)))
        os.write(writer, _failure(prepare).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return None if said == "-" else said or "no answer"


def _failure(prepare: Callable[[], list[pytest.Item]]) -> str:
    """Return the name of the first failing test, "-" if none fails."""
    name = "import"
    try:
        items = prepare()
        for item, following in zip(items, [*items[1:], None], strict=True):
            name = item.name
            for step in ("setup", "call"):
                getattr(item.config.hook, f"pytest_runtest_{step}")(item=item)
            item.config.hook.pytest_runtest_teardown(item=item, nextitem=following)
    except BaseException:  # noqa: BLE001 - any exception fails the test
        return name
    return "-" if items else "none"


def _seconds_of_forks() -> float:
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


@contextmanager
def _called(path: Path) -> Iterator[set[str]]:
    """Collect the functions of a file that are called in the block."""
    called: set[str] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename == str(path):
            called.add(frame.f_code.co_qualname.partition(".<locals>")[0])

    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)

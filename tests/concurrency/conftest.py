"""Separate folders, and the counts of longer tests, printed at the end."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

Tell = Callable[[str, int, str], None]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tell(record_property: Any) -> Tell:
    """Store a number and a line under a heading, to be printed at the end of the run."""
    return lambda heading, number, line: record_property("told", (heading, number, line))


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: Any) -> None:
    told: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == "told" and report.when == "call":
                heading, number, line = value
                told[heading].append((number, line))
    for heading, lines in told.items():
        terminalreporter.section(heading)
        for number, line in lines:
            terminalreporter.line(f"{number:>6}  {line}")
        terminalreporter.line(f"{sum(number for number, _ in lines):>6}  in all")

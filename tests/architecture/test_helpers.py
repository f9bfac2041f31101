"""Helpers of tests are in helper modules: nothing imports a module of tests."""

import ast
from collections.abc import Iterator

import pytest

from config.env import PROJECT

FOLDERS = ("tests", "bench", "faults", "scripts")
FILES = sorted(file for folder in FOLDERS for file in (PROJECT / folder).rglob("*.py"))


def imported(source: str) -> Iterator[str]:
    """Return every name that a module imports, with its source; a relative import has its dots."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def is_of_tests(name: str) -> bool:
    """Whether a name is, or is in, a module that pytest collects or a conftest."""
    parts = name.split(".")
    return parts[0] in ("", "tests") and any(part == "conftest" or part.startswith("test_") for part in parts)


def test_nothing_imports_a_module_of_tests() -> None:
    found = {str(file.relative_to(PROJECT)): list(imported(file.read_text("utf-8"))) for file in FILES}
    assert [(file, name) for file, names in found.items() for name in names if is_of_tests(name)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from tests.unit.core.values.test_money import CASES", True),
        ("import tests.unit.core.values.test_money", True),
        ("from tests.unit.core import test_money", True),
        ("from .test_money import CASES", True),
        ("from . import test_money", True),
        ("from tests.browser.conftest import PHONE", True),
        ("from tests.factories.rounds import coupon", False),
        ("from django.test import Client", False),
    ],
)
def test_such_an_import_is_noticed(source: str, found: bool) -> None:
    assert any(is_of_tests(name) for name in imported(source)) is found

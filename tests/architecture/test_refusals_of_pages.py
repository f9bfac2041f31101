"""A page that calls a service by itself, not through FormPage, catches what the service refuses."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICES = re.compile(r"\w+\.services\b")
ROOT = Path(__file__).parents[2]
PAGES = sorted(ROOT.glob("*/portal/*.py"))
REFUSE_NOTHING = {"request_sign_up", "choose_default_party", "change_own_addresses"}
"""Services that raise no error, so that their answer is the same for everybody."""


def services(tree: ast.Module) -> set[str]:
    """Return the names that a module imports from services."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in imports if SERVICES.match(node.module or "") for alias in node.names}


def uncaught(node: ast.AST, names: set[str], *, caught: bool = False) -> Iterator[str]:
    """Yield the services that are called outside of a `try` for DomainError."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and not caught:
        yield node.func.id
    tries = isinstance(node, ast.Try) and any("DomainError" in ast.unparse(each.type or node) for each in node.handlers)
    for child in ast.iter_child_nodes(node):
        yield from uncaught(child, names, caught=caught or tries)


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_services_that_a_page_calls_itself_are_caught(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    methods = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in {"get", "post"}]
    found = [name for method in methods for name in uncaught(method, services(tree) - REFUSE_NOTHING)]
    assert found == []

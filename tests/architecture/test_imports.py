"""Import rules that the contracts of pyproject.toml cannot express."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config.env import PROJECT

LINTER = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]
PURE_FILES = sorted(file for file in PROJECT.glob("core/values/*.py") if file.name != "__init__.py")
ABOVE = {"calculator": ["calculator", "redemptions", "vouchers"], "redemptions": ["redemptions", "vouchers"]}
"""Apps whose rules may import rules of lower apps."""
APPS = sorted({file.parent.parent.name for file in PROJECT.glob("*/rules/*.py")} | {"core"})
PURE_ROOMS = {app: ["core.values", *(f"{name}.rules" for name in ABOVE.get(app, [app]))] for app in APPS}
PURE_LIBRARIES = {"pydantic", "pydantic_core", "stdnum"}
"""Pure libraries: no file, no network, no clock, no framework (decision 17)."""
RULES = sorted(PROJECT.glob("*/rules/*.py"))


def test_import_contracts_hold() -> None:
    command = [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_app_is_under_contract() -> None:
    packages = {path.parent.name for path in PROJECT.glob("*/__init__.py")} - {"tests", "bench", "faults"}
    assert packages == set(LINTER["root_packages"])


def imported(*, file: Path) -> set[str]:
    """Return the absolute names a file imports; `from a.b import c` counts as a.b."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def is_pure(*, name: str, app: str) -> bool:
    of_rules = name in PURE_ROOMS[app] or any(name.startswith(f"{room}.") for room in PURE_ROOMS[app])
    return of_rules or name.split(".", maxsplit=1)[0] in sys.stdlib_module_names | PURE_LIBRARIES


@pytest.mark.parametrize("file", RULES, ids=lambda file: str(file.relative_to(PROJECT)))
def test_rules_import_only_the_standard_library_and_pure_files(file: Path) -> None:
    app = file.parent.parent.name
    assert {name for name in imported(file=file) if not is_pure(name=name, app=app)} == set()


@pytest.mark.parametrize("file", PURE_FILES, ids=lambda file: file.stem)
def test_values_import_only_the_standard_library_and_each_other(file: Path) -> None:
    assert {found for found in imported(file=file) if not is_pure(name=found, app="core")} == set()


def test_impure_import_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "rule.py"
    file.write_text("import datetime\nfrom django.utils import timezone\nfrom core.values.money import yuan\n")
    assert {name for name in imported(file=file) if not is_pure(name=name, app="core")} == {"django.utils"}


def test_sheets_of_a_file_are_read_in_the_child_process_alone() -> None:
    """Rules over an uploaded table run where it is read, within limits (core.files.table_import.apply_to_sheets)."""
    files = [file for app in APPS if app != "core" for file in (PROJECT / app).rglob("*.py")]
    names = {str(file.relative_to(PROJECT)): imported(file=file) for file in files if "rules" not in file.parts}
    assert {name for name, found in names.items() if "core.values.tables" in found} == set()
    assert len(names) > 300

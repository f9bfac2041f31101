"""The import contracts of pyproject.toml are complete: each pattern matches, each module is in one layer."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from config.env import PROJECT

LINTER = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
ROOTS: list[str] = LINTER["root_packages"]
CONTRACTS: dict[str, dict[str, Any]] = {contract["id"]: contract for contract in LINTER["contracts"]}
LAYERED = {name: contract for name, contract in CONTRACTS.items() if contract["type"] == "layers"}
FILES = {
    ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__"): path
    for root in ROOTS
    for path in sorted((PROJECT / root).rglob("*.py"))
}
"""Module → its file, of all root packages."""
LISTS = ("source_modules", "forbidden_modules", "protected_modules", "allowed_importers", "modules", "containers")
SHAPES = {"serializers", "forms", "urls", "filters"}
"""Modules beside the views of an app that may import its models."""


def matches(pattern: str, module: str) -> bool:
    """Whether a pattern of import-linter matches a module: * is one part of a name, ** one or more."""
    parts = {"*": r"[^.]+", "**": r"[^.]+(\.[^.]+)*"}
    return bool(re.fullmatch(r"\.".join(parts.get(part, re.escape(part)) for part in pattern.split(".")), module))


def layers_of(contract: dict[str, Any]) -> list[list[str]]:
    """Return the layers of a contract, each with its siblings."""
    return [[name.strip().strip("()") for name in re.split(r"[|:]", layer)] for layer in contract["layers"]]


def patterns(contract: dict[str, Any]) -> Iterator[list[str]]:
    """Yield every pattern of a contract, with the modules that it may match in each container."""
    yield from ([pattern] for key in LISTS for pattern in contract.get(key, []))
    yield from ([part.strip()] for line in contract.get("ignore_imports", []) for part in line.split("->"))
    inside = [f"{container}." for container in contract.get("containers", [])] or [""]
    names = [name for layer in layers_of(contract) for name in layer] if "layers" in contract else []
    for name in [*names, *contract.get("exhaustive_ignores", [])]:
        yield [f"{container}{name}" for container in inside]


def is_there(pattern: str) -> bool:
    """Whether a pattern matches a module of the project or names an installed package."""
    if pattern.partition(".")[0] in {*ROOTS, "*", "**"}:
        return any(matches(pattern, module) for module in FILES)
    return find_spec(pattern) is not None


def containers() -> Iterator[tuple[str, list[str]]]:
    """Return each package with layers and the names that they list; "" for the roots."""
    for contract in LAYERED.values():
        names = [name for layer in layers_of(contract) for name in layer]
        for container in contract.get("containers", [""]):
            yield container, [*names, *contract.get("exhaustive_ignores", [])]


def children(container: str) -> set[str]:
    """Return the names of a package's direct modules; of the packages for ""."""
    depth = container.count(".") + 2 if container else 1
    inside = [module for module in FILES if module.startswith(f"{container}.") or not container]
    return {module.split(".")[depth - 1] for module in inside if module.count(".") >= depth - 1}


def is_edge(module: str) -> bool:
    """Whether a module is a view or a task: any module of api, portal or tasks, except serializers, filters and forms."""
    _, *parts = module.split(".")
    shape = any(part.rpartition("_")[2] in SHAPES for part in parts[1:])
    return "tasks" in parts or (parts[0:1] in (["api"], ["portal"]) and len(parts) > 1 and not shape)


def imported(source: str) -> set[str]:
    """Return the absolute names that a module imports, with the names imported from them."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def models_of(source: str) -> set[str]:
    """Return the models that a module imports."""
    return {name for name in imported(source) if any(name.startswith(f"{root}.models") for root in ROOTS)}


EDGES = sorted(module for module in FILES if is_edge(module))
NO_MODELS = [
    contract
    for contract in CONTRACTS.values()
    if contract["type"] == "forbidden"
    and any(matches(each, "core.models") for each in contract["forbidden_modules"])
    and not any(matches(each, "core.services") for each in contract["forbidden_modules"])
]
"""The contracts that forbid models, and only models."""
TOP = next(layers_of(contract)[0] for contract in LAYERED.values() if "containers" not in contract)
"""The packages of the top layer: they compose the others and nothing imports them, so they have no layers."""
TO_BE_LAYERED = ["", *(root for root in ROOTS if root not in TOP)]


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_pattern_of_a_contract_matches_a_module(name: str) -> None:
    assert [found for found in patterns(CONTRACTS[name]) if not any(map(is_there, found))] == []


@pytest.mark.parametrize("container", TO_BE_LAYERED)
def test_every_module_is_in_exactly_one_layer(container: str) -> None:
    lists = [names for found, names in containers() if found == container]
    counts = {child: sum(names.count(child) for names in lists) for child in children(container)}
    assert {child: count for child, count in sorted(counts.items()) if count != 1} == {}


def test_the_contract_of_views_and_tasks_names_each_of_them() -> None:
    sources = [pattern for contract in NO_MODELS for pattern in contract["source_modules"]]
    assert [module for module in EDGES if not any(matches(pattern, module) for pattern in sources)] == []


def test_views_and_tasks_import_no_models() -> None:
    found = {module: models_of(FILES[module].read_text("utf-8")) for module in EDGES}
    assert {module: sorted(names) for module, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("pattern", "module", "found"),
    [
        ("*.models", "vouchers.models", True),
        ("*.models", "vouchers.models.coupons", False),
        ("*.api.**", "vouchers.api.coupons", True),
        ("*.api.**", "vouchers.api.v1.coupons", True),
        ("*.api.**", "vouchers.api", False),
        ("core.values.money", "core.values.money", True),
        ("core.values.money", "core.money2", False),
    ],
)
def test_patterns_are_read_as_the_linter_reads_them(pattern: str, module: str, found: bool) -> None:
    assert matches(pattern, module) is found


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("vouchers.api.coupons", True),
        ("vouchers.portal.claims.pages", True),
        ("core.jobs.tasks", True),
        ("core.jobs.tasks.jobs", True),
        ("vouchers.api", False),
        ("vouchers.api.contract_serializers", False),
        ("vouchers.portal.forms.coupons", False),
        ("vouchers.services.coupons", False),
    ],
)
def test_views_and_tasks_are_told_from_what_shapes_them(module: str, found: bool) -> None:
    assert is_edge(module) is found


def test_an_import_of_a_model_is_noticed() -> None:
    source = "import core.models\nfrom vouchers.models import Coupon\nfrom vouchers.selectors import models_of\n"
    assert models_of(source) == {"core.models", "vouchers.models", "vouchers.models.Coupon"}

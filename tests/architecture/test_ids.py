"""An absent id is None, never 0."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
OUTSIDE = {"tests", "bench", "faults", "scripts", "static", ".venv", ".local", ".git"}


def test_an_absent_id_is_none_and_never_zero() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(ROOT.rglob("*.py"))
        if not OUTSIDE & set(path.relative_to(ROOT).parts)
        for line in ids_or_zero(path.read_text())
    ]

    assert not found


def test_the_check_finds_every_way_to_write_it() -> None:
    ways = [
        "actor.party_id or 0",
        "party_id or 0",
        "row.pk or 0",
        "coupon_id_of(number) or 0",
        'getattr(user, "pk", None) or 0',
        "a or row.contract_id or 0",
        "0 if row.pk is None else row.pk",
    ]

    assert [way for way in ways if list(ids_or_zero(way)) != [1]] == []
    assert list(ids_or_zero("profile.staff or 0\nparty_id or None\nrow.paid or 0")) == []


def ids_or_zero(source: str) -> list[int]:
    """Return the lines where 0 replaces an absent id."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if _is_zero_for_id(node)]


def _is_zero_for_id(node: ast.AST) -> bool:
    match node:
        case ast.BoolOp(op=ast.Or(), values=[*given, ast.Constant(value=0)]):
            return any(_is_id(each) for each in given)
        case ast.IfExp(body=ast.Constant(value=0), orelse=given) | ast.IfExp(body=given, orelse=ast.Constant(value=0)):
            return _is_id(given)
    return False


def _is_id(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in ("id", "pk") or name.endswith(("_id", "_pk"))
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
            return name in ("id", "pk") or name.endswith("_id")
        case ast.Call(func=function):
            return isinstance(function, ast.Attribute | ast.Name) and _name(function).endswith(("_id", "_id_of"))
    return False


def _name(function: ast.Attribute | ast.Name) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id

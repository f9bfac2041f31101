"""States are members of enumerations; coupons change state, and movements are written, in one module each.

mypy checks what is assigned to a state, passed as one and given to `filter`; it does not see a comparison with a word, because a
member equals its word. These tests find what mypy cannot see.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from config.env import PROJECT
from core.values.schedules import RunState
from tests.machines import MACHINES

APPS = tuple(tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"])
CODE = sorted(
    file
    for folder in (*APPS, "bench", "faults", "scripts")
    for file in (PROJECT / folder).rglob("*.py")
    if "migrations" not in file.parts
)
OUTSIDERS = ("scripts/journey/", "faults/")
"""Clients of the site over HTTP and SQL, which import nothing of it."""
ENUMERATIONS: list[type[StrEnum]] = [*(type(machine.states[0]) for machine in MACHINES), RunState]
WORDS = {state.value for states in ENUMERATIONS for state in states}

OF_A_STATE = re.compile(r"(^|_)(state|states|phase)$")
GIVEN_AS_A_STATE = re.compile(r"^(target|source|in_state)$|(^|_)states?(__in)?$")
NO_STATES = ("DomainError", "Posting")
"""Keywords that are not states: parameters of errors, buckets of a posting."""

MOVES_COUPONS = "vouchers/services/coupon_transitions.py"
MAKES_COUPONS = ("vouchers/services/books.py",)
WRITES_BOOKS = "vouchers/services/books.py"
CHANGE_THEIR_OWN = {"core/jobs/runner.py"}
"""It assigns the state of a job run, which has no state machine."""


def name_of(node: ast.AST) -> str:
    """Return the last name of an expression: `state` of `row.state`, of `row["state"]` and of `state`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Call(func=function):
            return name_of(function)
    return ""


def words_in(node: ast.AST | None) -> Iterator[ast.Constant]:
    """Return the bare state words in an expression, except in the calls of NO_STATES."""
    if node is None or (isinstance(node, ast.Call) and name_of(node.func) in NO_STATES):
        return
    if isinstance(node, ast.Constant) and node.value in WORDS:
        yield node
    for child in ast.iter_child_nodes(node):
        yield from words_in(child)


def is_state(node: ast.AST) -> bool:
    return OF_A_STATE.search(name_of(node)) is not None


def suspects(node: ast.AST) -> list[ast.AST | None]:
    """Return the expressions of a node in which a bare word would be a state."""
    match node:
        case ast.Compare(left=left, comparators=others) if any(map(is_state, (left, *others))):
            return [left, *others]
        case ast.Call(func=function, keywords=keywords) if name_of(function) not in NO_STATES:
            of_a_mapping = isinstance(function, ast.Attribute) and any(map(is_state, node.args))
            keys = function.value.keys if of_a_mapping and isinstance(function.value, ast.Dict) else []
            return [*(each.value for each in keywords if GIVEN_AS_A_STATE.search(each.arg or "")), *keys]
        case ast.Subscript(value=ast.Dict(keys=keys), slice=index) if is_state(index):
            return list(keys)
        case ast.Dict(keys=keys, values=values):
            return [value for key, value in zip(keys, values, strict=True) if key and is_state_key(key)]
        case ast.Match(subject=subject, cases=cases) if is_state(subject):
            return [case.pattern for case in cases]
        case ast.Assign(targets=targets, value=value) if any(map(is_state, targets)):
            return [value]
        case ast.AnnAssign(target=target, value=value) if is_state(target):
            return [value]
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) if is_set_of_states(parts):
            return list(parts)
    return []


def is_state_key(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and OF_A_STATE.search(str(node.value)) is not None


def is_set_of_states(parts: list[ast.expr]) -> bool:
    """Whether bare words, two or more, are all states of one machine."""
    words = {part.value for part in parts if isinstance(part, ast.Constant)}
    return len(parts) == len(words) > 1 and any(words <= set(states) for states in ENUMERATIONS)


def bare_states(source: str) -> list[tuple[int, str]]:
    """Return line and word of every state written as a bare word."""
    found = (word for node in ast.walk(ast.parse(source)) for part in suspects(node) for word in words_in(part))
    return sorted({(word.lineno, str(word.value)) for word in found})


BARE = [
    'if row.state == "claimed": pass',
    'if "claimed" != coupon.state: pass',
    'if row["state"] in ("claimed", "lapsed"): pass',
    'if contract.phase == "draft": pass',
    'rows.filter(state="claimed")',
    'rows.exclude(contract__state__in=["draft", other])',
    'Q(from_state="claimed")',
    'move(rows, target="lapsed")',
    'lock(states=["publicised"])',
    '{"state": "claimed"}',
    'match row.state:\n    case "claimed" | "lapsed": pass',
    'row.state = "claimed"',
    'state: str = "claimed" if late else other',
    '{"draft": 1}[row.state]',
    '{"draft": 1}.get(row.state)',
    'LIVE = ("claimed", "registered")',
]
FINE = [
    "if row.state == CouponState.CLAIMED: pass",
    "rows.filter(state=CouponState.CLAIMED)",
    'raise DomainError("illegal_state", state="revoked")',
    'Posting(source="approved", target="paid")',
    'if bucket == "paid": pass',
    'INSIDE = ("free", "held", "approved", "paid")',
    'if state == "live": pass',
]


@pytest.mark.parametrize("source", BARE)
def test_a_bare_word_is_found(source):
    assert bare_states(source)


@pytest.mark.parametrize("source", FINE)
def test_what_is_no_bare_word_is_not_found(source):
    assert bare_states(source) == []


def relative(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


def test_no_state_is_a_bare_word():
    files = [file for file in CODE if not relative(file).startswith(OUTSIDERS)]
    assert len(files) > 300
    found = {relative(file): bare_states(file.read_text("utf-8")) for file in files}
    assert {file: places for file, places in found.items() if places} == {}


def test_every_state_column_is_read_as_its_enumeration():
    from django.apps import apps

    from core.models.states import StateField

    columns = {
        field.model._meta.label: field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name == "state" and model._meta.app_label in APPS
    }
    assert len(columns) == len(ENUMERATIONS)
    assert [label for label, field in columns.items() if not isinstance(field, StateField)] == []
    assert {field.states for field in columns.values()} == set(ENUMERATIONS)


SQL_STATE = re.compile(r"\bstate\s*(?:=|<>|!=|(?:NOT )?IN)\s*(\([^)]*\)|'\w+')")


def test_every_state_in_a_text_of_sql_is_one():
    """SQL binds no enumeration where it is a text of constants: its words are looked up here."""
    words = {
        (relative(file), word)
        for file in [*CODE, *(PROJECT / "bench").glob("*.sql")]
        for clause in SQL_STATE.findall(file.read_text("utf-8"))
        for word in re.findall(r"'(\w+)'", clause)
    }
    assert ("proofs/selectors/money.py", "in_redemption") in words
    assert {each for each in words if each[1] not in WORDS} == set()


def test_every_state_in_a_template_is_one():
    texts = [file.read_text("utf-8") for file in sorted((PROJECT / "templates").rglob("*.html"))]
    words = {word for text in texts for word in re.findall(r"\bstate (?:==|!=) ['\"](\w+)['\"]", text)}
    assert {"draft", "claimed"} <= words
    assert words - WORDS == set()


def writes(file: Path, *texts: str) -> bool:
    source = re.sub(r"\s+", " ", file.read_text("utf-8"))
    return any(re.search(text, source, re.IGNORECASE) for text in texts)


def product() -> list[Path]:
    return [file for file in CODE if file.relative_to(PROJECT).parts[0] in APPS]


def test_only_one_module_changes_the_state_of_coupons():
    """Querysets, `bulk_update`, `save` and raw SQL; a row of another model goes through core/events/transitions.py."""
    changes = [
        r"\bUPDATE (ONLY )?\"?vouchers_coupon\b",
        r"\bCoupon\.objects(?!.{0,200}\bdef )[^=]*?\.(bulk_update|update)\([^)]*\bstate\b",
        r"Coupon\.objects\.bulk_update\((?!.{0,200}\bdef )",
        r"machine=COUPON\b",
    ]
    found = [relative(file) for file in product() if writes(file, *changes)]
    assert found == [MOVES_COUPONS]


def assigned_states(file: Path) -> list[int]:
    """Return the lines that assign a state or list it among saved columns."""
    lines = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Assign(targets=targets):
                parts = [part for target in targets for part in getattr(target, "elts", [target])]
                lines += [node.lineno for part in parts if isinstance(part, ast.Attribute) and part.attr == "state"]
            case ast.keyword(arg="update_fields", value=ast.List(elts=parts)):
                lines += [part.lineno for part in parts if isinstance(part, ast.Constant) and part.value == "state"]
            case ast.Call(func=ast.Attribute(attr="update"), keywords=keywords):
                lines += [each.value.lineno for each in keywords if each.arg == "state"]
    return lines


def test_no_other_module_assigns_a_state():
    assert {relative(file) for file in product() if assigned_states(file)} == CHANGE_THEIR_OWN


def test_a_coupon_is_made_by_a_claim_alone():
    makes = [r"\bCoupon\(", r"\bCoupon\.objects\.(create|bulk_create)\(", r"\bINSERT INTO \"?vouchers_coupon\b"]
    found = {relative(file) for file in product() if writes(file, *makes)} - {"vouchers/models/coupons.py"}
    assert found
    assert found <= set(MAKES_COUPONS)


def test_only_the_books_write_movements_and_counters():
    changes = [
        r"\bMovement\(",
        r"\bMovement\.objects\.(create|bulk_create)\(",
        r"\bINSERT INTO \"?vouchers_(movement|annualuse)\b",
        r"\bUPDATE (ONLY )?\"?vouchers_(round|annualuse)\b",
        r"\bAnnualUse\.objects\.(create|bulk_create|update_or_create|get_or_create)\(",
        r"\b(Round|AnnualUse)\.objects\.[^=]*\.update\(",
        r"update_fields=\[[^\]]*\"(free|held|approved|paid|forfeited|recovered|used)\"",
    ]
    found = {relative(file) for file in product() if writes(file, *changes)}
    assert found - {"vouchers/models/books.py"} == {WRITES_BOOKS}


def test_only_the_one_place_in_core_writes_events_and_their_outbox():
    changes = [
        r"\bINSERT INTO \"?core_(event|outboxitem)\b",
        r"\b(Event|OutboxItem)\.objects\.(create|bulk_create)\(",
        r"\b(Event|OutboxItem)\(",
    ]
    found = {relative(file) for file in product() if writes(file, *changes)} - {"core/models/events.py"}
    assert found == {"core/events/recording.py"}

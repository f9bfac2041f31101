import copy
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.periods import Period
from tests.facts import POLICY
from tests.strategies import json_values
from vouchers.policy_files import list_policy_files, load_policy_file
from vouchers.rules.policies import DeadlineRule, parse_policy, to_dict

PLAIN = to_dict(POLICY)
MISSING = object()


def _paths(data: dict, path: str = "") -> list[str]:
    found = []
    for name, value in data.items():
        found.append(f"{path}{name}")
        if isinstance(value, dict):
            found += _paths(value, f"{path}{name}.")
    return found


def _changed(path: str, value: object) -> dict:
    data = copy.deepcopy(PLAIN)
    *folders, name = path.split(".")
    inner = data
    for folder in folders:
        inner = inner[folder]
    if value is MISSING:
        del inner[name]
    else:
        inner[name] = value
    return data


def _refused_path(data: object) -> str | None:
    with pytest.raises(DomainError) as caught:
        parse_policy(data)
    assert caught.value.code == "policy_invalid"
    return caught.value.field


def test_the_parameters_of_2023_are_those_of_the_measures():
    assert POLICY.coupon_cap == Decimal("50000.00")
    assert POLICY.contract_share == Decimal("0.5")
    assert (POLICY.yearly_limit.tiers[0].limit, POLICY.yearly_limit.team) == (
        Decimal("500000.00"),
        Decimal("200000.00"),
    )
    assert POLICY.deadlines["register_by"].period == Period(count=15, unit="days", rolls=True)
    assert POLICY.deadlines["valid_until"].period == Period(count=3, unit="months", rolls=True)
    assert POLICY.payment_months == tuple(range(1, 10))
    assert (POLICY.in_force_from, POLICY.unverified) == (date(2023, 10, 1), False)


def test_the_compute_coupon_is_other_data_and_marked_unverified():
    policy = load_policy_file("beijing-compute-2026")
    assert policy.unverified
    assert policy.contract_share == Decimal("0.25")
    assert policy.deadlines["valid_until"].start == "claim"


@pytest.mark.parametrize("code", list_policy_files())
def test_a_policy_survives_being_stored_as_json(code):
    policy = load_policy_file(code)
    assert parse_policy(json.loads(json.dumps(to_dict(policy)))) == policy
    assert policy.code == code


def test_an_unknown_file_is_not_looked_for():
    with pytest.raises(LookupError):
        load_policy_file("../../etc/passwd")


@pytest.mark.parametrize("path", [path for path in _paths(PLAIN) if not path.startswith("subsidy.caps.I")])
def test_every_parameter_is_needed_and_its_path_named(path):
    assert _refused_path(_changed(path, MISSING)) == path


@pytest.mark.parametrize("path", _paths(PLAIN))
@pytest.mark.parametrize("value", [None, 1.5, "x" * 3, -1, float("nan")], ids=repr)
def test_a_wrong_parameter_is_named_or_was_a_text(path, value):
    if isinstance(value, str) and path in {"code", "title", "document"}:
        return
    assert str(_refused_path(_changed(path, value))).startswith(path)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("unheard_of", 1),
        ("deadlines.unheard_of", {}),
        ("deadlines.register_by.unheard_of", 1),
        ("coupon_cap", "0.00"),
        ("coupon_cap", "50000.001"),
        ("contract_share", "0"),
        ("contract_share", "1.000001"),
        ("payment_months", [0]),
        ("payment_months", [1, 1]),
        ("payment_months", []),
        ("deadlines.register_by.count", 0),
        ("deadlines.register_by.unit", "weeks"),
        ("deadlines.valid_until.start", "contract_end"),
        ("in_force_from", "2023-02-30"),
        ("code", " "),
        ("title", "甲\x00乙"),
        ("document", "两\n行"),
        ("experts", 0),
        ("evidence", ["contract", "contract"]),
        ("subsidy.caps.I.pass", "-1.00"),
    ],
)
def test_a_parameter_out_of_its_range_is_named(path, value):
    assert str(_refused_path(_changed(path, value))).startswith(path)


@pytest.mark.parametrize(("path", "most"), [("code", 60), ("title", 200), ("document", 300)])
def test_a_text_is_as_long_as_its_column_can_hold(path, most):
    assert getattr(parse_policy(_changed(path, "x" * (most - 1))), path) == "x" * (most - 1)
    assert getattr(parse_policy(_changed(path, "x" * most)), path) == "x" * most
    assert _refused_path(_changed(path, "x" * (most + 1))) == path


def test_evidence_of_an_unknown_kind_is_named_by_its_place():
    assert _refused_path(_changed("evidence", ["contract", "hearsay"])) == "evidence.1"


def test_a_policy_is_an_object():
    assert _refused_path([PLAIN]) is None


def test_a_deadline_may_be_a_fixed_day():
    policy = parse_policy(_changed("deadlines.redeem_by", {"fixed": "2026-11-30", "rolls": False}))
    rule = DeadlineRule(start=None, period=None, fixed=date(2026, 11, 30), rolls=False)
    assert policy.deadlines["redeem_by"] == rule
    assert parse_policy(to_dict(policy)) == policy


@given(st.sampled_from(_paths(PLAIN)), json_values)
def test_whatever_stands_there_is_read_or_refused_by_its_path(path, value):
    try:
        policy = parse_policy(_changed(path, value))
    except DomainError as error:
        assert str(error.field).startswith(path)
    else:
        assert parse_policy(to_dict(policy)) == policy

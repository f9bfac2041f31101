import copy
import json
import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.env import PROJECT
from core.values.deadlines import Period
from core.values.errors import DomainError
from tests.facts import POLICY
from tests.strategies import json_values
from vouchers.policy_files import list_policy_files, load_policy_file
from vouchers.rules.policies import EVIDENCE_KINDS, DeadlineRule, parse_policy, to_dict

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


@pytest.mark.parametrize("code", list_policy_files())
def test_what_is_stored_is_what_the_file_says(code):
    file = PROJECT / "vouchers" / "policies" / f"{code}.toml"
    assert to_dict(load_policy_file(code)) == tomllib.loads(file.read_text("utf-8"))


def test_an_unknown_file_is_not_looked_for():
    with pytest.raises(LookupError):
        load_policy_file("../../etc/passwd")


@pytest.mark.parametrize("path", [path for path in _paths(PLAIN) if not path.startswith("subsidy.caps.I")])
def test_every_parameter_is_needed_and_its_path_named(path):
    assert _refused_path(_changed(path, MISSING)) == path


@pytest.mark.parametrize("path", _paths(PLAIN))
def test_a_wrong_parameter_is_named_or_was_a_text(path):
    text = [] if path in {"code", "title", "document"} else ["xxx"]
    for value in [None, 1.5, -1, float("nan"), *text]:
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


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *(("related_party", word) for word in ("ignore", "warn", "refuse")),
        *(("payee", word) for word in ("unit", "applicant")),
        *(("invoice_total", word) for word in ("none", "payable", "actual_amount")),
        *(("deadlines.appeal.unit", word) for word in ("days", "months", "working_days")),
        *(("deadlines.valid_until.start", word) for word in ("registration", "claim")),
        *((f"subsidy.caps.{unit_class}.{grade}", "1.00") for unit_class in ("I", "II") for grade in ("pass", "fail")),
        *((f"give_back.{cause}", False) for cause in PLAIN["give_back"]),
        *((f"deadlines.{name}.rolls", False) for name in PLAIN["deadlines"]),
        *((path, True) for path in ("unverified", "statutory_testing", "municipal_funding")),
        *(("evidence", [kind]) for kind in PLAIN["evidence"]),
        ("yearly_limit.tiers", []),
        ("enterprise.max_age_years", 0),
        ("enterprise.max_staff", 0),
        ("payment_months", [12]),
        ("experts", 1),
        ("subsidy.caps.I", {}),
        ("subsidy.third_party_testers", True),
    ],
)
def test_what_a_parameter_may_be(path, value):
    data = _changed(path, value)
    assert to_dict(parse_policy(data)) == data


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("coupon_cap", "0.00", "field_money"),
        ("coupon_cap", MISSING, "field_missing"),
        ("team.student_share", "1.1", "field_share"),
        ("yearly_limit.tiers", [{}], "field_missing"),
        ("subsidy.caps.III", {}, "field_unknown"),
        ("subsidy.caps.II.superb", "1.00", "field_unknown"),
        ("yearly_limit.unheard_of", 1, "field_unknown"),
        ("enterprise.unheard_of", 1, "field_unknown"),
        ("team.unheard_of", 1, "field_unknown"),
        ("give_back.unheard_of", True, "field_unknown"),
        ("subsidy.unheard_of", 1, "field_unknown"),
    ],
)
def test_a_refusal_says_where_and_why(path, value, reason):
    with pytest.raises(DomainError) as caught:
        parse_policy(_changed(path, value))
    where = f"{path}.0.limit" if path.endswith("tiers") else path
    assert (caught.value.kind, caught.value.field) == ("invalid", where)
    assert caught.value.params == {"path": where, "reason": reason}


def test_what_is_no_object_has_no_path():
    with pytest.raises(DomainError) as caught:
        parse_policy("x")
    assert (caught.value.field, caught.value.params) == (None, {"path": "", "reason": "whole_object"})


def test_a_tier_has_no_other_fields():
    tier = {**PLAIN["yearly_limit"]["tiers"][0], "unheard_of": 1}
    assert _refused_path(_changed("yearly_limit.tiers", [tier])) == "yearly_limit.tiers.0.unheard_of"


@pytest.mark.parametrize(("path", "most"), [("code", 60), ("title", 200), ("document", 300)])
def test_a_text_is_as_long_as_its_column_can_hold(path, most):
    assert getattr(parse_policy(_changed(path, "x" * (most - 1))), path) == "x" * (most - 1)
    assert getattr(parse_policy(_changed(path, "x" * most)), path) == "x" * most
    assert _refused_path(_changed(path, "x" * (most + 1))) == path


def test_evidence_of_an_unknown_kind_is_named_by_its_place():
    assert _refused_path(_changed("evidence", ["contract", "hearsay"])) == "evidence.1"


def test_a_policy_is_an_object():
    assert _refused_path([PLAIN]) is None


def test_every_wrong_parameter_is_named_at_once():
    data = _changed("coupon_cap", 50000) | {"title": "", "unheard_of": 1}
    data["deadlines"]["appeal"] = {"start": "claim", "count": True, "unit": "days"}
    with pytest.raises(DomainError) as caught:
        parse_policy(data)
    summary, *errors = caught.value.refusals
    assert (caught.value.kind, summary.code, dict(summary.params)) == (
        "invalid",
        "policy_invalid",
        {"path": "title", "reason": "field_line"},
    )
    assert [(each.field, each.code) for each in errors] == [
        ("title", "field_line"),
        ("coupon_cap", "field_amount"),
        ("deadlines.appeal.start", "field_choice"),
        ("deadlines.appeal.count", "field_whole"),
        ("deadlines.appeal.rolls", "field_missing"),
        ("unheard_of", "field_unknown"),
    ]


def test_a_start_event_says_what_there_is():
    with pytest.raises(DomainError) as caught:
        parse_policy(_changed("deadlines.valid_until.start", "publication"))
    assert caught.value.refusals[1].params == {"among": "registration, claim", "field": "deadlines.valid_until.start"}


def test_every_kind_of_evidence_may_be_asked_for():
    assert list(EVIDENCE_KINDS) == ["contract", "invoice", "payment_proof", "result", "service_record", "acceptance"]
    assert parse_policy(_changed("evidence", list(EVIDENCE_KINDS))).evidence == EVIDENCE_KINDS


def test_a_fixed_deadline_has_no_event_and_no_count():
    assert _refused_path(_changed("deadlines.appeal", {"fixed": "2026-11-30", "rolls": True, "count": 1})) == (
        "deadlines.appeal.count"
    )


def test_a_period_rolls_where_its_deadline_does():
    policy = parse_policy(_changed("deadlines.register_by.rolls", False))
    assert policy.deadlines["register_by"].period == Period(count=15, unit="days", rolls=False)


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

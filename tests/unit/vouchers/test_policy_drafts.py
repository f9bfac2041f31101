"""Drafts of policies: each parameter changed in every way, and what parameters may not say together."""

import copy
import tomllib
from collections.abc import Iterator
from datetime import date

import pytest

from config.env import PROJECT
from core.values.errors import DomainError
from tests.facts import POLICY
from vouchers.policy_files import NAMES, list_policy_files
from vouchers.rules.policies import to_dict
from vouchers.rules.policy_drafts import TIERS, check_policy

PLAIN = to_dict(POLICY)
DROPPED = object()
TEXTS = {"title", "document"}
MAY_BE_EMPTY = {"yearly_limit.tiers"}
MAY_BE_ZERO = {"enterprise.max_age_years", "enterprise.max_staff"}


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for place, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{place}")
    else:
        yield path, value


LEAVES = dict(_leaves(PLAIN))


def changed(path: str, value: object, data: dict | None = None) -> dict:
    draft = copy.deepcopy(data or PLAIN)
    *folders, name = path.split(".")
    inner = draft
    for folder in folders:
        inner = inner[int(folder)] if folder.isdigit() else inner[folder]
    if value is DROPPED:
        del inner[name]
    else:
        inner[int(name) if isinstance(inner, list) else name] = value
    return draft


def errors(data: object, **days: date) -> list[tuple[str | None, str]]:
    try:
        check_policy(data, names=NAMES, **days)
    except DomainError as refused:
        assert refused.kind == "invalid"
        return [(each.field, each.code) for each in refused.refusals[1:]]
    return []


def _mutations() -> Iterator[tuple[str, object]]:
    for path, value in LEAVES.items():
        yield from ((path, bad) for bad in (None, 1.5, float("nan"), {}, [[]], "\u3164", -1))
        if path not in TEXTS:
            yield from ((path, bad) for bad in ("-1", f" {value} " if isinstance(value, str) else "x y"))
        if not path.startswith("subsidy.caps"):
            yield path, DROPPED
        if isinstance(value, str) and path not in TEXTS | {"code"}:
            yield from ((path, bad) for bad in ("", "0", "９９", "1e3", "1_000", "9" * 13, "NaN"))
        if isinstance(value, bool):
            yield from ((path, bad) for bad in (0, 1, "true"))
        elif isinstance(value, int):
            yield from ((path, bad) for bad in (True, str(value), float(value), 10**30))
            yield from ((path, bad) for bad in (0,) if path not in MAY_BE_ZERO)
        elif isinstance(value, list):
            yield from (
                (path, bad) for bad in ([*value, value[0]], [*value, "nobody"], [*value, None], [f"{value[0]} "])
            )
            yield from ((path, bad) for bad in ([],) if path not in MAY_BE_EMPTY)


@pytest.mark.parametrize(("path", "value"), list(_mutations()))
def test_every_parameter_changed_for_the_worse_is_named(path, value):
    found = errors(changed(path, value))
    assert found, "taken without a word"
    assert all(str(field).startswith(path) or path.startswith(str(field)) for field, _code in found)


@pytest.mark.parametrize("path", sorted({path.rpartition(".")[0] for path in LEAVES}))
def test_a_parameter_that_nobody_knows_is_named_at_every_level(path):
    assert errors(changed(f"{path}.nobody" if path else "nobody", 1)) == [
        (f"{path}.nobody" if path else "nobody", "field_unknown")
    ]


@pytest.mark.parametrize("code", list_policy_files())
def test_the_shipped_policies_say_nothing_wrong(code):
    file = PROJECT / "vouchers" / "policies" / f"{code}.toml"
    assert errors(tomllib.loads(file.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("path", "value", "field", "code"),
    [
        ("coupon_smallest", "50000.01", "coupon_smallest", "policy_smallest_above_cap"),
        ("yearly_limit.team", "49999.99", "coupon_cap", "policy_cap_above_limit"),
        ("yearly_limit.enterprise", "49999.99", "coupon_cap", "policy_cap_above_limit"),
        ("yearly_limit.tiers.0.limit", "200000.00", "yearly_limit.tiers.0.limit", "policy_tier_below_base"),
        ("yearly_limit.enterprise", "500000.00", "yearly_limit.tiers.0.limit", "policy_tier_below_base"),
        ("team.student_share", "1.0", "team.student_share", "policy_share_unreachable"),
        ("evidence", ["contract"], "evidence", "policy_invoice_needed"),
        ("in_force_from", "1999-12-31", "in_force_from", "field_year"),
        ("subsidy.caps.I.good", "1000000.01", "subsidy.caps.I.good", "policy_grade_above_better"),
        ("subsidy.caps.II.fail", "400000.01", "subsidy.caps.II.fail", "policy_grade_above_better"),
        ("experts", 16, "experts", "field_whole"),
        ("enterprise.max_staff", 1_000_001, "enterprise.max_staff", "field_whole"),
        ("enterprise.max_age_years", 201, "enterprise.max_age_years", "field_whole"),
        ("in_force_from", "0001-01-01", "in_force_from", "field_year"),
        ("in_force_from", "2100-01-01", "in_force_from", "field_year"),
        *(("code", code, "code", "field_code") for code in ("a b", "a ", "A", "a_b", "a--b", "政策", "../x")),
    ],
)
def test_what_contradicts_another_parameter_is_named(path, value, field, code):
    assert errors(changed(path, value)) == [(field, code)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("coupon_smallest", "50000.00"),
        ("coupon_cap", "200000.00"),
        ("yearly_limit.team", "50000.00"),
        ("yearly_limit.tiers.0.limit", "200000.01"),
        ("yearly_limit.tiers", []),
        ("team.student_share", "0.999999"),
        ("subsidy.caps.I.good", "1000000.00"),
        ("subsidy.caps.I", {"fail": "1.00"}),
        ("experts", 15),
        ("experts", 1),
        ("enterprise.max_staff", 0),
        ("in_force_from", "2000-01-01"),
        ("enterprise.max_staff", 1_000_000),
        ("enterprise.max_age_years", 0),
        ("in_force_from", "2099-12-31"),
        ("code", "a"),
        ("code", "beijing-2027-2"),
    ],
)
def test_the_last_value_that_is_allowed(path, value):
    assert errors(changed(path, value)) == []


@pytest.mark.parametrize("path", [*sorted(NAMES.keys() - {TIERS}), f"{TIERS}.0.certificates"])
def test_a_name_that_nobody_knows_is_answered_with_those_there_are(path):
    with pytest.raises(DomainError) as caught:
        check_policy(changed(path, ["nobody"]), names=NAMES)
    assert [(each.field, each.code) for each in caught.value.refusals[1:]] == [(f"{path}.0", "field_choice")]
    among = str(caught.value.refusals[1].params["among"]).split(", ")
    assert set(LEAVES[path]) <= set(among)
    assert errors(changed(path, list(among))) == []


def test_a_certificate_stands_in_one_tier():
    tiers = [*PLAIN["yearly_limit"]["tiers"], {"limit": "300000.00", "certificates": ["tech_sme"]}]
    assert errors(changed("yearly_limit.tiers", tiers)) == [
        ("yearly_limit.tiers.1.certificates.0", "policy_certificate_twice")
    ]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        *((name, []) for name in ("register_by", "valid_until", "redeem_by")),
        *(
            (name, [(f"deadlines.{name}", "policy_period_needed")])
            for name in ("publicity", "correction", "appeal", "objection", "expert_silence", "account_change")
        ),
    ],
)
def test_a_fixed_day_where_each_case_has_its_own_period(name, found):
    assert errors(changed(f"deadlines.{name}", {"fixed": "2026-11-30", "rolls": False})) == found


@pytest.mark.parametrize(
    ("days", "field", "code"),
    [
        ({"register_by": "2023-09-30"}, "register_by", "policy_day_before"),
        ({"register_by": "2026-11-30", "valid_until": "2026-11-29"}, "valid_until", "policy_day_before"),
        ({"valid_until": "2026-11-30", "redeem_by": "2026-11-29"}, "redeem_by", "policy_day_before"),
        ({"redeem_by": "2100-01-01"}, "redeem_by", "field_year"),
    ],
)
def test_fixed_days_pass_in_their_order_and_after_the_start(days, field, code):
    draft = copy.deepcopy(PLAIN)
    draft["deadlines"] |= {name: {"fixed": day, "rolls": False} for name, day in days.items()}
    assert errors(draft) == [(f"deadlines.{field}.fixed", code)]


def test_the_first_day_is_said_once_or_alike():
    assert errors(PLAIN, in_force_from=date(2023, 10, 1)) == []
    assert errors(PLAIN, in_force_from=date(2023, 10, 2)) == [("in_force_from", "policy_two_first_days")]


def test_a_draft_does_not_begin_before_the_version_in_force_began():
    assert errors(PLAIN, in_force_since=date(2023, 10, 1)) == []
    assert errors(PLAIN, in_force_since=date(2023, 10, 2)) == [("in_force_from", "policy_older_than_current")]


def test_all_errors_come_at_once_those_of_shape_first():
    draft = changed("coupon_smallest", "60000.00", changed("title", ""))
    draft["enterprise"]["industries"] = ["agriculture"]
    draft["deadlines"]["objection"] = {"fixed": "2026-11-30", "rolls": False}
    assert errors(draft, in_force_from=date(2027, 1, 1)) == [
        ("title", "field_line"),
        ("enterprise.industries.0", "field_choice"),
        ("coupon_smallest", "policy_smallest_above_cap"),
        ("deadlines.objection", "policy_period_needed"),
        ("in_force_from", "policy_two_first_days"),
    ]


def test_a_parameter_that_cannot_be_read_has_one_error():
    assert errors(changed("experts", 10**30)) == [("experts", "field_whole")]


@pytest.mark.parametrize("data", [[], "x", None, 7])
def test_a_draft_is_an_object(data):
    assert errors(data) == [(None, "whole_object")]


@pytest.mark.parametrize("value", [None, "x", 7, [], ["x"]])
@pytest.mark.parametrize(
    "path", ["yearly_limit", "enterprise", "deadlines", "subsidy", "subsidy.caps", "deadlines.appeal"]
)
def test_a_section_that_is_none_has_one_error(path, value):
    assert errors(changed(path, value)) == [(path, "field_object")]


def test_a_certificate_of_the_first_tier_is_not_in_the_third():
    tiers = [
        {"limit": limit, "certificates": [kind]}
        for limit, kind in (("300000.00", "tech_sme"), ("400000.00", "national_hnte"), ("500000.00", "tech_sme"))
    ]
    assert errors(changed("yearly_limit.tiers", tiers)) == [
        ("yearly_limit.tiers.2.certificates.0", "policy_certificate_twice")
    ]


@pytest.mark.parametrize(("tested", "found"), [("payable", 1), ("actual_amount", 1), ("none", 0)])
def test_invoices_are_asked_for_where_their_amount_is_tested(tested, found):
    draft = changed("invoice_total", tested, changed("evidence", ["contract"]))
    assert len(errors(draft)) == found


def test_fixed_days_may_be_one_day():
    draft = copy.deepcopy(PLAIN)
    draft["deadlines"] |= {
        name: {"fixed": "2026-11-30", "rolls": False} for name in ("register_by", "valid_until", "redeem_by")
    }
    assert errors(draft) == []


FIXED = {"fixed": "2023-09-30", "rolls": False}


@pytest.mark.parametrize(
    ("path", "value", "params"),
    [
        ("coupon_smallest", "60000.00", {"value": "60000.00", "limit": "50000.00"}),
        ("yearly_limit.team", "40000.00", {"value": "50000.00", "limit": "40000.00", "other": "yearly_limit.team"}),
        ("yearly_limit.tiers.0.limit", "100000.00", {"value": "100000.00", "limit": "200000.00"}),
        ("subsidy.caps.I.good", "2000000.00", {"value": "2000000.00", "limit": "1000000.00"}),
        ("experts", 99, {"least": 1, "most": 15}),
        ("in_force_from", "1000-01-01", {"least": 2000, "most": 2099}),
        ("deadlines.redeem_by", {"fixed": "2100-01-01", "rolls": True}, {"least": 2000, "most": 2099}),
        ("deadlines.valid_until", FIXED, {"value": "2023-09-30", "limit": "2023-10-01", "other": "in_force_from"}),
    ],
)
def test_an_error_says_the_values_and_the_limit(path, value, params):
    with pytest.raises(DomainError) as caught:
        check_policy(changed(path, value), names=NAMES)
    summary, error = caught.value.refusals
    assert dict(error.params) == {"field": error.field, **params}
    assert (summary.code, summary.field) == ("policy_invalid", error.field)
    assert dict(summary.params) == {"path": error.field, "reason": error.code}


def test_the_errors_of_the_first_day_say_both_days():
    with pytest.raises(DomainError) as caught:
        check_policy(PLAIN, names=NAMES, in_force_from=date(2027, 1, 1), in_force_since=date(2024, 1, 1))
    assert [dict(each.params) for each in caught.value.refusals[1:]] == [
        {"field": "in_force_from", "value": "2023-10-01", "said": "2027-01-01"},
        {"field": "in_force_from", "value": "2023-10-01", "limit": "2024-01-01"},
    ]


def test_a_certificate_that_is_named_twice_is_said():
    tiers = [*PLAIN["yearly_limit"]["tiers"], {"limit": "300000.00", "certificates": ["tech_sme"]}]
    with pytest.raises(DomainError) as caught:
        check_policy(changed("yearly_limit.tiers", tiers), names=NAMES)
    assert caught.value.refusals[1].params["value"] == "tech_sme"


def test_what_is_no_object_has_a_summary_without_a_path():
    with pytest.raises(DomainError) as caught:
        check_policy("x", names=NAMES)
    assert dict(caught.value.params) == {"path": "", "reason": "whole_object"}


def with_stages(kind: str, *names: str, roles: str = "approver", above: dict[int, str] | None = None) -> dict:
    amounts = above or {}
    stages = [
        {"stage": name, "roles": [roles], "above": amounts.get(place, "0.00")} for place, name in enumerate(names)
    ]
    return changed(f"approval.{kind}", stages)


@pytest.mark.parametrize(
    ("kind", "names", "found"),
    [
        ("batch", "clear approve", []),
        ("batch", "clear endorse countersign approve", []),
        ("batch", "", [("approval.batch", "policy_stage_end")] * 2),
        ("batch", "endorse approve", [("approval.batch.0", "policy_stage_end")]),
        ("batch", "clear endorse", [("approval.batch.1", "policy_stage_end")]),
        ("batch", "clear countersign endorse approve", [("approval.batch", "policy_stage_order")]),
        ("batch", "clear endorse endorse approve", [("approval.batch", "policy_stage_order")]),
        ("payment_order", "", [("approval.payment_order", "policy_stage_end")]),
        ("payment_order", "approve", []),
        ("payment_order", "endorse countersign approve", []),
        ("payment_order", "endorse", [("approval.payment_order.0", "policy_stage_end")]),
        ("payment_order", "countersign endorse approve", [("approval.payment_order", "policy_stage_order")]),
        ("payment_order", "clear approve", [("approval.payment_order", "policy_stage_order")]),
    ],
)
def test_stages_stand_in_one_order_and_the_ends_are_always_there(kind, names, found):
    assert errors(with_stages(kind, *names.split())) == found


def test_the_first_and_the_last_stage_have_no_amount():
    stages = with_stages("batch", "clear", "endorse", "approve", above={0: "1.00", 1: "1.00", 2: "1.00"})
    assert errors(stages) == [(f"approval.batch.{place}", "policy_stage_end") for place in (0, 2)]


@pytest.mark.parametrize(
    ("role", "places"), [("approver", ()), ("case_officer", (2,)), ("deputy_officer", (2,)), ("finance", (0, 2))]
)
def test_some_stages_are_of_some_roles_alone(role, places):
    stages = with_stages("batch", "clear", "endorse", "approve", roles=role)
    assert errors(stages) == [(f"approval.batch.{place}.roles.0", "field_choice") for place in places]


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (with_stages("batch", "endorse", "approve"), {"value": "clear"}),
        (
            with_stages("batch", "clear", "endorse", "endorse", "approve"),
            {"among": "clear, endorse, countersign, approve"},
        ),
        (with_stages("payment_order", "clear", "approve"), {"among": "endorse, countersign, approve"}),
        (with_stages("payment_order", "approve", roles="finance"), {"among": "approver"}),
    ],
)
def test_an_error_of_a_stage_says_what_may_stand_there(draft, said):
    with pytest.raises(DomainError) as caught:
        check_policy(draft, names=NAMES)
    _summary, error = caught.value.refusals
    assert dict(error.params) == {"field": error.field, **said}

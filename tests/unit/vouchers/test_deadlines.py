from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facts import CALENDAR, POLICY, policy_with
from tests.strategies import days
from vouchers.rules.deadlines import earliest, named_deadline, redeem_by, register_by, valid_until
from vouchers.rules.policies import DEADLINE_STARTS, DeadlineRule


def _is_late(name: str, start: str, at: str) -> bool:
    found = named_deadline(name=name, start=date.fromisoformat(start), policy=POLICY, calendar=CALENDAR)
    return datetime.fromisoformat(f"{at}+08:00") >= found.late_from


@pytest.mark.parametrize(
    ("name", "start", "last"),
    [
        ("register_by", "2026-03-02", "2026-03-17"),
        ("register_by", "2026-02-06", "2026-02-24"),
        ("valid_until", "2026-07-01", "2026-10-08"),
        ("redeem_by", "2026-05-20", "2026-06-22"),
        ("publicity", "2026-09-28", "2026-10-10"),
        ("correction", "2026-04-27", "2026-05-13"),
        ("appeal", "2026-03-02", "2026-03-16"),
        ("objection", "2026-03-02", "2026-03-23"),
        ("expert_silence", "2026-03-06", "2026-03-13"),
        ("account_change", "2026-03-05", "2026-03-10"),
    ],
)
def test_each_deadline_ends_with_its_last_day(name, start, last):
    after = date.fromisoformat(last) + timedelta(days=1)
    assert not _is_late(name, start, f"{last}T00:00:00")
    assert not _is_late(name, start, f"{last}T23:59:59")
    assert _is_late(name, start, f"{after}T00:00:00")


def test_redemption_is_applied_for_within_a_month_of_the_contracts_end():
    assert redeem_by(contract_end=date(2026, 5, 20), policy=POLICY, calendar=CALENDAR).day == date(2026, 6, 22)


def test_a_policy_may_fix_the_last_day_for_all():
    fixed = DeadlineRule(start=None, period=None, fixed=date(2026, 10, 1), rolls=True)
    policy = policy_with(deadlines={**POLICY.deadlines, "redeem_by": fixed})
    assert redeem_by(contract_end=date(2026, 3, 1), policy=policy, calendar=CALENDAR).day == date(2026, 10, 8)


def test_a_fixed_day_stays_where_the_policy_says_that_it_does_not_roll():
    fixed = DeadlineRule(start=None, period=None, fixed=date(2026, 10, 1), rolls=False)
    policy = policy_with(deadlines={**POLICY.deadlines, "redeem_by": fixed})
    assert redeem_by(contract_end=date(2026, 3, 1), policy=policy, calendar=CALENDAR).day == date(2026, 10, 1)


def test_a_rule_without_period_and_day_is_a_defect():
    nothing = DeadlineRule(start=None, period=None, fixed=None, rolls=True)
    policy = policy_with(deadlines={**POLICY.deadlines, "redeem_by": nothing})
    with pytest.raises(ValueError, match="a period or a day"):
        redeem_by(contract_end=date(2026, 3, 1), policy=policy, calendar=CALENDAR)


def test_the_earliest_ends_on_the_first_day():
    starts = [date(2026, 3, 9), date(2026, 3, 2), date(2026, 3, 16)]
    ends = [register_by(claimed_on=start, policy=POLICY, calendar=CALENDAR) for start in starts]
    assert earliest(ends).day == date(2026, 3, 17)


def test_validity_is_counted_from_the_registration_or_the_claim_as_the_policy_says():
    from_claim = replace(POLICY.deadlines["valid_until"], start="claim")
    policy = policy_with(deadlines={**POLICY.deadlines, "valid_until": from_claim})
    coupon = {"claimed_on": date(2026, 3, 2), "registered_on": date(2026, 3, 9), "calendar": CALENDAR}
    assert valid_until(policy=POLICY, **coupon).day == date(2026, 6, 9)
    assert valid_until(policy=policy, **coupon).day == date(2026, 6, 2)


@given(st.lists(days, min_size=1))
def test_the_earliest_is_no_later_than_any(starts):
    ends = [register_by(claimed_on=start, policy=POLICY, calendar=CALENDAR) for start in starts]
    assert earliest(ends) in ends
    assert all(earliest(ends).day <= end.day for end in ends)


@given(st.sampled_from(sorted(DEADLINE_STARTS)), days)
def test_every_deadline_lies_after_its_start(name, start):
    assert named_deadline(name=name, start=start, policy=POLICY, calendar=CALENDAR).day > start

from dataclasses import replace
from datetime import date

import pytest

from core.values.calendar import Calendar
from core.values.deadlines import Period
from redemptions.rules.publicity import objection_period, publicity_ends
from vouchers.policy_files import load_policy_file
from vouchers.rules.policies import DeadlineRule, Policy

WEEKS = Calendar(off=frozenset(), makeup=frozenset(), published=frozenset({2026}), version="1")
MONDAY = date(2026, 3, 2)


def policy(**counts: int) -> Policy:
    shipped = load_policy_file("beijing-2023")
    rules = {
        name: replace(rule, period=Period(count=counts[name], unit="working_days")) if name in counts else rule
        for name, rule in shipped.deadlines.items()
    }
    return replace(shipped, deadlines=rules)


def _days(count: int) -> DeadlineRule:
    return DeadlineRule(start="filing", period=Period(count=count, unit="days"), fixed=None, rolls=True)


def test_a_notice_runs_five_working_days():
    ends = publicity_ends(published_on=MONDAY, policies=[policy()], calendar=WEEKS)
    assert (ends.day, ends.provisional) == (date(2026, 3, 9), False)


def test_of_several_policies_the_longest_publicity_counts():
    policies = [policy(publicity=7), policy(publicity=3)]
    assert publicity_ends(published_on=MONDAY, policies=policies, calendar=WEEKS).day == date(2026, 3, 11)


def test_of_several_policies_the_shortest_time_to_decide_counts():
    policies = [policy(), policy(objection=10)]
    assert objection_period(published_on=MONDAY, policies=policies, calendar=WEEKS).count == 10


def test_a_policy_that_fixes_a_day_gives_no_time_to_decide():
    fixed = DeadlineRule(start=None, period=None, fixed=date(2026, 3, 3), rolls=False)
    without = replace(policy(), deadlines={**policy().deadlines, "objection": fixed})
    found = objection_period(published_on=MONDAY, policies=[without, policy(objection=10)], calendar=WEEKS)
    assert found == Period(count=10, unit="working_days")
    with pytest.raises(ValueError):
        objection_period(published_on=MONDAY, policies=[without], calendar=WEEKS)


def test_the_shortest_time_ends_first_whatever_its_unit():
    days = replace(policy(), deadlines={**policy().deadlines, "objection": _days(18)})
    assert objection_period(published_on=MONDAY, policies=[policy(), days], calendar=WEEKS).unit == "days"


def test_without_a_policy_there_is_no_notice():
    with pytest.raises(ValueError):
        publicity_ends(published_on=MONDAY, policies=[], calendar=WEEKS)

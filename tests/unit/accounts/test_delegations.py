"""Delegations: who may offer and accept one, for how long, and what an act says of its principal."""

from datetime import date, timedelta

import pytest

from accounts.rules.delegations import (
    delegation_refusals,
    is_eligible,
    is_in_force,
    people_of,
    principal_data,
)
from accounts.rules.states import DelegationState

TODAY = date(2026, 3, 2)
RIGHT = {
    "same": False,
    "principal_roles": ["approver"],
    "delegate_roles": ["finance"],
    "unheld": [],
    "from_on": TODAY,
    "until_on": TODAY,
    "today": TODAY,
    "most_days": 60,
}


def codes(**changed):
    return [(refusal.code, refusal.field) for refusal in delegation_refusals(**RIGHT | changed)]


def test_staff_delegate_to_staff():
    assert codes() == []


@pytest.mark.parametrize("roles", [[], ["unit_manager"], ["expert"], ["system_admin"], ["auditor"]])
def test_an_administrator_an_auditor_and_who_is_no_staff_is_neither_principal_nor_delegate(roles):
    assert codes(principal_roles=roles) == [("delegation_principal", None)]
    assert codes(delegate_roles=roles) == [("delegate_not_staff", "username")]
    assert not is_eligible(roles)


def test_every_reason_is_said_at_once():
    found = codes(same=True, unheld=["batch.clear"], until_on=TODAY - timedelta(days=1))
    assert found == [
        ("same_person", "username"),
        ("delegation_operation", "operations"),
        ("delegation_days", "until_on"),
    ]


@pytest.mark.parametrize(("days", "refused"), [(58, False), (59, False), (60, True)])
def test_a_delegation_has_a_longest_duration(days, refused):
    assert bool(codes(until_on=TODAY + timedelta(days=days))) is refused


@pytest.mark.parametrize(("first", "refused"), [(-1, True), (0, False), (1, False)])
def test_a_delegation_does_not_begin_before_today(first, refused):
    day = TODAY + timedelta(days=first)
    assert bool(codes(from_on=day, until_on=day)) is refused


@pytest.mark.parametrize(("after", "holds"), [(-1, False), (0, True), (3, True), (4, False)])
def test_it_holds_on_its_days(after, holds):
    days = {"from_on": TODAY, "until_on": TODAY + timedelta(days=3), "on": TODAY + timedelta(days=after)}
    assert is_in_force(state=DelegationState.ACCEPTED, **days) is holds


@pytest.mark.parametrize("state", [DelegationState.OFFERED, DelegationState.DECLINED, DelegationState.ENDED])
def test_it_holds_only_once_accepted_and_until_ended(state):
    assert not is_in_force(state=state, from_on=TODAY, until_on=TODAY, on=TODAY)


def test_an_act_names_its_principal():
    assert (principal_data(None), principal_data(7)) == ({}, {"principal": 7})
    assert (people_of(3, None), people_of(3, 7)) == ((3,), (3, 7))

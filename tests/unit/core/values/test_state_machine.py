from enum import StrEnum

import pytest

from accounts.rules.states import PARTY
from core.values.errors import DomainError
from core.values.state_machine import StateMachine, transition
from facilities.rules.states import OPEN_UNIT
from matching.rules.states import PROJECT
from oversight.rules.states import OBJECTION, SANCTION
from payments.rules.states import ORDER, PAYMENT
from redemptions.rules.states import BATCH, REDEMPTION
from vouchers.rules.policies import DEADLINE_STARTS, GIVE_BACK_SWITCHES
from vouchers.rules.states import CONTRACT, COUPON, POLICY, ROUND

MACHINES = [
    POLICY,
    ROUND,
    CONTRACT,
    COUPON,
    REDEMPTION,
    BATCH,
    PROJECT,
    PAYMENT,
    ORDER,
    OBJECTION,
    SANCTION,
    PARTY,
    OPEN_UNIT,
]
WINDOW = {"opens_at", "closes_at"}
OF_NO_POLICY = {"project_answer", "exit_notice", "registration_evidence", "answer_by"}
"""Periods outside policies: matching/rules/projects.py, facilities/rules/units.py, accounts/rules/registrations.py,
oversight/rules/hearings.py."""


class Door(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    GONE = "gone"


DOOR = StateMachine(
    name="door",
    initial=(Door.SHUT,),
    transitions=(
        transition(Door.SHUT, Door.OPEN, "door.opened"),
        transition(Door.OPEN, Door.GONE, "door.removed", deadline="closing_time", gives_back="key"),
    ),
)


def test_a_state_machine_names_its_states_its_pairs_and_its_ends():
    assert DOOR.states == (Door.SHUT, Door.OPEN, Door.GONE)
    assert DOOR.pairs == ((Door.SHUT, Door.OPEN), (Door.OPEN, Door.GONE))
    assert DOOR.ends == {Door.GONE}


def test_a_legal_transition_is_found_with_all_its_table_says():
    found = DOOR.get_transition(source=Door.OPEN, target=Door.GONE)
    assert found is DOOR.transitions[1]
    assert (found.event, found.deadline, found.gives_back) == ("door.removed", "closing_time", "key")


def test_a_transition_without_more_has_no_deadline_and_gives_nothing_back():
    found = DOOR.get_transition(source=Door.SHUT, target=Door.OPEN)
    assert (found.event, found.deadline, found.gives_back) == ("door.opened", None, None)


def test_a_transition_that_is_not_legal_is_an_error_with_both_states():
    with pytest.raises(DomainError) as caught:
        DOOR.get_transition(source=Door.GONE, target=Door.OPEN)
    assert (caught.value.code, caught.value.kind) == ("illegal_state", "refused")
    assert caught.value.params == {"state": "gone", "target": "open"}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_is_reached_from_a_beginning(machine):
    reached = set(machine.initial)
    for _ in machine.transitions:
        reached |= {each.target for each in machine.transitions if each.source in reached}
    assert reached == set(machine.states)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_a_transition_is_written_once(machine):
    assert len(set(machine.pairs)) == len(machine.pairs)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_machine_can_end_unless_its_party_stays_or_the_bank_can_return_its_money(machine):
    assert machine.ends or machine in (PARTY, PAYMENT, BATCH, ROUND)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_deadlines_and_give_backs_are_those_of_the_policy(machine):
    assert {each.deadline for each in machine.transitions} - {None} <= set(DEADLINE_STARTS) | WINDOW | OF_NO_POLICY
    assert {each.gives_back for each in machine.transitions} - {None} <= {*GIVE_BACK_SWITCHES, "revocation"}


@pytest.mark.parametrize(
    ("source", "target"),
    [("paid", "claimed"), ("lapsed", "claimed"), ("claimed", "paid"), ("returned", "registered"), ("paid", "revoked")],
)
def test_a_coupon_does_not_go_back_nor_skip(source, target):
    assert COUPON.find_transition(source=source, target=target) is None


def test_paid_money_is_returned_by_the_bank_or_recovered():
    assert [target for source, target in COUPON.pairs if source == "paid"] == ["approved", "recovered"]


def test_a_redemption_is_withdrawn_only_until_its_batch_is_summarised():
    withdrawable = {each.source for each in REDEMPTION.transitions if each.target == "withdrawn"}
    assert not withdrawable & {"publicised", "decided", "appealed", "final", "paid"}

"""Each state machine equals docs/states.md, transition by transition."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from accounts.rules.states import (
    APPOINTMENT,
    CORRECTION,
    DELEGATION,
    HAND_OVER,
    INVITATION,
    PARTY,
    RESET,
    SUBSTITUTION,
    TAKEOVER,
)
from core.values.state_machine import StateMachine
from facilities.rules.states import APPLICATION, OPEN_UNIT
from matching.rules.states import PROJECT
from oversight.rules.states import OBJECTION, SANCTION
from payments.rules.states import MANUAL_ANSWER, ORDER, PAYEE_ACCOUNT, PAYMENT, PERIOD_CLOSING, RECOVERY, REPAYMENT
from redemptions.rules.states import APPEAL, BATCH, REDEMPTION
from vouchers.rules.states import APPROPRIATION, BUDGET_CHANGE, CONTRACT, COUPON, POLICY, ROUND

PAGE = (Path(__file__).parents[3] / "docs" / "states.md").read_text("utf-8")
SECTIONS = dict(section.split("\n", 1) for section in PAGE.split("\n## ")[1:])
MACHINES = {
    "party": PARTY,
    "invitation": INVITATION,
    "second_factor_reset": RESET,
    "takeover": TAKEOVER,
    "appointment": APPOINTMENT,
    "interest_correction": CORRECTION,
    "hand_over": HAND_OVER,
    "substitution": SUBSTITUTION,
    "delegation": DELEGATION,
    "unit_application": APPLICATION,
    "open_unit": OPEN_UNIT,
    "project": PROJECT,
    "objection": OBJECTION,
    "sanction": SANCTION,
    "payment": PAYMENT,
    "payment_order": ORDER,
    "manual_answer": MANUAL_ANSWER,
    "payee_account": PAYEE_ACCOUNT,
    "recovery": RECOVERY,
    "repayment": REPAYMENT,
    "period_closing": PERIOD_CLOSING,
    "redemption": REDEMPTION,
    "batch": BATCH,
    "appeal": APPEAL,
    "policy": POLICY,
    "round": ROUND,
    "budget_change": BUDGET_CHANGE,
    "appropriation": APPROPRIATION,
    "contract": CONTRACT,
    "coupon": COUPON,
}


def documented(name: str) -> list[list]:
    rows = [[cell.strip() for cell in line[2:-2].split("|")] for line in SECTIONS[name].splitlines() if line[:1] == "|"]
    return [
        [source, target, event.strip("`"), deadline or None, gives_back or None]
        for source, target, event, deadline, gives_back in rows[2:]
    ]


def decided(machine: StateMachine) -> list[list]:
    return [[each.source, each.target, each.event, each.deadline, each.gives_back] for each in machine.transitions]


def test_every_state_machine_is_documented():
    assert list(SECTIONS) == [*MACHINES, "Operations and roles"]


@pytest.mark.parametrize("name", MACHINES)
def test_a_state_machine_has_the_transitions_that_its_document_shows(name):
    assert MACHINES[name].name == name
    assert decided(MACHINES[name]) == documented(name)


@pytest.mark.parametrize("name", MACHINES)
def test_a_state_machine_begins_where_its_document_says(name):
    assert list(MACHINES[name].initial) == re.findall(r"\[\*\] --> (\w+)$", SECTIONS[name], re.MULTILINE)


@pytest.mark.parametrize("name", MACHINES)
def test_the_named_sets_are_those_that_the_document_shows(name):
    states = MACHINES[name].states
    sets = re.findall(r"^- `(\w+)`: ([\w, ]+)\.", SECTIONS[name], re.MULTILINE)
    module = import_module(type(states[0]).__module__)
    named = {key: value for key, value in vars(module).items() if isinstance(value, tuple) and value[0] in states}
    of_this = {key: list(value) for key, value in named.items() if type(value[0]) is type(states[0])}
    assert of_this == {key: text.split(", ") for key, text in sets}


@pytest.mark.parametrize("name", MACHINES)
def test_the_enumeration_has_exactly_the_states_of_its_machine_in_their_order(name):
    states = MACHINES[name].states
    assert states == tuple(type(states[0]))

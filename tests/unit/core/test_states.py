"""Each life is, edge by edge, the one that docs/states.md shows: a change of a table is seen where people read it."""

import re
from pathlib import Path

import pytest

from accounts.rules.states import PARTY, TAKEOVER
from core.values.state_machine import Life
from facilities.rules.states import OPEN_UNIT
from matching.rules.states import PROJECT
from oversight.rules.states import OBJECTION, SANCTION
from payments.rules.states import ORDER, PAYMENT
from redemptions.rules.states import BATCH, REDEMPTION
from vouchers.rules.states import CONTRACT, COUPON, POLICY, ROUND

PAGE = (Path(__file__).parents[3] / "docs" / "states.md").read_text("utf-8")
SECTIONS = dict(section.split("\n", 1) for section in PAGE.split("\n## ")[1:])
LIVES = {
    "party": PARTY,
    "takeover": TAKEOVER,
    "open_unit": OPEN_UNIT,
    "project": PROJECT,
    "objection": OBJECTION,
    "sanction": SANCTION,
    "payment": PAYMENT,
    "payment_order": ORDER,
    "redemption": REDEMPTION,
    "batch": BATCH,
    "policy": POLICY,
    "round": ROUND,
    "contract": CONTRACT,
    "coupon": COUPON,
}
ROLES = {
    "applicant": ["applicant_manager", "applicant_operator"],
    "unit": ["unit_manager", "unit_operator"],
    "officer": ["case_officer", "deputy_officer"],
    "*system*": ["system"],
}


def documented(name: str) -> list[list]:
    rows = [[cell.strip() for cell in line[2:-2].split("|")] for line in SECTIONS[name].splitlines() if line[:1] == "|"]
    return [
        [source, target, event.strip("`"), roles(who), deadline or None, gives_back or None]
        for source, target, event, who, deadline, gives_back in rows[2:]
    ]


def roles(words: str) -> list[str]:
    return sorted(role for word in words.split(", ") for role in ROLES.get(word, [word]))


def decided(life: Life) -> list[list]:
    return [[e.source, e.target, e.event, sorted(e.who), e.deadline, e.gives_back] for e in life.edges]


def test_every_life_is_documented():
    assert list(SECTIONS) == list(LIVES)


@pytest.mark.parametrize("name", LIVES)
def test_a_life_has_the_edges_that_its_document_shows(name):
    assert LIVES[name].name == name
    assert decided(LIVES[name]) == documented(name)


@pytest.mark.parametrize("name", LIVES)
def test_a_life_begins_where_its_document_says(name):
    assert list(LIVES[name].initial) == re.findall(r"\[\*\] --> (\w+)$", SECTIONS[name], re.MULTILINE)

"""Titles and names of things are stored as they are shown, by every service that takes one."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.values.errors import DomainError
from redemptions.services.batches import create_batch
from tests.factories import contracts, rounds
from tests.factories.contracts import MONDAY
from vouchers.services.appropriations import enter_appropriation
from vouchers.services.rounds import create_round, edit_round

pytestmark = pytest.mark.django_db


def drafted(name):
    return create_round(**_terms(name))


def edited(name):
    return edit_round(round_id=rounds.draft_round().pk, **_terms(name))


def _terms(name):
    ends = {"opens_at": MONDAY, "closes_at": MONDAY + timedelta(days=30), "at": MONDAY}
    who = contracts.staff("case_officer").user_id
    return {"name": name, "policy_version_id": rounds.policy().pk, "budget": Decimal("1.00"), "actor_id": who, **ends}


def appropriated(title):
    who = contracts.staff("finance").user_id
    return enter_appropriation(year=2027, amount=Decimal("1.00"), document=title, actor_id=who, at=MONDAY)


def contract(title):
    asked = contracts.project(applicant=contracts.party(), of=contracts.unit())
    of = {"project_id": asked.pk, "unit_id": asked.unit_id, "actor_id": contracts.user().pk, "at": MONDAY}
    return contracts.draft_contract(terms=contracts.terms(title=title), **of)


TAKEN = {
    "service": ("name", lambda title: contracts.service(contracts.unit(), name=title)),
    "price_unit": ("price_unit", lambda title: contracts.service(contracts.unit(), price_unit=title)),
    "project": (
        "title",
        lambda title: contracts.project(applicant=contracts.party(), of=contracts.unit(), title=title),
    ),
    "contract": ("title", contract),
    "round": ("name", drafted),
    "edited round": ("name", edited),
    "batch": ("title", lambda title: create_batch(title=title, actor_id=contracts.user().pk, at=MONDAY)),
    "appropriation": ("document", appropriated),
}


@pytest.mark.parametrize(("column", "take"), TAKEN.values(), ids=TAKEN)
def test_a_title_is_stored_without_what_nobody_sees(column, take):
    assert getattr(take(" 测\u200b试\ufeff  甲 "), column) == "测试 甲"


@pytest.mark.parametrize(("column", "take"), TAKEN.values(), ids=TAKEN)
def test_a_title_that_turns_its_direction_is_refused(column, take):
    with pytest.raises(DomainError) as caught:
        take("测\u202e试")
    assert (caught.value.code, caught.value.field) == ("name_direction", column)

"""The money of a year: entered by finance, confirmed by another person (articles 4, 8; I11)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from tests.factories.contracts import MONDAY, staff
from tests.factories.outcomes import broken, refused
from tests.factories.rounds import appropriation, round_
from vouchers.models import Appropriation
from vouchers.services.appropriations import (
    confirm_appropriation,
    enter_appropriation,
    refuse_appropriation,
    withdraw_appropriation,
)

pytestmark = pytest.mark.django_db


def entered(amount="100.00", *, by=None, year=2026) -> Appropriation:
    who = by or staff("finance").user_id
    return enter_appropriation(year=year, amount=Decimal(amount), document="示例财1号", actor_id=who, at=MONDAY)


def confirm(row, *, by=None) -> Appropriation:
    return confirm_appropriation(appropriation_id=row.pk, actor_id=by or staff("approver").user_id, at=MONDAY)


def states():
    return list(Appropriation.objects.order_by("pk").values_list("state", flat=True))


def test_who_entered_an_appropriation_does_not_confirm_it():
    row = entered()
    refused(lambda: confirm(row, by=row.entered_by_id), "same_person")


def test_the_database_refuses_one_person_for_an_appropriation():
    row = entered()
    with pytest.raises(IntegrityError, match="appropriation_confirmed_by_another"), transaction.atomic():
        Appropriation.objects.filter(pk=row.pk).update(
            state="confirmed", decided_by_id=row.entered_by_id, decided_at=MONDAY
        )


def test_a_confirmed_appropriation_supersedes_the_one_before_and_keeps_what_is_committed():
    appropriation(amount="100.00")
    round_(budget="60.00")
    row = confirm(entered("60.00"))
    assert (states(), str(row.committed), broken()) == (["superseded", "confirmed"], "60.00", [])


def test_an_appropriation_below_the_announced_budgets_is_not_confirmed():
    appropriation(amount="100.00")
    round_(budget="60.00")
    row = entered("59.99")
    who = staff("approver").user_id
    assert refused(lambda: confirm(row, by=who), "appropriation_below_use").params == {"year": 2026, "least": "60.00"}


def test_one_proposal_a_year():
    who = entered().entered_by_id
    refused(lambda: entered("200.00", by=who), "appropriation_open")
    assert entered(year=2027).state == "proposed"


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "1.001"])
def test_an_impossible_amount_is_refused(amount):
    who = staff("finance").user_id
    refused(lambda: entered(amount, by=who), "amount")


def test_a_refused_or_withdrawn_proposal_leaves_the_confirmed_one():
    appropriation(amount="100.00")
    refuse_appropriation(
        appropriation_id=entered("1.00").pk, reason="有误", actor_id=staff("approver").user_id, at=MONDAY
    )
    row = entered("2.00")
    withdraw_appropriation(appropriation_id=row.pk, actor_id=row.entered_by_id, at=MONDAY)
    assert states() == ["confirmed", "refused", "withdrawn"]


def test_a_decided_appropriation_is_not_decided_again():
    row = confirm(entered())
    refused(lambda: confirm(row, by=row.decided_by_id), "illegal_state")


def test_the_terms_of_an_appropriation_never_change():
    row = confirm(entered())
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Appropriation.objects.filter(pk=row.pk).update(amount=Decimal("999.00"))

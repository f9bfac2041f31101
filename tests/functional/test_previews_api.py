"""What a claim, a choice of coupons and an acceptance would do, read over the API before they are sent; nothing is written."""

from decimal import Decimal

import pytest

from core.models import Event, IdempotencyKey
from tests.factories.api import Caller
from tests.factories.contracts import MONDAY, acting, draft, registered, unit, work
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import Coupon

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def side(firm, role="applicant_operator"):
    return Caller(acting(firm, role))


def ask(**query):
    return side(enterprise()).get("coupons/claim-preview/", **query)


def test_a_claim_is_previewed_with_what_it_leaves_and_writes_nothing():
    open_round, caller = round_(budget="60000.00"), side(enterprise())
    before = (Event.objects.count(), IdempotencyKey.objects.count())
    answer = caller.get("coupons/claim-preview/", round=open_round.pk, amount="1000.00").json()
    assert answer == {
        "maximum": "50000.00",
        "rest": {"of_year": "199000.00", "of_round": "59000.00"},
        "refusals": [],
    }
    assert (Event.objects.count(), IdempotencyKey.objects.count(), Coupon.objects.count()) == (*before, 0)


def test_a_claim_that_would_be_refused_says_every_reason_in_words():
    answer = ask(round=round_(budget="55000.00").pk, amount="60000.00").json()
    assert (answer["rest"], [each["code"] for each in answer["refusals"]]) == (None, ["coupon_cap", "round_budget"])
    assert "50,000.00" in answer["refusals"][0]["detail"]


@pytest.mark.parametrize(
    ("query", "code"),
    [({}, "required"), ({"amount": "1.234"}, "invalid"), ({"amount": "1", "x": "1"}, "unknown_parameter")],
)
def test_a_preview_reads_its_query_strictly(query, code):
    answer = ask(round=round_().pk, **query)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_chosen_coupons_are_previewed_with_their_share_and_what_remains():
    firm = enterprise()
    small, large = coupon(of=firm, amount="12000.00"), coupon(of=firm, amount="50000.00")
    path = f"contracts/{draft(applicant=firm, of=unit(), amount=Decimal('90000.00')).pk}/offer-preview/"
    one = side(firm).get(path, coupons=[small.pk]).json()
    assert (one["limit"], one["chosen"], one["remaining"], one["own_share"], one["refusals"]) == (
        "45000.00",
        "12000.00",
        "33000.00",
        "78000.00",
        [],
    )
    both = side(firm).get(path, coupons=[small.pk, large.pk]).json()
    assert (both["remaining"], both["refusals"][0]["code"]) == ("-17000.00", "contract_share")


def test_without_a_coupon_to_offer_there_is_nothing_to_preview():
    firm = enterprise()
    answer = side(firm).get(f"contracts/{draft(applicant=firm, of=unit()).pk}/offer-preview/")
    assert (answer.status_code, answer.json()["code"]) == (409, "coupons_missing")


def test_an_acceptance_is_previewed_with_what_becomes_of_each_coupon():
    firm = enterprise()
    first, second = coupon(of=firm, amount="40000.00"), coupon(of=firm, amount="20000.00")
    contract = registered(first, second, amount=Decimal("120000.00"))
    work(contract, amount=Decimal("60000.00"))
    answer = side(firm).get(f"contracts/{contract.pk}/acceptance-preview/").json()
    assert (answer["recorded"], answer["actual"], answer["payable"]) == ("60000.00", "60000.00", "30000.00")
    assert [(each["id"], each["payable"], each["rest"], each["gives_back"]) for each in answer["coupons"]] == [
        (first.pk, "30000.00", "10000.00", True),
        (second.pk, "0.00", "20000.00", True),
    ]


def test_before_its_registration_a_contract_has_no_acceptance():
    firm = enterprise()
    answer = side(firm).get(f"contracts/{draft(applicant=firm, of=unit()).pk}/acceptance-preview/")
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_state")

"""Claiming and returning a coupon."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import TestCase

from config.subscriptions import SUBSCRIPTIONS
from core.database.transactions import write
from core.events.recording import Change, record
from core.events.wakeups import wake_worker
from core.models import Event, IdempotencyKey, OutboxItem
from core.values.errors import DomainError, Refused
from tests.factories.contracts import MONDAY, party
from tests.factories.outcomes import broken
from tests.factories.rounds import certified, claim, coupon, enterprise, keyed, policy, round_
from vouchers.models import AnnualUse, Coupon, Movement, Round
from vouchers.services import claims
from vouchers.services.claims import claim_coupon
from vouchers.services.coupons import return_coupon

pytestmark = pytest.mark.django_db


def refused(of, in_round, amount="50000.00", at=MONDAY):
    """Return the codes of a refused claim; assert that it wrote nothing."""
    before = (Coupon.objects.count(), Movement.objects.count(), Event.objects.count())
    with pytest.raises(Refused) as caught:
        claim(of, in_round, amount, at)
    assert (Coupon.objects.count(), Movement.objects.count(), Event.objects.count()) == before
    return [refusal.code for refusal in caught.value.refusals]


def test_a_claim_holds_its_amount():
    open_round = round_()
    claim(enterprise(), open_round)
    open_round.refresh_from_db()
    assert (open_round.free, open_round.held) == (Decimal("950000.00"), Decimal("50000.00"))


def test_a_claim_has_its_deadline_and_the_facts_it_was_decided_on():
    made = coupon()
    assert made.register_by == date(2026, 3, 17)
    assert made.facts["limit"] == "200000.00"
    assert made.facts["used_this_year"] == "0.00"
    assert made.facts["applicant"]["staff"] == 42


def test_the_answer_is_rendered_from_the_saved_coupon_and_kept_with_the_key():
    firm, open_round, request = enterprise(), round_(), keyed(round=1)
    given = {"round_id": open_round.pk, "applicant_id": firm.pk, "amount": Decimal("50000.00"), "request": request}
    seen = []

    def render(made):
        assert Coupon.objects.values_list("pk", "claimed_on", "amount").get() == (made.pk, made.claimed_on, made.amount)
        return seen.append(made.pk) or {"id": made.pk}

    first, again = (claim_coupon(**given, render=render) for _ in range(2))
    assert (first.body, again.text, again.replayed) == ({"id": seen[0]}, first.text, True)
    assert (len(seen), IdempotencyKey.objects.get().body) == (1, first.text)


def test_a_refused_claim_draws_no_number_and_binds_no_key():
    firm, open_round = enterprise(), round_()
    before = coupon().pk
    assert refused(firm, open_round, "50000.01") == ["coupon_cap"]
    assert not IdempotencyKey.objects.filter(actor_id=1).exists()
    assert claim(firm, open_round).pk == before + 1


def test_an_event_of_a_claim_is_the_one_that_is_recorded_elsewhere():
    made = coupon()
    told = {"amount": "50000.00", "round": made.round_id, "register_by": "2026-03-17"}
    change = Change(
        type="coupon.claimed",
        subject_kind="coupon",
        subject_id=made.pk,
        party_id=made.applicant_id,
        actor_id=Event.objects.get(type="coupon.claimed").actor_id,
        at=MONDAY,
        to_state="claimed",
        data=told,
    )
    write(record)(change)
    columns = [field.attname for field in Event._meta.concrete_fields if field.attname not in ("id", "recorded_at")]
    first, second = Event.objects.filter(type="coupon.claimed").values_list(*columns)
    assert first == second


def test_handlers_of_a_claim_are_queued_with_its_event(monkeypatch):
    handlers = ("core.events.outbox.first", "core.events.outbox.second")
    monkeypatch.setitem(SUBSCRIPTIONS, "coupon.claimed", handlers)
    with TestCase.captureOnCommitCallbacks() as callbacks:
        made = coupon()
    queued = OutboxItem.objects.filter(event__type="coupon.claimed", event__subject_id=made.pk).order_by("id")
    assert list(queued.values_list("handler", "attempts", "next_at", "last_error", "dead")) == [
        (handler, 0, None, "", False) for handler in handlers
    ]
    assert wake_worker in callbacks
    assert broken() == []


def test_a_claim_that_nobody_reacts_to_queues_nothing():
    coupon()
    assert not OutboxItem.objects.filter(event__type="coupon.claimed").exists()


def test_a_claim_counts_in_the_year():
    firm = enterprise()
    claim(firm, round_(), "12345.67")
    assert AnnualUse.objects.get(applicant=firm, year=2026).used == Decimal("12345.67")


def test_the_books_are_proven_after_a_claim():
    coupon()
    assert broken() == []


@pytest.mark.parametrize(
    ("amount", "codes"), [("49999.99", []), ("50000.00", []), ("50000.01", ["coupon_cap"]), ("0.00", ["amount"])]
)
def test_the_cap_of_a_coupon(amount, codes):
    firm, open_round = enterprise(), round_()
    assert (refused(firm, open_round, amount) if codes else [claim(firm, open_round, amount)][1:]) == codes


@pytest.mark.parametrize(
    ("last", "codes"), [("49999.99", []), ("50000.00", []), ("50000.01", ["coupon_cap", "annual_limit"])]
)
def test_the_yearly_limit(last, codes):
    firm, open_round = enterprise(), round_()
    for _ in range(3):
        claim(firm, open_round)
    assert (refused(firm, open_round, last) if codes else [claim(firm, open_round, last)][1:]) == codes


@pytest.mark.parametrize(("before", "limit"), [([], "49999.99"), (["20000.00"], "69999.99")])
def test_the_statement_of_a_claim_keeps_the_year_where_nothing_else_did(before, limit, monkeypatch):
    firm, open_round = enterprise(), round_()
    for amount in before:
        claim(firm, open_round, amount)
    monkeypatch.setattr(claims, "claim_limit", lambda **_: Decimal(limit))
    with pytest.raises(DomainError, match="busy"):
        claim(firm, open_round)
    assert (Coupon.objects.count(), Movement.objects.filter(cause="claim").count(), broken()) == (
        *[len(before)] * 2,
        [],
    )


def test_a_certificate_raises_the_yearly_limit():
    firm, open_round = certified(enterprise()), round_()
    for _ in range(10):
        claim(firm, open_round)
    assert refused(firm, open_round, "0.01") == ["annual_limit"]


def test_the_round_ends_on_the_exact_fen():
    open_round = round_(budget="50000.01")
    claim(enterprise(), open_round)
    assert refused(enterprise(), open_round, "0.02") == ["round_budget"]
    claim(enterprise(), open_round, "0.01")
    assert Round.objects.get(pk=open_round.pk).free == 0


@pytest.mark.parametrize(
    ("late", "codes"),
    [(timedelta(seconds=-1), ["round_closed"]), (timedelta(0), []), (timedelta(days=30), ["round_closed"])],
)
def test_the_window_of_a_round(late, codes):
    firm, open_round = enterprise(), round_()
    assert (
        refused(firm, open_round, at=MONDAY + late) if codes else [claim(firm, open_round, at=MONDAY + late)][1:]
    ) == codes


def test_every_failed_condition_is_named():
    assert refused(enterprise(staff=501, region="tianjin"), round_()) == ["region", "staff"]


def test_a_party_must_be_verified_first():
    firm = party(state="registered")
    with pytest.raises(DomainError, match="party_not_verified"):
        claim(firm, round_())


def test_a_returned_coupon_gives_everything_back():
    made = coupon()
    return_coupon(coupon_id=made.pk, applicant_id=made.applicant_id, actor_id=1, at=MONDAY)
    made.round.refresh_from_db()
    assert (made.round.free, made.round.held) == (Decimal("1000000.00"), Decimal(0))
    assert AnnualUse.objects.get(applicant=made.applicant).used == 0
    assert broken() == []


def test_what_was_claimed_is_returned_within_one_transaction():
    claimer, in_round = enterprise(), round_()

    @write
    def claim_and_return():
        made = claim(claimer, in_round)
        return_coupon(coupon_id=made.pk, applicant_id=claimer.pk, actor_id=1, at=MONDAY)

    claim_and_return()
    in_round.refresh_from_db()
    assert (in_round.free, in_round.held) == (Decimal("1000000.00"), Decimal(0))
    assert AnnualUse.objects.get(applicant=claimer).used == 0
    assert broken() == []


def test_what_a_policy_does_not_give_back_is_forfeited():
    switches = dict.fromkeys(
        ["lapse_unregistered", "lapse_unredeemed", "return", "termination", "reduction", "rejection"], False
    )
    made = coupon(in_round=round_(version=policy(code="strict", give_back=switches)))
    return_coupon(coupon_id=made.pk, applicant_id=made.applicant_id, actor_id=1, at=MONDAY)
    made.round.refresh_from_db()
    assert (made.round.free, made.round.forfeited) == (Decimal("950000.00"), Decimal("50000.00"))
    assert AnnualUse.objects.get(applicant=made.applicant).used == Decimal("50000.00")
    assert broken() == []


def test_a_coupon_of_another_is_as_absent():
    made = coupon()
    with pytest.raises(DomainError, match="not_found"):
        return_coupon(coupon_id=made.pk, applicant_id=enterprise().pk, actor_id=1, at=MONDAY)


def test_a_coupon_is_returned_once():
    made = coupon()
    return_coupon(coupon_id=made.pk, applicant_id=made.applicant_id, actor_id=1, at=MONDAY)
    with pytest.raises(DomainError, match="illegal_state"):
        return_coupon(coupon_id=made.pk, applicant_id=made.applicant_id, actor_id=1, at=MONDAY)

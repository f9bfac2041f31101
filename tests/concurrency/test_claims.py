"""Concurrent claims. Each control removes the guard and shows the harm it prevents."""

from datetime import date
from decimal import Decimal
from threading import Barrier, Event
from uuid import uuid4

import pytest
from django.db.models import Sum

from core.database.transactions import write
from oversight.services.sanctions import decide_sanction, hear_sanction, propose_sanction
from tests.concurrency.guards import after, meeting, replaced, without
from tests.concurrency.races import PATIENCE, codes, together, until_blocked_or, winners
from tests.factories.contracts import MONDAY, staff
from tests.factories.outcomes import broken
from tests.factories.rounds import LATE, claim, claim_by_key, coupon, enterprise, keyed, lapse, round_
from vouchers.models import AnnualUse, Coupon, Round
from vouchers.selectors.claims import read_claim_facts
from vouchers.services.books import write_claim
from vouchers.services.rounds import close_round

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unguarded_round():
    """The database without the constraints on a round's money."""
    with without("round_money_adds_up", "round_reserved_within_budget", emptied="vouchers_round"):
        yield


def firms_claim(count, in_round, amount="50000.00"):
    firms = [enterprise() for _ in range(count)]
    return together([lambda firm=firm: claim(firm, in_round, amount) for firm in firms])


def test_the_last_money_of_a_round_goes_to_exactly_as_many_as_there_is_room():
    open_round = round_(budget="100000.00")
    results = firms_claim(8, open_round)
    assert (len(winners(results)), codes(results)) == (2, ["round_budget"] * 6)
    assert Round.objects.get(pk=open_round.pk).free == 0
    assert broken() == []


def test_control_reading_before_writing_oversells_a_round(unguarded_round):
    open_round = round_(budget="50000.00")
    read = Barrier(2)

    def write_if_there_was_room(write_now):
        def written(claimed, **how):
            free = Round.objects.get(pk=claimed.round_id).free
            read.wait(PATIENCE)
            return write_now(claimed, **how) if free >= claimed.amount else None

        return written

    with without("claim_within_budget"), replaced(write_claim, write_if_there_was_room):
        assert len(winners(firms_claim(2, open_round))) == 2
    assert Coupon.objects.aggregate(total=Sum("amount"))["total"] > open_round.budget


def test_the_yearly_limit_of_one_applicant_over_two_rounds():
    firm, rounds = enterprise(), [round_(), round_()]
    for _ in range(3):
        claim(firm, rounds[0])
    results = together([lambda r=r: claim(firm, r) for r in rounds * 3])
    assert (len(winners(results)), codes(results)) == (1, ["annual_limit"] * 5)
    assert AnnualUse.objects.get(applicant=firm).used == Decimal("200000.00")
    assert broken() == []


def test_control_without_lock_and_condition_the_yearly_limit_is_passed():
    firm, rounds = enterprise(), [round_(), round_()]
    for _ in range(3):
        claim(firm, rounds[0])
    with without("send_party_lock", "claim_within_year"), meeting(read_claim_facts):
        assert len(winners(together([lambda r=r: claim(firm, r) for r in rounds]))) == 2
    assert AnnualUse.objects.get(applicant=firm).used == Decimal("250000.00")


def test_claims_and_lapses_of_one_round_keep_its_books():
    open_round = round_(budget="500000.00")
    for _ in range(4):
        coupon(in_round=open_round)
    firms = [enterprise() for _ in range(4)]
    claims = [lambda firm=firm: claim(firm, open_round, at=LATE) for firm in firms]
    results = together([*claims, lapse, lapse])
    assert len(winners(results[:4])) == 4
    assert sum(result["lapsed"] for result in results[4:]) + lapse()["lapsed"] == 4
    assert Round.objects.get(pk=open_round.pk).held == Decimal("200000.00")
    assert broken() == []


def test_control_counters_written_from_what_was_read_lose_money(unguarded_round):
    open_round = round_(budget="500000.00")
    read = Barrier(2)

    def write_what_was_read(write_now):
        def written(claimed, **how):
            row = Round.objects.get(pk=claimed.round_id)
            read.wait(PATIENCE)
            made = write_now(claimed, **how)
            now = {"free": row.free - claimed.amount, "held": row.held + claimed.amount}
            Round.objects.filter(pk=row.pk).update(**now)
            return made

        return written

    with replaced(write_claim, write_what_was_read):
        firms_claim(2, open_round)
    assert Round.objects.get(pk=open_round.pk).held == Decimal("50000.00")
    assert Coupon.objects.count() == 2


def claim_with_key(firm, in_round, key):
    request = keyed(actor_id=7, key=key, round=in_round.pk)
    amount = Decimal("50000.00")
    return claim_by_key(round_id=in_round.pk, applicant_id=firm.pk, amount=amount, request=request)


def test_one_key_sent_many_times_at_once_claims_once():
    firm, open_round, key = enterprise(), round_(), uuid4()
    results = together([lambda: claim_with_key(firm, open_round, key)] * 6)
    assert len({outcome.body["id"] for outcome in results}) == 1
    assert sorted(outcome.replayed for outcome in results) == [False] + [True] * 5
    assert Coupon.objects.count() == 1


def test_control_a_key_looked_up_but_not_taken_claims_twice():
    open_round = round_()
    firms = [(enterprise(), uuid4()) for _ in range(8)]
    with without("send_key", "core_idempotencykey_pkey", emptied="core_idempotencykey"):
        for firm, key in firms:
            together([lambda firm=firm, key=key: claim_with_key(firm, open_round, key)] * 2)
    assert Coupon.objects.count() > len(firms)


def test_the_same_key_with_another_body_is_refused():
    firm, first, second, key = enterprise(), round_(), round_(), uuid4()
    claim_with_key(firm, first, key)
    results = together([lambda: claim_with_key(firm, second, key)])
    assert codes(results) == ["idempotency_key_reused"]


def a_bar_in_the_making(firm):
    """A bar that is proposed and heard, and not yet decided."""
    officer = staff("case_officer").user_id
    proposed = propose_sanction(
        party_id=firm.pk,
        measure="applicant_barred",
        reason="提供虚假信息",
        begins_on=MONDAY.date(),
        until=date(2027, 3, 1),
        actor_id=officer,
        at=MONDAY,
    )
    return hear_sanction(sanction_id=proposed.pk, statement="已听取陈述", actor_id=officer, at=MONDAY)


def claim_beside_a_bar(firm, open_round):
    """Claim with facts read before a concurrent bar is decided, then write."""
    bar, approver = a_bar_in_the_making(firm), staff("approver").user_id
    gathered, decided = Event(), Event()

    def wait_for_the_bar():
        gathered.set()
        until_blocked_or(decided.is_set)

    def decide():
        gathered.wait(PATIENCE)
        decide_sanction(sanction_id=bar.pk, actor_id=approver, at=MONDAY)
        decided.set()
        return Coupon.objects.filter(applicant=firm).count()

    with after(read_claim_facts, wait_for_the_bar):
        return together([lambda: claim(firm, open_round), decide])


def test_a_bar_waits_for_the_claim_it_would_deny():
    made, coupons_when_decided = claim_beside_a_bar(enterprise(), round_())
    assert made.state == "claimed"
    assert coupons_when_decided == 1


def test_control_without_the_partys_lock_a_barred_firm_gets_a_coupon():
    with without("send_party_lock"):
        made, coupons_when_decided = claim_beside_a_bar(enterprise(), round_())
    assert made.state == "claimed"
    assert coupons_when_decided == 0


def close_beside_a_claim(open_round):
    """Close a round after a claim has read it as open."""
    officer = staff("case_officer").user_id

    def close():
        together([lambda: close_round(round_id=open_round.pk, reason="调整安排", actor_id=officer, at=MONDAY)])

    with after(read_claim_facts, close):
        return together([lambda: claim(enterprise(), open_round)])


def test_a_round_closed_meanwhile_takes_no_claim():
    open_round = round_()
    assert codes(close_beside_a_claim(open_round)) == ["round_closed"]
    assert not Coupon.objects.exists()


def test_control_a_hold_that_looks_at_the_money_alone_lets_the_claim_in():
    open_round = round_()
    with without("claim_in_running_round"):
        assert len(winners(close_beside_a_claim(open_round))) == 1
    assert Round.objects.get(pk=open_round.pk).state == "closed"


def round_could_be_had_while_the_year_is_waited_for():
    firm, open_round = enterprise(), round_()
    claim(firm, open_round)
    held, claimed, had = Event(), Event(), []

    @write
    def hold_the_year():
        AnnualUse.objects.select_for_update().get(applicant=firm)
        held.set()
        until_blocked_or(claimed.is_set)
        had.append(Round.objects.select_for_update(skip_locked=True).filter(pk=open_round.pk).exists())

    def claim_again():
        held.wait(PATIENCE)
        claim(firm, open_round)
        claimed.set()

    assert codes(together([hold_the_year, claim_again])) == []
    return had


def test_the_round_is_touched_after_the_year():
    assert round_could_be_had_while_the_year_is_waited_for() == [True]


def test_control_a_statement_that_asks_for_no_year_touches_the_round_first():
    with without("round_after_year"):
        assert round_could_be_had_while_the_year_is_waited_for() == [False]

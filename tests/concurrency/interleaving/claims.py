"""Pairs: claims with each other and with operations that take away their money or permission."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from accounts.models import Party
from oversight.services.sanctions import decide_sanction, hear_sanction, propose_sanction
from tests.concurrency.interleaving.pairs import Meeting, Work, ignore, pair
from tests.factories.contracts import MONDAY, staff
from tests.factories.rounds import (
    LATE,
    appropriation,
    claim_by_key,
    coupon,
    draft_round,
    enterprise,
    keyed,
    round_,
)
from vouchers.models import Coupon, Round
from vouchers.services.budget_changes import approve_budget_change, propose_budget
from vouchers.services.coupons import return_coupon
from vouchers.services.lapses import lapse_unregistered
from vouchers.services.rounds import announce_round, close_round, propose_round, settle_round

TUESDAY = MONDAY + timedelta(days=1)
AFTER_ROUND = MONDAY + timedelta(days=40)


def claiming(of: Party, in_round: Round, amount: str = "50000.00") -> Work:
    """Claim at the last second in which older coupons can still be registered."""
    request = keyed(at=LATE - timedelta(seconds=1))
    return partial(claim_by_key, round_id=in_round.pk, applicant_id=of.pk, amount=Decimal(amount), request=request)


def returning(one: Coupon) -> Work:
    """Return the coupon, as the applicant."""
    return partial(return_coupon, coupon_id=one.pk, applicant_id=one.applicant_id, actor_id=1, at=TUESDAY)


def lapsing() -> Work:
    """Run the job that lapses unregistered coupons."""
    return partial(lapse_unregistered, at=LATE, progress=ignore)


def budget_to(of: Round, budget: str) -> Work:
    """Approve a change of the budget, which an officer has proposed."""
    officer, approver = staff("case_officer").user_id, staff("approver").user_id
    proposed = propose_budget(round_id=of.pk, budget=Decimal(budget), reason="预算调整", actor_id=officer, at=MONDAY)
    return partial(approve_budget_change, change_id=proposed.pk, actor_id=approver, at=MONDAY)


def announcing(drafted: Round) -> Work:
    """Announce a round that an officer has proposed."""
    propose_round(round_id=drafted.pk, actor_id=staff("case_officer").user_id, at=MONDAY)
    return partial(announce_round, round_id=drafted.pk, actor_id=staff("approver").user_id, at=MONDAY)


def closing(of: Round) -> Work:
    """Close the round early, as an officer."""
    return partial(close_round, round_id=of.pk, reason="调整安排", actor_id=1, at=MONDAY)


@pair("claim × claim: the last money of a round")
def last_money() -> Meeting:
    open_round = round_(budget="50000.00")
    return Meeting(a=claiming(enterprise(), open_round), b=claiming(enterprise(), open_round))


@pair("claim × claim: one applicant, two rounds, room in its year for one")
def last_of_a_year() -> Meeting:
    firm, rounds = enterprise(), [round_(), round_()]
    for _ in range(3):
        coupon(of=firm, in_round=rounds[0])
    return Meeting(a=claiming(firm, rounds[0]), b=claiming(firm, rounds[1]))


@pair("claim × claim: one applicant, room for both")
def two_of_a_year() -> Meeting:
    firm, rounds = enterprise(), [round_(), round_()]
    return Meeting(a=claiming(firm, rounds[0], "20000.00"), b=claiming(firm, rounds[1], "30000.00"))


@pair("claim × claim: two applicants, room for both")
def two_of_a_round() -> Meeting:
    open_round = round_()
    return Meeting(a=claiming(enterprise(), open_round, "20000.00"), b=claiming(enterprise(), open_round))


@pair("claim × lapse: the year and the money of the lapsed coupon")
def claim_and_lapse() -> Meeting:
    firm, open_round = enterprise(), round_(budget="200000.00")
    for _ in range(4):
        coupon(of=firm, in_round=open_round)
    return Meeting(a=claiming(firm, open_round), b=lapsing(), afterwards=lapsing())


@pair("claim × return: the year and the money of the returned coupon")
def claim_and_return() -> Meeting:
    firm, open_round = enterprise(), round_(budget="200000.00")
    made = [coupon(of=firm, in_round=open_round) for _ in range(4)]
    return Meeting(a=claiming(firm, open_round), b=returning(made[0]))


@pair("claim × closing of the round")
def claim_and_close() -> Meeting:
    open_round = round_()
    never = """
        SELECT 'claimed after the closing' FROM vouchers_movement m JOIN core_event closing ON closing.id < m.event_id
        WHERE m.cause = 'claim' AND closing.type = 'round.closed' AND closing.subject_id = m.round_id
    """
    return Meeting(a=claiming(enterprise(), open_round), b=closing(open_round), never=never)


@pair("claim × lower budget")
def claim_and_lower_budget() -> Meeting:
    open_round = round_(budget="100000.00")
    return Meeting(a=claiming(enterprise(), open_round), b=budget_to(open_round, "20000.00"))


@pair("claim × higher budget")
def claim_and_higher_budget() -> Meeting:
    open_round = round_(budget="20000.00")
    return Meeting(a=claiming(enterprise(), open_round), b=budget_to(open_round, "100000.00"))


@pair("claim × bar of the applicant")
def claim_and_bar() -> Meeting:
    firm, officer, approver = enterprise(), staff("case_officer").user_id, staff("approver").user_id
    proposed = propose_sanction(
        party_id=firm.pk,
        measure="applicant_barred",
        reason="提供虚假信息",
        begins_on=MONDAY.date(),
        until=date(2027, 3, 1),
        actor_id=officer,
        at=MONDAY,
    )
    hear_sanction(sanction_id=proposed.pk, statement="已听取陈述", actor_id=officer, at=MONDAY)
    bar = partial(decide_sanction, sanction_id=proposed.pk, actor_id=approver, at=MONDAY)
    never = """
        SELECT 'claimed after its bar' FROM core_event claim JOIN core_event bar USING (party_id)
        WHERE claim.type = 'coupon.claimed' AND bar.type = 'sanction.decided' AND claim.id > bar.id
    """
    return Meeting(a=claiming(firm, round_()), b=bar, never=never)


@pair("one key twice")
def one_key() -> Meeting:
    once = claiming(enterprise(), round_())
    return Meeting(a=once, b=once)


@pair("return × return: a second click")
def return_twice() -> Meeting:
    firm, open_round = enterprise(), round_()
    made = [coupon(of=firm, in_round=open_round) for _ in range(2)]
    return Meeting(a=returning(made[0]), b=returning(made[0]))


@pair("return × lapse")
def return_and_lapse() -> Meeting:
    firm, open_round = enterprise(), round_()
    made = [coupon(of=firm, in_round=open_round) for _ in range(2)]
    return Meeting(a=returning(made[0]), b=lapsing(), afterwards=lapsing())


@pair("lapse × lapse: two beats")
def lapse_twice() -> Meeting:
    open_round = round_()
    for firm in (enterprise(), enterprise()):
        coupon(of=firm, in_round=open_round)
        claiming(firm, open_round)()
    return Meeting(a=lapsing(), b=lapsing(), afterwards=lapsing())


@pair("approve × approve: one change of a budget")
def budget_twice() -> Meeting:
    approving = budget_to(round_(budget="100000.00"), "150000.00")
    return Meeting(a=approving, b=approving)


@pair("announce × announce: the last money of a year")
def last_money_of_a_year() -> Meeting:
    appropriation(amount="100000.00")
    drafts = [draft_round(budget="60000.00") for _ in range(2)]
    return Meeting(a=announcing(drafts[0]), b=announcing(drafts[1]))


@pair("return × settlement of the round")
def return_and_settle() -> Meeting:
    open_round = round_()
    made = coupon(in_round=open_round)
    close_round(round_id=open_round.pk, reason="调整安排", actor_id=1, at=MONDAY)
    settle = partial(settle_round, round_id=open_round.pk, actor_id=1, at=AFTER_ROUND)
    return Meeting(a=returning(made), b=settle)

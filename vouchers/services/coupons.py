"""Coupons: claimed by the applicant, given back by it before registration (articles 12, 15.1)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial

from accounts.selectors.locks import lock_party, locked_party
from core.database.transactions import at_the_end, write
from core.events.recording import Change
from core.sql import Asked, NextKey, together
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from core.values.money import yuan
from vouchers.models import Coupon, Round
from vouchers.rules import deadlines
from vouchers.rules.claims import ClaimFacts, claim_limit, claim_refusals
from vouchers.rules.policies import Policy
from vouchers.rules.states import COUPON
from vouchers.selectors.claim_facts import as_kept, claim_questions, closing_moment, gather_claim_facts
from vouchers.selectors.locks import lock_coupon
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import get_round
from vouchers.services.books import write_claim
from vouchers.services.moves import move_coupons


@write
def claim_coupon(*, round_id: int, applicant_id: int, amount: Decimal, actor_id: int, at: datetime) -> Coupon:
    """Claim a coupon of this amount in yuan from a round (申领创新券, articles 7, 12, 15.1).

    The party is locked first, so that nothing about it changes while it is decided; the round's row is touched last, by
    a conditional UPDATE. `Refused` with every code of the rules; `party_not_verified`; `not_found` for the round.
    """
    party = lock_party(applicant_id)
    if party.state != "verified":
        raise DomainError("party_not_verified", kind="refused", state=party.state)
    with together(*_questions(round_id=round_id, applicant_id=applicant_id, at=at)):
        coupon = _claim(round_id=round_id, applicant_id=applicant_id, amount=amount, actor_id=actor_id, at=at)
    coupon.applicant = party
    return coupon


def claim_ahead(*, round_id: int, applicant_id: int, at: datetime) -> Sequence[Asked]:
    """What a claim asks first, the party's lock before its facts, for a request that asks it with its key."""
    questions = _questions(round_id=round_id, applicant_id=applicant_id, at=at)
    return (Asked(locked_party, {"party_id": applicant_id}), *questions)


@write
def return_coupon(*, coupon_id: int, applicant_id: int, actor_id: int, at: datetime) -> Coupon:
    """Give an unregistered coupon back (自愿退回): its money is free again and its year is credited.

    `not_found` for another's; `illegal_state` once registered or ended; `coupon_late` when its day is over.
    """
    coupon = lock_coupon(coupon_id)
    if coupon.applicant_id != applicant_id:
        raise DomainError("not_found", kind="missing")
    COUPON.get_edge(source=coupon.state, target="returned")
    if coupon.state == "registered":
        raise DomainError("illegal_state", kind="refused", state=coupon.state)
    if coupon.register_by < beijing_day(at):
        raise DomainError("coupon_late", kind="refused", limit=coupon.register_by.isoformat())
    move_coupons(coupons=[coupon], target="returned", at=at, actor_id=actor_id)
    return coupon


def _questions(*, round_id: int, applicant_id: int, at: datetime) -> Sequence[Asked]:
    """What is read, and the coupon's number, which the kept answer names before the coupon is written."""
    on = beijing_day(at)
    return (*claim_questions(round_id=round_id, applicant_id=applicant_id, on=on), Asked(next_coupon, {}))


next_coupon = NextKey(Coupon)


def _claim(*, round_id: int, applicant_id: int, amount: Decimal, actor_id: int, at: datetime) -> Coupon:
    round_ = get_round(round_id)
    policy = get_policy(round_.policy_version_id)
    facts = gather_claim_facts(round_=round_, applicant_id=applicant_id, amount=amount, at=at)
    if refusals := claim_refusals(facts=facts, policy=policy):
        raise Refused(refusals)
    coupon = _new_coupon(round_=round_, applicant_id=applicant_id, facts=facts, policy=policy)
    limit, told = claim_limit(facts=facts, policy=policy), _told(coupon, actor_id=actor_id)
    too_late = partial(_too_late, facts, policy=policy, round_id=round_id)
    at_the_end(lambda: write_claim(coupon, told=told, limit=limit, too_late=too_late))
    return coupon


def _new_coupon(*, round_: Round, applicant_id: int, facts: ClaimFacts, policy: Policy) -> Coupon:
    claimed_on = beijing_day(facts.at)
    register_by = deadlines.register_by(claimed_on=claimed_on, policy=policy, calendar=get_calendar())
    return Coupon(
        pk=next_coupon.rows()[0],
        round=round_,
        applicant_id=applicant_id,
        year=claimed_on.year,
        amount=facts.amount,
        cap=policy.coupon_cap,
        claimed_at=facts.at,
        claimed_on=claimed_on,
        facts=as_kept(facts=facts, policy=policy),
        register_by_raw=register_by.raw,
        register_by=register_by.day,
        provisional=register_by.provisional,
        calendar_version=register_by.calendar_version,
    )


def _told(coupon: Coupon, *, actor_id: int) -> Change:
    return Change(
        type="coupon.claimed",
        subject_kind="coupon",
        subject_id=coupon.pk,
        party_id=coupon.applicant_id,
        actor_id=actor_id,
        at=coupon.claimed_at,
        to_state=coupon.state,
        data={
            "amount": yuan(coupon.amount),
            "round": coupon.round_id,
            "register_by": coupon.register_by.isoformat(),
        },
    )


def _too_late(facts: ClaimFacts, *, policy: Policy, round_id: int) -> DomainError:
    """Somebody was faster: what the rules say of the round as it is now; `busy` where there is room again."""
    round_ = Round.objects.get(pk=round_id)
    now = replace(facts, remaining=round_.free, closes_at=closing_moment(round_, at=facts.at))
    refusals = claim_refusals(facts=now, policy=policy)
    return Refused(refusals) if refusals else DomainError("busy", kind="busy")

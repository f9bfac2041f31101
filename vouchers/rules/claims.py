"""申领. Whether an amount may be claimed, and the most that could be (articles 12, 15.1). Yuan. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.values.deadlines import BEIJING, beijing_day
from core.values.errors import Refusal
from core.values.money import ZERO, is_amount, yuan
from vouchers.rules.annual_limits import annual_limit
from vouchers.rules.eligibility import ApplicantFacts, eligibility_refusals
from vouchers.rules.policies import Policy

ARTICLE = "第十二条"
AMOUNT_REFUSALS = frozenset({"amount", "coupon_cap", "annual_limit", "round_budget"})
"""Refusals that another amount could avoid. Any other refusal excludes every claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """The facts of a claim at the moment `at`: the applicant, its annual use, the round's window and free money."""

    at: datetime
    applicant: ApplicantFacts
    barred_until: date | None
    used_this_year: Decimal
    amount: Decimal
    opens_at: datetime
    closes_at: datetime
    remaining: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRest:
    """余额. The parts of the annual limit and of the round's money that a claim leaves. Yuan."""

    of_year: Decimal
    of_round: Decimal


def claim_refusals(*, facts: ClaimFacts, policy: Policy) -> tuple[Refusal, ...]:
    """Return every reason against the claim, those of eligibility first; empty if it is allowed."""
    eligibility = eligibility_refusals(
        applicant=facts.applicant, on=beijing_day(facts.at), barred_until=facts.barred_until, policy=policy
    )
    return (*eligibility, *_round(facts), *_size(facts, policy))


def max_amount(*, facts: ClaimFacts, policy: Policy) -> Decimal:
    """Return the most that could be claimed: the least of the cap, the rest of the annual limit and the round's free
    money.

    0.00 if that is less than the smallest coupon, or if a refusal does not depend on the amount.
    """
    if any(refusal.code not in AMOUNT_REFUSALS for refusal in claim_refusals(facts=facts, policy=policy)):
        return ZERO
    most = min(policy.coupon_cap, _left_of_year(facts, policy), facts.remaining)
    return most if most >= policy.coupon_smallest else ZERO


def rest_after(*, facts: ClaimFacts, policy: Policy) -> ClaimRest:
    """Return what a claim that is allowed would leave."""
    return ClaimRest(of_year=_left_of_year(facts, policy) - facts.amount, of_round=facts.remaining - facts.amount)


def claim_limit(*, facts: ClaimFacts, policy: Policy) -> Decimal:
    """Return the annual limit that the claim is tested against."""
    return annual_limit(applicant=facts.applicant, on=beijing_day(facts.at), policy=policy)


def _round(facts: ClaimFacts) -> Iterator[Refusal]:
    if not facts.opens_at <= facts.at < facts.closes_at:
        yield Refusal(
            code="round_closed",
            params={
                "opens_at": _beijing_time(facts.opens_at),
                "closes_at": _beijing_time(facts.closes_at),
                "article": ARTICLE,
            },
        )


def _beijing_time(moment: datetime) -> str:
    """Return the moment in Beijing time; unchanged if that would be after the year 9999."""
    try:
        return moment.astimezone(BEIJING).isoformat()
    except OverflowError:
        return moment.isoformat()


def _size(facts: ClaimFacts, policy: Policy) -> Iterator[Refusal]:
    amount = facts.amount
    if not is_amount(amount) or amount < policy.coupon_smallest:
        yield _refuse("amount", amount=str(amount), least=yuan(policy.coupon_smallest))
        return
    if amount > policy.coupon_cap:
        yield _refuse("coupon_cap", limit=yuan(policy.coupon_cap), amount=yuan(amount))
    left = _left_of_year(facts, policy)
    if amount > left:
        yield _refuse(
            "annual_limit",
            limit=yuan(claim_limit(facts=facts, policy=policy)),
            used=yuan(facts.used_this_year),
            left=yuan(max(ZERO, left)),
            amount=yuan(amount),
        )
    if amount > facts.remaining:
        yield _refuse("round_budget", left=yuan(max(ZERO, facts.remaining)), amount=yuan(amount))


def _left_of_year(facts: ClaimFacts, policy: Policy) -> Decimal:
    return claim_limit(facts=facts, policy=policy) - facts.used_this_year


def _refuse(code: str, **params: str) -> Refusal:
    return Refusal(code=code, params={**params, "article": ARTICLE}, field="amount")

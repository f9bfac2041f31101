"""Claims: an applicant claims a coupon of a round (申领创新券, articles 7, 12, 15.1)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from accounts.rules.states import PartyState
from accounts.selectors.locks import read_locked_party, send_party_lock
from core.database.transactions import pipeline, write
from core.idempotency.commands import KeyedRequest, Outcome, keep_answer, read_key, send_key
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from vouchers.models import Coupon, Round
from vouchers.rules.claims import claim_limit, claim_refusals
from vouchers.rules.deadlines import register_by
from vouchers.selectors.claim_facts import closing_moment, stored_facts
from vouchers.selectors.claims import ClaimBasis, read_claim_facts, send_claim_facts
from vouchers.services.books import NewCoupon, write_claim


@write
def claim_coupon(
    *, round_id: int, applicant_id: int, amount: Decimal, request: KeyedRequest, render: Callable[[Coupon], Any]
) -> Outcome:
    """Claim a coupon of this amount in yuan and store the rendered answer. A repeated request gets the stored answer.

    `Refused` with every code of the rules; `party_not_verified`; `not_found` for the round; `not_an_applicant`;
    `idempotency_key_reused`. A refusal stores no key and uses no coupon number.
    """
    at, actor_id = request.at, request.actor_id
    # One round trip, but three statements: facts read by the locking statement itself would be older than the lock.
    with pipeline():
        key = send_key(request)
        lock = send_party_lock(applicant_id)
        facts = send_claim_facts(round_id=round_id, applicant_id=applicant_id, on=beijing_day(at))
    if (answer := read_key(request, key)) is not None:
        return answer
    applicant = read_locked_party(lock)
    if applicant.state != PartyState.VERIFIED:
        raise DomainError("party_not_verified", kind="refused", state=applicant.state)
    basis = read_claim_facts(facts, applicant_id=applicant_id, amount=amount, at=at)
    if refusals := claim_refusals(facts=basis.facts, policy=basis.policy):
        raise Refused(refusals)
    limit = claim_limit(facts=basis.facts, policy=basis.policy)
    coupon = write_claim(_new_coupon(basis, applicant_id=applicant_id), limit=limit, actor_id=actor_id)
    if coupon is None:
        raise _refusal_after_race(basis)
    coupon.applicant, coupon.round = applicant, basis.round_
    return keep_answer(request, render(coupon))


def _new_coupon(basis: ClaimBasis, *, applicant_id: int) -> NewCoupon:
    facts, policy = basis.facts, basis.policy
    claimed_on = beijing_day(facts.at)
    deadline = register_by(claimed_on=claimed_on, policy=policy, calendar=basis.calendar)
    return NewCoupon(
        round_id=basis.round_.pk,
        applicant_id=applicant_id,
        year=claimed_on.year,
        amount=facts.amount,
        cap=policy.coupon_cap,
        claimed_at=facts.at,
        claimed_on=claimed_on,
        facts=stored_facts(facts=facts, policy=policy),
        register_by_raw=deadline.raw,
        register_by=deadline.day,
        provisional=deadline.provisional,
        calendar_version=deadline.calendar_version,
    )


def _refusal_after_race(basis: ClaimBasis) -> DomainError:
    """Return why a concurrent claim or closing won, by the round as it is now; `busy` if a claim is possible again."""
    round_ = Round.objects.get(pk=basis.round_.pk)
    now = replace(basis.facts, remaining=round_.free, closes_at=closing_moment(round_, at=basis.facts.at))
    refusals = claim_refusals(facts=now, policy=basis.policy)
    return Refused(refusals) if refusals else DomainError("busy", kind="busy")

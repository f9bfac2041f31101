"""合作项目. Whether a request can become a contract with coupons (articles 5, 12, 15.2). Yuan, Beijing days. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.values.errors import Refusal
from core.values.money import FEN, total, yuan
from vouchers.rules.policies import Policy
from vouchers.rules.registrations import purpose_refusals, share_refusals, validity_refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCoupon:
    """A claimed coupon. `valid_until` is the day it is valid until if it is registered on its last day."""

    amount: Decimal
    register_by: date
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """A request and the coupons that its applicant holds. `coupon_amount` and `needed_by` are None while undecided."""

    categories: frozenset[str]
    amount: Decimal
    statutory_testing: bool
    municipal_funding: bool
    coupon_amount: Decimal | None
    needed_by: date | None
    answer_by: date
    coupons: tuple[HeldCoupon, ...] = ()


def request_refusals(*, facts: RequestFacts, policies: Sequence[Policy]) -> tuple[Refusal, ...]:
    """Return every reason why the request can never become a contract with coupons; empty if it can.

    `policies` are those whose coupons the applicant may use. A reason that one of them does not have is none.
    """
    by_policy = [_by_policy(facts, policy) for policy in policies]
    if not by_policy:
        return ()
    shared = set.intersection(*({refusal.code for refusal in found} for found in by_policy))
    return (*(refusal for refusal in by_policy[0] if refusal.code in shared), *_coupons(facts))


def _by_policy(facts: RequestFacts, policy: Policy) -> list[Refusal]:
    categories: list[str | None] = [*sorted(facts.categories)] or [None]
    purposes = [
        refusal
        for category in categories
        for refusal in purpose_refusals(
            category=category,
            statutory_testing=facts.statutory_testing,
            municipal_funding=facts.municipal_funding,
            policy=policy,
        )
    ]
    share = share_refusals(coupons=facts.coupon_amount or Decimal(0), amount=facts.amount, policy=policy)
    unique = {(refusal.code, refusal.params.get("value")): refusal for refusal in purposes}
    return [*unique.values(), *(replace(refusal, field="coupon_amount") for refusal in share)]


def _coupons(facts: RequestFacts) -> Iterator[Refusal]:
    """Refuse if coupons that would be enough end before the answer of the unit or before the work.

    While their amount is undecided, any coupon that lasts until the work is enough.
    """
    wanted, held = facts.coupon_amount, facts.coupons
    if wanted is None and held and facts.needed_by is not None:
        yield from _ends_first(held, wanted=FEN, needed_by=facts.needed_by)
    if wanted is None or wanted > total(coupon.amount for coupon in held):
        return
    in_time = [coupon for coupon in held if coupon.register_by >= facts.answer_by]
    left = total(coupon.amount for coupon in in_time)
    if wanted > left:
        yield _lapses_first(facts, wanted=wanted, left=left)
    elif facts.needed_by is not None:
        yield from _ends_first(in_time, wanted=wanted, needed_by=facts.needed_by)


def _lapses_first(facts: RequestFacts, *, wanted: Decimal, left: Decimal) -> Refusal:
    first = min(coupon.register_by for coupon in facts.coupons)
    params = {
        "limit": first.isoformat(),
        "value": facts.answer_by.isoformat(),
        "left": yuan(left),
        "amount": yuan(wanted),
        "article": "第十五条",
    }
    return Refusal(code="coupon_lapses_first", params=params, field="coupon_amount")


def _ends_first(coupons: Sequence[HeldCoupon], *, wanted: Decimal, needed_by: date) -> Iterator[Refusal]:
    if wanted <= total(coupon.amount for coupon in coupons if coupon.valid_until >= needed_by):
        return
    earliest = min(coupon.valid_until for coupon in coupons)
    for refusal in validity_refusals(end=needed_by, valid_until=earliest):
        yield replace(refusal, field="needed_by")

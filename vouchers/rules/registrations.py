"""科研活动登记. Whether coupons may be registered on a contract (articles 5, 12, 15.2). Yuan, Beijing days. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.values.calendar import Calendar
from core.values.deadlines import Deadline
from core.values.errors import Refusal
from core.values.money import share_of, total, yuan
from core.values.numbers import percent_text
from vouchers.rules import deadlines
from vouchers.rules.policies import Policy
from vouchers.rules.states import CouponState

ADMITTED_UNIT = "admitted"
"""The state of an open unit that may accept coupons (facilities/rules/states.py); rules import their own app only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponFacts:
    """A coupon to be registered. `register_by` is the stored last day; None if it is to be counted from the claim."""

    amount: Decimal
    claimed_on: date
    state: str
    same_applicant: bool
    register_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """The contract that coupons are to be registered on."""

    amount: Decimal
    start: date
    end: date
    category: str
    statutory_testing: bool
    municipal_funding: bool
    related_party: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFacts:
    """The facts of a registration.

    `coupons` are those to be registered now. `registered` is the sum of the coupons already on the contract;
    `valid_before` is the earliest day that those are valid until.
    """

    on: date
    coupons: tuple[CouponFacts, ...]
    contract: ContractFacts
    unit_status: str
    registered: Decimal = Decimal("0.00")
    valid_before: date | None = None


def registration_refusals(*, facts: RegistrationFacts, policy: Policy, calendar: Calendar) -> tuple[Refusal, ...]:
    """Return every reason against the registration, in the order of docs/domain.md section 4; empty if allowed."""
    return tuple(_refusals(facts, policy, calendar))


def registration_valid_until(*, facts: RegistrationFacts, policy: Policy, calendar: Calendar) -> Deadline:
    """有效期. The earliest day among the coupons, by which the service must be done."""
    return deadlines.earliest(
        deadlines.valid_until(claimed_on=coupon.claimed_on, registered_on=facts.on, policy=policy, calendar=calendar)
        for coupon in facts.coupons
    )


def registration_register_by(*, facts: RegistrationFacts, policy: Policy, calendar: Calendar) -> date:
    """登记期限. The earliest day among the coupons, by which they must be registered; a stored day is used unchanged."""
    return min(
        coupon.register_by or deadlines.register_by(claimed_on=coupon.claimed_on, policy=policy, calendar=calendar).day
        for coupon in facts.coupons
    )


def registration_redeem_by(*, facts: RegistrationFacts, policy: Policy, calendar: Calendar) -> Deadline:
    """兑现期限. The last day to apply for redemption if the contract ends as agreed."""
    return deadlines.redeem_by(contract_end=facts.contract.end, policy=policy, calendar=calendar)


def coupon_limit(*, amount: Decimal, policy: Policy) -> Decimal:
    """Return the most that coupons may pay of a contract amount, rounded down to the fen (article 12)."""
    return share_of(amount=amount, share=policy.contract_share)


def own_share(*, amount: Decimal, coupons: Decimal) -> Decimal:
    """自付部分. The part of a contract amount that the applicant pays itself."""
    return amount - coupons


def share_refusals(*, coupons: Decimal, amount: Decimal, policy: Policy) -> tuple[Refusal, ...]:
    """Return `contract_share` if the coupons exceed the policy's share of the contract amount."""
    limit = coupon_limit(amount=amount, policy=policy)
    if coupons <= limit:
        return ()
    return (
        Refusal(
            code="contract_share",
            params={
                "limit": yuan(limit),
                "coupons": yuan(coupons),
                "amount": yuan(amount),
                "share": percent_text(policy.contract_share),
                "article": "第十二条",
            },
            field="amount",
        ),
    )


def validity_refusals(*, end: date, valid_until: date) -> tuple[Refusal, ...]:
    """Return `valid_until` if the contract ends later than its coupons are valid."""
    if end <= valid_until:
        return ()
    params = {"limit": valid_until.isoformat(), "value": end.isoformat(), "article": "第十五条"}
    return (Refusal(code="valid_until", params=params, field="end"),)


def date_refusals(*, start: date, end: date) -> tuple[Refusal, ...]:
    """Return `contract_dates` if the contract ends before it starts."""
    if start <= end:
        return ()
    params = {"start": start.isoformat(), "end": end.isoformat(), "article": "第十五条"}
    return (Refusal(code="contract_dates", params=params, field="end"),)


def purpose_refusals(
    *, category: str | None, statutory_testing: bool, municipal_funding: bool, policy: Policy
) -> tuple[Refusal, ...]:
    """Return the purposes that the policy excludes: other categories, statutory testing, municipal funding.

    `category` is None while no service is chosen.
    """
    found = []
    if category is not None and category not in policy.service_categories:
        found.append(
            Refusal(code="service_category", params={"value": category, "article": "第五条"}, field="category")
        )
    if statutory_testing and not policy.statutory_testing:
        found.append(Refusal(code="statutory_testing", params={"article": "第五条"}, field="statutory_testing"))
    if municipal_funding and not policy.municipal_funding:
        found.append(Refusal(code="municipal_funding", params={"article": "第十二条"}, field="municipal_funding"))
    return tuple(found)


def is_related_party_refused(*, related: bool, policy: Policy) -> bool:
    """Whether the policy refuses a contract between related parties; if not, the relation is only marked or ignored."""
    return related and policy.related_party == "refuse"


def state_refusals(states: Iterable[str]) -> tuple[Refusal, ...]:
    """Return `coupon_state` if one of the coupons is in a state from which it cannot be registered."""
    others = sorted({state for state in states if state != CouponState.CLAIMED})
    if not others:
        return ()
    return (Refusal(code="coupon_state", params={"value": "、".join(others), "article": "第十五条"}, field="coupons"),)


def _refusals(facts: RegistrationFacts, policy: Policy, calendar: Calendar) -> Iterator[Refusal]:
    contract = facts.contract
    if facts.unit_status != ADMITTED_UNIT:
        yield Refusal(code="not_open_unit", params={"value": facts.unit_status, "article": "第十条"})
    if not all(coupon.same_applicant for coupon in facts.coupons):
        yield Refusal(code="other_applicant", params={"article": "第十六条"}, field="coupons")
    yield from purpose_refusals(
        category=contract.category,
        statutory_testing=contract.statutory_testing,
        municipal_funding=contract.municipal_funding,
        policy=policy,
    )
    yield from _late(facts, policy, calendar)
    yield from date_refusals(start=contract.start, end=contract.end)
    valid = registration_valid_until(facts=facts, policy=policy, calendar=calendar).day
    yield from validity_refusals(end=contract.end, valid_until=min(valid, facts.valid_before or valid))
    yield from _share(facts, policy)
    yield from state_refusals(coupon.state for coupon in facts.coupons)
    if is_related_party_refused(related=contract.related_party, policy=policy):
        yield Refusal(code="related_party", params={"article": "第十六条"}, field="related_party")


def _late(facts: RegistrationFacts, policy: Policy, calendar: Calendar) -> Iterator[Refusal]:
    last = registration_register_by(facts=facts, policy=policy, calendar=calendar)
    if facts.on > last:
        params = {"limit": last.isoformat(), "value": facts.on.isoformat(), "article": "第十五条"}
        yield Refusal(code="register_by", params=params, field="coupons")


def _share(facts: RegistrationFacts, policy: Policy) -> tuple[Refusal, ...]:
    coupons = facts.registered + total(coupon.amount for coupon in facts.coupons)
    return share_refusals(coupons=coupons, amount=facts.contract.amount, policy=policy)

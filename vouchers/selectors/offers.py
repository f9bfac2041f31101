"""What coupons that an applicant chooses for a contract would pay, by the rule of the registration."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.values.errors import Refusal
from core.values.money import total
from vouchers.models import Coupon, ServiceContract
from vouchers.rules.policies import Policy
from vouchers.rules.registrations import coupon_limit, own_share, share_refusals
from vouchers.selectors.coupons import list_offerable_coupons
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import policy_versions_of_rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenCoupons:
    """What the chosen coupons pay of a contract with those registered before, and what remains. Yuan.

    `limit` is what coupons may pay at most.
    """

    limit: Decimal
    registered: Decimal
    chosen: Decimal
    own_share: Decimal
    refusals: tuple[Refusal, ...]

    @property
    def remaining(self) -> Decimal:
        """What further coupons may pay; negative if too many are chosen."""
        return self.limit - self.registered - self.chosen


def preview_offer(contract: ServiceContract, coupons: Sequence[Coupon], *, policy: Policy) -> ChosenCoupons:
    """Return what these coupons would pay of the contract. Changes nothing."""
    chosen = total(coupon.amount for coupon in coupons)
    held = contract.coupon_total + chosen
    return ChosenCoupons(
        limit=coupon_limit(amount=contract.amount, policy=policy),
        registered=contract.coupon_total,
        chosen=chosen,
        own_share=own_share(amount=contract.amount, coupons=held),
        refusals=share_refusals(coupons=held, amount=contract.amount, policy=policy),
    )


def preview_chosen(
    contract: ServiceContract, *, chosen: Collection[int], applicant_id: int, at: datetime
) -> ChosenCoupons | None:
    """Return what the chosen ones of the applicant's offerable coupons would pay; None if it has no such coupon.

    Ids of other coupons are passed over.
    """
    offerable = list(list_offerable_coupons(applicant_id=applicant_id, at=at))
    if not offerable:
        return None
    coupons = [coupon for coupon in offerable if coupon.pk in chosen]
    return preview_offer(contract, coupons, policy=find_offer_policy(contract, coupons or offerable))


def offer_refusals(contract: ServiceContract, coupons: Sequence[Coupon]) -> tuple[Refusal, ...]:
    """Return `contract_share` if these coupons exceed what coupons may pay of the contract."""
    return preview_offer(contract, coupons, policy=find_offer_policy(contract, coupons)).refusals


def find_offer_policy(contract: ServiceContract, coupons: Sequence[Coupon]) -> Policy:
    """Return the policy of the contract, before its registration that of the coupons, as the registration finds it."""
    versions = policy_versions_of_rounds({coupon.round_id for coupon in coupons})
    return get_policy(contract.policy_version_id or min(versions.values()))

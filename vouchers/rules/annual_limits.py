"""年度额度. How much an applicant's coupons may count in one calendar year (article 12). Yuan. Pure."""

from datetime import date
from decimal import Decimal

from vouchers.rules.eligibility import ApplicantFacts, TeamFacts
from vouchers.rules.policies import Policy


def annual_limit(*, applicant: ApplicantFacts, on: date, policy: Policy) -> Decimal:
    """The yearly limit of this day: the best tier an enterprise holds a valid certificate for; teams have their own."""
    limits = policy.yearly_limit
    if isinstance(applicant, TeamFacts):
        return limits.team
    held = {certificate.kind for certificate in applicant.certificates if certificate.is_valid(on=on)}
    return max([limits.enterprise, *(tier.limit for tier in limits.tiers if not held.isdisjoint(tier.certificates))])

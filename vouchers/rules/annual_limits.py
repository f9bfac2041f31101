"""年度额度. The yuan that an applicant's coupons may count in one calendar year (article 12). Pure."""

from datetime import date
from decimal import Decimal

from vouchers.rules.eligibility import ApplicantFacts, TeamFacts
from vouchers.rules.policies import Policy


def annual_limit(*, applicant: ApplicantFacts, on: date, policy: Policy) -> Decimal:
    """Return the annual limit on a day: an enterprise's best tier with a valid certificate; teams have their own."""
    limits = policy.yearly_limit
    if isinstance(applicant, TeamFacts):
        return limits.team
    held = {certificate.kind for certificate in applicant.certificates if certificate.is_valid(on=on)}
    return max([limits.enterprise, *(tier.limit for tier in limits.tiers if not held.isdisjoint(tier.certificates))])

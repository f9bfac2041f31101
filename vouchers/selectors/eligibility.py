"""The amount that an applicant could claim, and its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.rules.states import PartyState
from applicants.rules.profiles import ApplicantProfile, Condition
from applicants.selectors.facts import get_profile
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import Deadline, beijing_day
from core.values.errors import Refusal
from vouchers.models import Round
from vouchers.rules.annual_limits import annual_limit
from vouchers.rules.claims import AMOUNT_REFUSALS, ClaimRest, claim_limit, claim_refusals, max_amount, rest_after
from vouchers.rules.deadlines import register_by
from vouchers.rules.eligibility import ApplicantFacts, EnterpriseFacts, eligibility_refusals, sanction_refusals
from vouchers.rules.policies import Policy
from vouchers.selectors.claim_facts import applicant_facts, gather_claim_facts
from vouchers.selectors.limits_and_bars import annual_use, applicant_barred_until
from vouchers.selectors.policies import get_guiding_policy, get_policy

ENTERPRISE_CONDITIONS = (
    "region",
    "age_or_new_tech_sme",
    "legal_person",
    "staff",
    "annual_sales",
    "total_assets",
    "sound_finance",
    "bad_credit",
    "industry",
)
TEAM_CONDITIONS = ("legal_person", "students", "project_stage", "region", "industry", "members_pending")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimableAmount:
    """可申领额度. The yuan that could be claimed of a round at a moment, and the day to register such a coupon by.

    `obstacles` are the reasons why nothing can be claimed.
    """

    limit: Decimal
    used: Decimal
    left: Decimal
    cap: Decimal
    smallest: Decimal
    free: Decimal
    maximum: Decimal
    register_by: Deadline
    obstacles: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPreview:
    """试算. The reasons against a claim of an amount, or what it would leave."""

    refusals: tuple[Refusal, ...]
    rest: ClaimRest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualAllowance:
    """年度额度. The annual limit, the used and the remaining part. Yuan."""

    limit: Decimal
    used: Decimal
    left: Decimal


def get_claimable_amount(*, round_: Round, applicant_id: int, at: datetime) -> ClaimableAmount:
    """Return the amount that the applicant could claim of the round. `not_an_applicant`."""
    policy = get_policy(round_.policy_version_id)
    facts = gather_claim_facts(round_=round_, applicant_id=applicant_id, amount=policy.coupon_smallest, at=at)
    limit = claim_limit(facts=facts, policy=policy)
    refusals = claim_refusals(facts=facts, policy=policy)
    unverified = _unverified(get_profile(applicant_id))
    obstacles = (*unverified, *(refusal for refusal in refusals if refusal.code not in AMOUNT_REFUSALS))
    return ClaimableAmount(
        limit=limit,
        used=facts.used_this_year,
        left=max(limit - facts.used_this_year, Decimal(0)),
        cap=policy.coupon_cap,
        smallest=policy.coupon_smallest,
        free=round_.free,
        maximum=Decimal(0) if unverified else max_amount(facts=facts, policy=policy),
        register_by=register_by(claimed_on=beijing_day(at), policy=policy, calendar=get_calendar()),
        obstacles=obstacles,
    )


def preview_claim(*, round_: Round, applicant_id: int, amount: Decimal, at: datetime) -> ClaimPreview:
    """Return what a claim of this amount would meet and leave. Changes nothing. `not_an_applicant`."""
    policy = get_policy(round_.policy_version_id)
    facts = gather_claim_facts(round_=round_, applicant_id=applicant_id, amount=amount, at=at)
    refusals = (*_unverified(get_profile(applicant_id)), *claim_refusals(facts=facts, policy=policy))
    return ClaimPreview(refusals=refusals, rest=None if refusals else rest_after(facts=facts, policy=policy))


def get_annual_allowance(*, applicant_id: int, policy: Policy, on: date) -> AnnualAllowance:
    """Return the applicant's annual limit on the day, and the remaining part. `not_an_applicant`."""
    profile = get_profile(applicant_id)
    limit = annual_limit(applicant=applicant_facts(profile), on=on, policy=policy)
    used = annual_use(applicant_id=applicant_id, kind=profile.kind, year=on.year)
    return AnnualAllowance(limit=limit, used=used, left=max(limit - used, Decimal(0)))


def check_profile(*, profile: ApplicantProfile, at: datetime) -> Sequence[Condition]:
    """Return every condition of article 7 in order, met or not (自查), by the policy that guides applicants now.

    For a registered party its bar (article 17) and its verification follow. Empty if there is no such policy yet.
    """
    policy, on = get_guiding_policy(at=at), beijing_day(at)
    if policy is None:
        return ()
    found = _conditions(applicant=applicant_facts(profile), policy=policy, on=on)
    if profile.party_id is None:
        return found
    bar = sanction_refusals(
        on=on, barred_until=applicant_barred_until(applicant_id=profile.party_id, kind=profile.kind, on=on)
    )
    return [
        *found,
        Condition(code="sanctioned", refusal=next(iter(bar), None)),
        Condition(code="party_not_verified", refusal=next(iter(_unverified(profile)), None)),
    ]


def _conditions(*, applicant: ApplicantFacts, policy: Policy, on: date) -> Sequence[Condition]:
    refusals = eligibility_refusals(applicant=applicant, on=on, barred_until=None, policy=policy)
    failed = {refusal.code: refusal for refusal in refusals}
    codes = ENTERPRISE_CONDITIONS if isinstance(applicant, EnterpriseFacts) else TEAM_CONDITIONS
    return [Condition(code=code, refusal=failed.get(code)) for code in codes]


def _unverified(profile: ApplicantProfile) -> tuple[Refusal, ...]:
    if profile.party_state == PartyState.VERIFIED:
        return ()
    return (Refusal(code="party_not_verified", params={"state": profile.party_state}),)

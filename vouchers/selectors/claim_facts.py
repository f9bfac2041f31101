"""The facts of a claim, read with one selector each, and their form as stored with the coupon."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from applicants.rules.profiles import ApplicantProfile
from applicants.selectors.facts import get_profile
from core.values.deadlines import beijing_day
from core.values.money import ZERO, yuan
from vouchers.models import Round
from vouchers.rules.claims import ClaimFacts, claim_limit
from vouchers.rules.eligibility import ApplicantFacts, CertificateFacts, EnterpriseFacts, TeamFacts
from vouchers.rules.policies import Policy
from vouchers.rules.states import CLAIMABLE_ROUNDS
from vouchers.selectors.limits_and_bars import annual_use, applicant_barred_until


def gather_claim_facts(*, round_: Round, applicant_id: int, amount: Decimal, at: datetime) -> ClaimFacts:
    """Return the facts that decide a claim made at `at`.

    Does not lock: the facts of the applicant cannot change if the caller has locked the party.
    Raises `not_an_applicant` for a party that is neither an enterprise nor a team.
    """
    on = beijing_day(at)
    profile = get_profile(applicant_id)
    return ClaimFacts(
        at=at,
        applicant=applicant_facts(profile),
        barred_until=applicant_barred_until(applicant_id=applicant_id, kind=profile.kind, on=on),
        used_this_year=annual_use(applicant_id=applicant_id, kind=profile.kind, year=on.year),
        amount=amount,
        opens_at=round_.opens_at,
        closes_at=closing_moment(round_, at=at),
        remaining=round_.free,
    )


def closing_moment(round_: Round, *, at: datetime) -> datetime:
    """Return when the round closes; at the latest `at` for a round that was closed early."""
    return round_.closes_at if round_.state in CLAIMABLE_ROUNDS else min(round_.closes_at, at)


def applicant_facts(profile: ApplicantProfile) -> ApplicantFacts:
    """Return an applicant's profile as facts of the rules."""
    if profile.kind == "team":
        return TeamFacts(
            region=profile.region,
            legal_person=profile.legal_person,
            members=profile.members or 0,
            students=profile.students or 0,
            project_stage=profile.project_stage or "",
            industry=profile.industry,
            pending=profile.pending,
        )
    return EnterpriseFacts(
        region=profile.region,
        established_on=profile.established_on or date.max,
        legal_person=profile.legal_person,
        staff=profile.staff or 0,
        annual_sales=profile.annual_sales or ZERO,
        total_assets=profile.total_assets or ZERO,
        sound_finance=bool(profile.sound_finance),
        bad_credit=bool(profile.bad_credit),
        industry=profile.industry,
        certificates=tuple(
            CertificateFacts(
                kind=each.kind,
                valid_from=each.valid_from,
                valid_until=each.valid_until,
                first_entry=each.first_entry,
            )
            for each in profile.certificates
        ),
    )


def stored_facts(*, facts: ClaimFacts, policy: Policy) -> dict[str, Any]:
    """Return the facts in the form that is stored with the coupon: JSON, amounts as text in yuan, days ISO."""
    return {
        "at": facts.at.isoformat(),
        "limit": yuan(claim_limit(facts=facts, policy=policy)),
        "used_this_year": yuan(facts.used_this_year),
        "round_remaining": yuan(facts.remaining),
        "barred_until": facts.barred_until.isoformat() if facts.barred_until else None,
        "applicant": {"kind": "team" if isinstance(facts.applicant, TeamFacts) else "enterprise"}
        | _plain(facts.applicant),
    }


def _plain(facts: Any) -> dict[str, Any]:
    return {name: _value(getattr(facts, name)) for name in facts.__slots__}


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return yuan(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value

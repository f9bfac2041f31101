"""申领资格. Whether an applicant may claim (article 7). Pure.

Every failed condition is named, in the order of docs/domain.md section 4.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.values.deadlines import add_months
from core.values.errors import Refusal
from core.values.money import yuan
from core.values.numbers import percent_text
from vouchers.rules.policies import Policy

ARTICLE = "第七条"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """资质证书. A certificate, valid on both its first and its last day. `first_entry` is known for 科技型中小企业 only."""

    kind: str
    valid_from: date
    valid_until: date
    first_entry: date | None = None

    def is_valid(self, *, on: date) -> bool:
        """Whether the certificate is valid on the day."""
        return self.valid_from <= on <= self.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseFacts:
    """企业. The declarations of an enterprise and its certificates; money in yuan."""

    region: str
    established_on: date
    legal_person: bool
    staff: int
    annual_sales: Decimal
    total_assets: Decimal
    sound_finance: bool
    bad_credit: bool
    industry: str
    certificates: tuple[CertificateFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFacts:
    """创业团队. The declarations of a team."""

    region: str
    legal_person: bool
    members: int
    students: int
    project_stage: str
    industry: str
    pending: int = 0
    """Members whom an officer has not confirmed yet; they are not among `members`."""


ApplicantFacts = EnterpriseFacts | TeamFacts


def eligibility_refusals(
    *, applicant: ApplicantFacts, on: date, barred_until: date | None, policy: Policy
) -> tuple[Refusal, ...]:
    """Return every condition of article 7 that the applicant fails on the day, and a bar in force (article 17)."""
    conditions = (
        _enterprise(applicant, on, policy) if isinstance(applicant, EnterpriseFacts) else _team(applicant, policy)
    )
    return (*conditions, *sanction_refusals(on=on, barred_until=barred_until))


def _enterprise(facts: EnterpriseFacts, on: date, policy: Policy) -> Iterator[Refusal]:
    terms = policy.enterprise
    if facts.region not in terms.regions:
        yield _refuse("region", value=facts.region)
    if not _young(facts, on, policy) and not _newly_entered(facts, on, policy):
        yield _refuse(
            "age_or_new_tech_sme", limit=terms.max_age_years, value=facts.established_on.isoformat(), year=on.year
        )
    if not facts.legal_person:
        yield _refuse("legal_person", team=False)
    if facts.staff > terms.max_staff:
        yield _refuse("staff", limit=terms.max_staff, value=facts.staff)
    if facts.annual_sales > terms.max_annual_sales:
        yield _refuse("annual_sales", limit=yuan(terms.max_annual_sales), value=yuan(facts.annual_sales))
    if facts.total_assets > terms.max_total_assets:
        yield _refuse("total_assets", limit=yuan(terms.max_total_assets), value=yuan(facts.total_assets))
    if not facts.sound_finance:
        yield _refuse("sound_finance")
    if facts.bad_credit:
        yield _refuse("bad_credit")
    if facts.industry not in terms.industries:
        yield _refuse("industry", value=facts.industry)


def _team(facts: TeamFacts, policy: Policy) -> Iterator[Refusal]:
    terms = policy.team
    if facts.legal_person:
        yield _refuse("legal_person", team=True)
    if not facts.students > terms.student_share * facts.members:
        share = percent_text(terms.student_share)
        yield _refuse("students", members=facts.members, value=facts.students, share=share)
    if facts.project_stage not in terms.project_stages:
        yield _refuse("project_stage", value=facts.project_stage)
    if facts.region not in terms.regions:
        yield _refuse("region", value=facts.region)
    if facts.industry not in terms.industries:
        yield _refuse("industry", value=facts.industry)
    yield from pending_refusals(pending=facts.pending)


def _young(facts: EnterpriseFacts, on: date, policy: Policy) -> bool:
    """Whether the enterprise is young enough; the anniversary itself still counts.

    29 February counts as the last day of February in other years.
    """
    try:
        return on <= add_months(day=facts.established_on, count=12 * policy.enterprise.max_age_years)
    except OverflowError:
        return True


def _newly_entered(facts: EnterpriseFacts, on: date, policy: Policy) -> bool:
    return any(
        certificate.kind in policy.enterprise.new_entry_certificates
        and certificate.first_entry is not None
        and certificate.first_entry.year == on.year
        and certificate.is_valid(on=on)
        for certificate in facts.certificates
    )


def sanction_refusals(*, on: date, barred_until: date | None) -> Iterator[Refusal]:
    """Return `sanctioned` while a bar is in force, its last day included (article 17)."""
    if barred_until is not None and on <= barred_until:
        yield Refusal(code="sanctioned", params={"until": barred_until.isoformat(), "article": "第十七条"})


def pending_refusals(*, pending: int) -> Iterator[Refusal]:
    """Return `members_pending` while members of a team await an officer, so that nobody's bar is passed by meanwhile."""
    if pending:
        yield _refuse("members_pending", value=pending)


def _refuse(code: str, **params: str | int | bool) -> Refusal:
    return Refusal(code=code, params={**params, "article": ARTICLE})

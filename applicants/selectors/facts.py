"""What a claim is decided on, in two queries."""

from typing import Any

from django.db.models import Count, Q

from applicants.models import Certificate, Enterprise, Team
from applicants.rules.profiles import ApplicantProfile, CertificateFact, as_it_counts
from core.errors import DomainError


def get_profile(party_id: int) -> ApplicantProfile:
    """The facts of an applicant as they stand (申领单位事实). `not_an_applicant` for a party that is none."""
    enterprise = Enterprise.objects.select_related("party").filter(pk=party_id).first()
    if enterprise is not None:
        return _of_enterprise(enterprise)
    live = Q(members__live=True)
    counts = {
        "count": Count("members", filter=live),
        "student_count": Count("members", filter=live & Q(members__student=True)),
    }
    team = Team.objects.select_related("party").annotate(**counts).filter(pk=party_id).first()
    if team is None:
        raise DomainError("not_an_applicant", kind="refused")
    return _of_team(team)


def _of_enterprise(row: Enterprise) -> ApplicantProfile:
    return ApplicantProfile(
        party_id=row.party_id,
        kind="enterprise",
        name=row.party.name,
        party_state=row.party.state,
        region=row.region,
        industry=row.industry,
        legal_person=row.legal_person,
        established_on=row.established_on,
        staff=row.staff,
        annual_sales=row.annual_sales,
        total_assets=row.total_assets,
        sound_finance=row.sound_finance,
        bad_credit=row.bad_credit,
        certificates=_certificates(row.party_id),
    )


def _of_team(row: Any) -> ApplicantProfile:
    return ApplicantProfile(
        party_id=row.party_id,
        kind="team",
        name=row.party.name,
        party_state=row.party.state,
        region=row.region,
        industry=row.industry,
        legal_person=row.legal_person,
        members=row.count,
        students=row.student_count,
        project_stage=row.project_stage,
    )


def _certificates(party_id: int) -> tuple[CertificateFact, ...]:
    rows = Certificate.objects.filter(party_id=party_id).order_by("valid_from", "id")
    fields = ("kind", "first_entry", "valid_from", "valid_until", "revoked_on")
    facts = (as_it_counts(**row) for row in rows.values(*fields))
    return tuple(fact for fact in facts if fact is not None)

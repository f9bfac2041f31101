"""What a claim is decided on, in two queries."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from applicants.models import Certificate, Enterprise, Team
from applicants.rules.profiles import ApplicantProfile, CertificateFact, as_it_counts, with_first_entries
from core.sql import Compiled
from core.values.errors import DomainError

OF_ENTERPRISE = {
    "party_id": "party_id",
    "name": "party__name",
    "party_state": "party__state",
    **{
        name: name
        for name in (
            "region",
            "industry",
            "legal_person",
            "established_on",
            "staff",
            "annual_sales",
            "total_assets",
            "sound_finance",
            "bad_credit",
        )
    },
}
"""A fact of an enterprise and the column it is read from."""
OF_CERTIFICATE = ("kind", "first_entry", "valid_from", "valid_until", "revoked_on")


def get_profile(party_id: int) -> ApplicantProfile:
    """The facts of an applicant as they stand (申领单位事实). `not_an_applicant` for a party that is none."""
    enterprise = enterprise_facts.first(party_id=party_id)
    if enterprise is not None:
        facts = dict(zip(OF_ENTERPRISE, enterprise, strict=True))
        return ApplicantProfile(kind="enterprise", certificates=_certificates(party_id), **facts)
    live = Q(members__live=True)
    counts = {
        "count": Count("members", filter=live),
        "student_count": Count("members", filter=live & Q(members__student=True)),
    }
    team = Team.objects.select_related("party").annotate(**counts).filter(pk=party_id).first()
    if team is None:
        raise DomainError("not_an_applicant", kind="refused")
    return _of_team(team)


@Compiled
def enterprise_facts(party_id: int) -> QuerySet[Enterprise, tuple[Any, ...]]:
    return Enterprise.objects.filter(pk=party_id).values_list(*OF_ENTERPRISE.values())


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
    facts = (
        as_it_counts(**dict(zip(OF_CERTIFICATE, row, strict=True)))
        for row in certificates_entered.rows(party_id=party_id)
    )
    return with_first_entries(fact for fact in facts if fact is not None)


@Compiled
def certificates_entered(party_id: int) -> QuerySet[Certificate, tuple[Any, ...]]:
    rows = Certificate.objects.filter(party_id=party_id).order_by("valid_from", "id")
    return rows.values_list(*OF_CERTIFICATE)

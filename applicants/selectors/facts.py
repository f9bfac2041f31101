"""Reads of the facts of an applicant that a claim is decided on."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q

from accounts.rules.states import HOLDING_PARTIES
from applicants.models import Certificate, Enterprise, Team
from applicants.rules.profiles import ApplicantProfile, as_it_counts, with_first_entries
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
"""Fact of an enterprise → the column it is read from."""
HOLDING = Q(party__state__in=sorted(HOLDING_PARTIES))
"""Teams with confirmed members; of others, all whom they name are counted."""
OF_CERTIFICATE = ("kind", "first_entry", "valid_from", "valid_until", "revoked_on")


def get_profile(party_id: int) -> ApplicantProfile:
    """Return the current facts of an applicant (申领单位事实). Raises `not_an_applicant` for any other party."""
    profile = find_profile(party_id)
    if profile is None:
        raise DomainError("not_an_applicant", kind="refused")
    return profile


def find_profile(party_id: int) -> ApplicantProfile | None:
    """Return the current facts of an applicant, or None for any other party."""
    enterprise = Enterprise.objects.filter(pk=party_id).values_list(*OF_ENTERPRISE.values()).first()
    if enterprise is not None:
        certificates = Certificate.objects.filter(party_id=party_id).order_by("valid_from", "id")
        return profile_of_enterprise(enterprise, certificates=certificates.values_list(*OF_CERTIFICATE))
    live = Q(members__live=True)
    counted = live & (Q(members__bound=True) | ~HOLDING)
    counts = {
        "count": Count("members", filter=counted),
        "student_count": Count("members", filter=counted & Q(members__student=True)),
        "pending_count": Count("members", filter=live & Q(members__bound=False) & HOLDING),
    }
    team = Team.objects.select_related("party").annotate(**counts).filter(pk=party_id).first()
    return _of_team(team) if team else None


def profile_of_enterprise(facts: Sequence[Any], *, certificates: Iterable[Sequence[Any]]) -> ApplicantProfile:
    """Return the profile of an enterprise from its columns (`OF_ENTERPRISE`) and its certificates' (`OF_CERTIFICATE`)."""
    as_they_count = (as_it_counts(**dict(zip(OF_CERTIFICATE, row, strict=True))) for row in certificates)
    return ApplicantProfile(
        kind="enterprise",
        certificates=with_first_entries(fact for fact in as_they_count if fact is not None),
        **dict(zip(OF_ENTERPRISE, facts, strict=True)),
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
        pending=row.pending_count,
        project_stage=row.project_stage,
    )

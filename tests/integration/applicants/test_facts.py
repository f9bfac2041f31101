from datetime import date
from decimal import Decimal

import pytest

from applicants.rules.profiles import CertificateFact
from applicants.selectors.facts import get_profile
from applicants.services.certificates import enter_certificate, revoke_certificate
from core.values.errors import DomainError
from tests.factories import parties

pytestmark = pytest.mark.django_db


def enter(row, **changes: object):
    given = {
        "kind": "national_hnte",
        "number": "GR202311001132",
        "valid_from": date(2023, 10, 26),
        "valid_until": None,
        "first_entry": None,
    }
    return enter_certificate(party_id=row.pk, **{**given, **changes}, actor=parties.staff(), at=parties.AT)


def test_enterprise_in_two_queries(django_assert_num_queries) -> None:
    row = parties.enterprise()
    enter(row)
    with django_assert_num_queries(2):
        profile = get_profile(row.pk)
    assert (profile.kind, profile.staff, profile.annual_sales) == ("enterprise", 42, Decimal("8600000.00"))
    assert profile.certificates == (
        CertificateFact(
            kind="national_hnte", first_entry=None, valid_from=date(2023, 10, 26), valid_until=date(2026, 10, 26)
        ),
    )
    assert (profile.members, profile.project_stage, profile.party_state) == (None, None, "verified")


def test_team_in_two_queries(django_assert_num_queries) -> None:
    row = parties.team(members=parties.people(5, students=3))
    with django_assert_num_queries(2):
        profile = get_profile(row.pk)
    assert (profile.kind, profile.members, profile.students, profile.project_stage) == ("team", 5, 3, "development")


def test_revoked_certificate_counts_until_the_day_before() -> None:
    row = parties.enterprise()
    certificate = enter(row)
    revoke_certificate(
        certificate_id=certificate.pk, revoked_on=date(2026, 3, 2), reason="取消", actor=parties.staff(), at=parties.AT
    )
    assert get_profile(row.pk).certificates[0].valid_until == date(2026, 3, 1)


def test_certificate_revoked_from_its_first_day_never_counted() -> None:
    row = parties.enterprise()
    certificate = enter(row)
    revoke_certificate(
        certificate_id=certificate.pk,
        revoked_on=date(2023, 10, 26),
        reason="取消",
        actor=parties.staff(),
        at=parties.AT,
    )
    assert get_profile(row.pk).certificates == ()


def test_authority_is_no_applicant() -> None:
    with pytest.raises(DomainError, match="not_an_applicant"):
        get_profile(parties.authority().pk)


def test_an_entry_of_an_earlier_year_entered_later_shows_that_the_firm_is_not_new() -> None:
    row = parties.enterprise()
    for year in (2026, 2025):
        enter(row, kind="tech_sme", number=f"{year}110108A8000001", valid_from=date(year, 3, 1))
    assert {each.first_entry for each in get_profile(row.pk).certificates} == {date(2025, 3, 1)}

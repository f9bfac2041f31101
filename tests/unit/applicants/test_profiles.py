from datetime import date

import pytest

from applicants.rules.profiles import (
    CERTIFICATE_KINDS,
    INDUSTRIES,
    REGIONS,
    STAGES,
    ApplicantProfile,
    CertificateFact,
    as_it_counts,
    with_first_entries,
)
from tests.facts import POLICY


@pytest.mark.parametrize(
    ("revoked_on", "last"),
    [
        (None, date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 12, 30)),
        (date(2026, 1, 2), date(2026, 1, 1)),
    ],
)
def test_last_day_that_counts(revoked_on: date | None, last: date) -> None:
    fact = as_it_counts(
        kind="tech_sme",
        first_entry=date(2026, 1, 1),
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        revoked_on=revoked_on,
    )
    assert fact == CertificateFact(
        kind="tech_sme", first_entry=date(2026, 1, 1), valid_from=date(2026, 1, 1), valid_until=last
    )


def test_revoked_from_the_first_day() -> None:
    day = date(2026, 1, 1)
    assert as_it_counts(kind="tech_sme", first_entry=day, valid_from=day, valid_until=day, revoked_on=day) is None


def test_what_an_applicant_may_declare_is_what_the_policy_asks_about_and_the_rest() -> None:
    assert (*POLICY.enterprise.industries, "other") == INDUSTRIES
    assert ("planning", *POLICY.team.project_stages) == STAGES
    assert (*POLICY.enterprise.regions, "tianjin", "hebei", "other") == REGIONS
    assert (*POLICY.yearly_limit.tiers[0].certificates, "incubator_tenant") == CERTIFICATE_KINDS


def test_what_a_kind_does_not_have_is_none() -> None:
    bare = ApplicantProfile(
        party_id=1,
        kind="team",
        name="示例",
        party_state="verified",
        region="beijing",
        industry="health",
        legal_person=False,
    )
    enterprise = (
        bare.established_on,
        bare.staff,
        bare.annual_sales,
        bare.total_assets,
        bare.sound_finance,
        bare.bad_credit,
    )
    assert {*enterprise, bare.members, bare.students, bare.project_stage} == {None}
    assert (bare.certificates, bare.pending) == ((), 0)


def entry(year: int, first: date | None = None) -> CertificateFact:
    begins = date(year, 5, 1)
    return CertificateFact(
        kind="tech_sme", first_entry=first or begins, valid_from=begins, valid_until=date(year + 1, 3, 31)
    )


def test_a_firm_entered_first_with_the_earliest_of_its_entries_in_whatever_order_they_became_known() -> None:
    found = with_first_entries([entry(2026), entry(2024), entry(2025)])
    assert [each.first_entry for each in found] == [date(2024, 5, 1)] * 3
    assert with_first_entries([entry(2026, first=date(2023, 6, 1))])[0].first_entry == date(2023, 6, 1)


def test_other_certificates_say_nothing_of_the_first_entry() -> None:
    other = CertificateFact(
        kind="national_hnte", first_entry=date(2020, 1, 1), valid_from=date(2020, 1, 1), valid_until=date(2023, 1, 1)
    )
    assert with_first_entries([other, entry(2026)]) == (other, entry(2026))
    assert with_first_entries([]) == ()

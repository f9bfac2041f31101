from datetime import date

import pytest

from oversight.rules.sanctions import LASTING, MEASURES, ONCE, last_day_of, measure_refusals

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("measure", "begins_on", "last"),
    [
        ("applicant_barred", date(2026, 3, 2), date(2029, 3, 2)),
        ("applicant_barred", date(2024, 2, 29), date(2027, 2, 28)),
        ("applicant_barred", date(2026, 12, 31), date(2029, 12, 31)),
        ("payments_suspended", date(2026, 3, 2), date(2027, 3, 2)),
        ("payments_suspended", date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_the_last_possible_day_of(measure, begins_on, last):
    assert last_day_of(measure, begins_on=begins_on) == last


def codes(measure="payments_suspended", *, party_kind="organisation", begins_on=TODAY, until=TODAY):
    found = measure_refusals(measure, party_kind=party_kind, begins_on=begins_on, until=until, today=TODAY)
    return [(each.code, each.field) for each in found]


@pytest.mark.parametrize("measure", ["applicant_barred", "payments_suspended"])
@pytest.mark.parametrize("kind", ["organisation", "team"])
def test_every_measure_may_be_set_against_an_organisation_and_a_team(measure, kind):
    assert codes(measure, party_kind=kind) == []


def test_no_measure_is_set_against_the_authority():
    assert codes(party_kind="authority") == [("sanction_party", "party")]


@pytest.mark.parametrize(
    ("begins_on", "until", "found"),
    [
        (TODAY, date(2027, 3, 2), []),
        (TODAY, date(2027, 3, 3), [("sanction_days", "until")]),
        (TODAY, date(2026, 3, 1), [("sanction_days", "until")]),
        (date(2026, 2, 1), TODAY, []),
        (date(2026, 2, 1), date(2026, 3, 1), [("sanction_days", "until")]),
    ],
)
def test_a_suspension_lasts_a_year_at_most_and_not_only_the_past(begins_on, until, found):
    assert codes(begins_on=begins_on, until=until) == found


def test_the_measures_are_the_bar_the_suspension_and_the_revocation():
    assert {code: (each.longest_months, each.subject) for code, each in MEASURES.items()} == {
        "applicant_barred": (36, ""),
        "payments_suspended": (12, ""),
        "coupons_revoked": (0, "coupon"),
    }
    assert (LASTING, ONCE) == (("applicant_barred", "payments_suspended"), ("coupons_revoked",))


def test_a_measure_that_is_carried_out_once_has_no_days_to_refuse():
    assert codes("coupons_revoked", begins_on=None, until=None) == []
    assert codes("coupons_revoked", party_kind="authority", begins_on=None, until=None) == [("sanction_party", "party")]


@pytest.mark.parametrize(("begins_on", "until"), [(TODAY, None), (None, TODAY)])
def test_one_day_alone_is_no_duration_to_refuse(begins_on, until):
    assert codes(begins_on=begins_on, until=until) == []


def test_a_refusal_of_the_days_says_the_first_and_the_latest_day():
    [refusal] = measure_refusals(
        "payments_suspended", party_kind="team", begins_on=TODAY, until=date(2027, 3, 3), today=TODAY
    )
    assert refusal.params == {"begins_on": "2026-03-02", "latest": "2027-03-02"}

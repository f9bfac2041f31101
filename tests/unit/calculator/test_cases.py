"""Cases are parsed into the facts of the rules, field by field."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from calculator.rules.cases import (
    ApplicantCase,
    SubsidyCase,
    read_applicant,
    read_claim,
    read_redemption,
    read_registration,
)
from redemptions.rules.redemptions import RedemptionFacts
from tests import facts
from tests.facts import certificate
from tests.plain_cases import CLAIM, CONTRACT, ENTERPRISE, REDEMPTION, REGISTRATION, TEAM, changed
from vouchers.rules.document_fields import BadDocument

ON = date(2026, 3, 2)
ENTRY = certificate("tech_sme", "2025-04-01", "2025-12-31", first_entry="2025-04-01")


def _applicant(plain: dict, *, on: date = ON):
    return read_applicant({"on": on.isoformat(), "applicant": plain}, model=ApplicantCase).applicant


def _refused(read, case: dict) -> tuple:
    with pytest.raises(BadDocument) as caught:
        read(case)
    return caught.value.field, caught.value.code


def test_an_enterprise_is_read_with_its_certificates():
    assert _applicant(ENTERPRISE) == replace(facts.ENTERPRISE, certificates=(ENTRY,))


def test_an_enterprise_may_declare_the_opposite_of_everything():
    plain = {**ENTERPRISE, "legal_person": False, "sound_finance": False, "bad_credit": True, "certificates": []}
    found = replace(facts.ENTERPRISE, legal_person=False, sound_finance=False, bad_credit=True)
    assert _applicant(plain) == found


def test_only_a_tech_sme_tells_its_first_entry():
    held = {"kind": "national_hnte", "from": "2025-04-01", "until": "2028-04-01"}
    assert _applicant({**ENTERPRISE, "certificates": [held]}).certificates == (
        certificate("national_hnte", "2025-04-01", "2028-04-01"),
    )


def test_a_team_is_read():
    assert _applicant(TEAM) == facts.TEAM


def test_an_applicant_is_an_enterprise_or_a_team():
    assert _refused(read_claim, changed(CLAIM, "applicant.kind", "person")) == ("applicant.kind", "field_choice")


def test_an_enterprise_is_founded_by_the_day_asked():
    assert _applicant({**ENTERPRISE, "established_on": "2026-03-02"}).established_on == ON
    late = changed(CLAIM, "applicant.established_on", "2026-03-03")
    assert _refused(read_claim, late) == ("applicant.established_on", "case_founded_later")


def test_an_enterprise_is_founded_by_the_day_that_is_asked_about():
    case = {"on": "2026-03-01", "applicant": {**ENTERPRISE, "established_on": "2026-03-02"}}
    late = _refused(lambda each: read_applicant(each, model=ApplicantCase), case)
    assert late == ("applicant.established_on", "case_founded_later")


def test_the_class_of_a_subsidy_is_read():
    found = SubsidyCase.model_validate({"class": "II", "grade": "good", "third_party_tester": False})
    assert (found.unit_class, found.grade) == ("II", "good")


def test_a_team_has_no_more_students_than_members():
    assert _applicant({**TEAM, "students": 5}).students == 5
    late = {**CLAIM, "applicant": {**TEAM, "students": 6}}
    assert _refused(read_claim, late) == ("applicant.students", "case_more_students")


def test_a_claim_is_read():
    found = read_claim({**CLAIM, "barred_until": "2026-04-01", "used_this_year": "0.50"})
    applicant = replace(facts.ENTERPRISE, certificates=(ENTRY,))
    assert found == replace(
        facts.CLAIM, applicant=applicant, barred_until=date(2026, 4, 1), used_this_year=Decimal("0.50")
    )


def test_the_round_of_a_claim_is_its_window_and_what_remains():
    window = {"opens_at": "2026-03-01T00:00:00Z", "closes_at": "2026-04-01T00:00:00Z", "remaining": "7.00"}
    found = read_claim({**CLAIM, "round": window})
    assert (found.opens_at, found.closes_at) == tuple(
        datetime.fromisoformat(window[name]) for name in ("opens_at", "closes_at")
    )
    assert found.remaining == Decimal("7.00")


def test_the_founding_is_held_against_the_beijing_day_of_the_claim():
    new = changed(CLAIM, "applicant.established_on", "2026-03-03")
    assert read_claim({**new, "at": "2026-03-02T16:00:00Z"}).applicant.established_on == date(2026, 3, 3)


@pytest.mark.parametrize("at", ["9999-12-31T23:00:00+00:00", "0001-01-01T00:00:00+14:00"])
def test_a_moment_whose_beijing_day_is_out_of_range_is_no_claim(at):
    assert _refused(read_claim, {**CLAIM, "at": at}) == ("at", "field_moment")


def test_a_registration_is_read():
    assert read_registration(REGISTRATION) == facts.REGISTRATION


def test_every_coupon_and_the_contract_of_a_registration_are_read_as_they_are():
    second = {"amount": "0.01", "claimed_on": "2026-02-28", "state": "lapsed", "same_applicant": False}
    contract = {**CONTRACT, "category": "other", "statutory_testing": True, "municipal_funding": True}
    case = {**REGISTRATION, "coupons": [*REGISTRATION["coupons"], second], "contract": contract}
    found = read_registration({**case, "open_unit": {"status": "exiting"}})
    lapsed = replace(
        facts.COUPON, amount=Decimal("0.01"), claimed_on=date(2026, 2, 28), state="lapsed", same_applicant=False
    )
    assert found == replace(
        facts.REGISTRATION,
        coupons=(facts.COUPON, lapsed),
        contract=replace(facts.CONTRACT, category="other", statutory_testing=True, municipal_funding=True),
        unit_status="exiting",
    )


def test_a_redemption_is_read_without_evidence():
    assert read_redemption({**REDEMPTION, "coupons": ["50000.00", "0.01"]}) == RedemptionFacts(
        on=date(2026, 6, 1),
        coupons=(Decimal("50000.00"), Decimal("0.01")),
        actual_amount=Decimal("100000.00"),
        contract_start=date(2026, 3, 10),
        contract_end=date(2026, 5, 20),
    )


@pytest.mark.parametrize(("read", "case"), [(read_registration, REGISTRATION), (read_redemption, REDEMPTION)])
def test_a_case_needs_a_coupon(read, case):
    assert _refused(read, {**case, "coupons": []}) == ("coupons", "case_no_coupons")


def test_an_amount_that_is_none_is_named_by_its_place():
    assert _refused(read_redemption, {**REDEMPTION, "coupons": ["1.00", 2]}) == ("coupons.1", "field_amount")


@pytest.mark.parametrize(
    ("read", "case", "path"),
    [
        *((read_claim, CLAIM, path) for path in ("at", "barred_until", "used_this_year", "amount", "round")),
        *((read_claim, CLAIM, f"round.{name}") for name in ("opens_at", "closes_at", "remaining")),
        *((read_claim, CLAIM, f"applicant.{name}") for name in ENTERPRISE),
        *((read_claim, CLAIM, f"applicant.certificates.0.{name}") for name in ENTERPRISE["certificates"][0]),
        *((read_claim, {**CLAIM, "applicant": TEAM}, f"applicant.{name}") for name in TEAM),
        *((read_registration, REGISTRATION, path) for path in ("on", "coupons", "contract", "open_unit.status")),
        *((read_registration, REGISTRATION, f"coupons.0.{name}") for name in REGISTRATION["coupons"][0]),
        *((read_registration, REGISTRATION, f"contract.{name}") for name in CONTRACT),
        *((read_redemption, REDEMPTION, path) for path in ("on", "coupons.0", "actual_amount", "contract.start")),
        (read_redemption, REDEMPTION, "contract.end"),
    ],
)
def test_a_field_of_another_type_is_named(read, case, path):
    assert _refused(read, changed(case, path, 7.5))[0] == path

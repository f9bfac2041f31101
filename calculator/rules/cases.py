"""Calculator cases: from a case's plain fields to the facts the rules decide on. Raises BadField for what is no case."""

from datetime import date
from typing import TypeVar

from core.values.deadlines import beijing_day
from redemptions.rules.redemptions import RedemptionFacts
from vouchers.rules.claims import ClaimFacts
from vouchers.rules.eligibility import ApplicantFacts, CertificateFacts, EnterpriseFacts, TeamFacts
from vouchers.rules.reading import BadField, Section, read_yuan
from vouchers.rules.registrations import ContractFacts, CouponFacts, RegistrationFacts

TECH_SME = "tech_sme"
Item = TypeVar("Item")


def read_applicant(case: Section, *, on: date) -> ApplicantFacts:
    """The applicant as it is on the day asked."""
    section = case.section("applicant")
    if section.choice("kind", among=("enterprise", "team")) == "team":
        return _team(section)
    return _enterprise(section, on=on)


def read_claim(case: Section) -> ClaimFacts:
    """A claim, its applicant as it is on the Beijing day of the moment."""
    at = case.moment("at")
    try:
        on = beijing_day(at)
    except OverflowError:
        raise BadField(case.at("at"), "field_moment") from None
    window = case.section("round")
    return ClaimFacts(
        at=at,
        applicant=read_applicant(case, on=on),
        barred_until=case.day_or_null("barred_until"),
        used_this_year=case.yuan("used_this_year"),
        amount=case.yuan("amount"),
        opens_at=window.moment("opens_at"),
        closes_at=window.moment("closes_at"),
        remaining=window.yuan("remaining"),
    )


def read_registration(case: Section) -> RegistrationFacts:
    """A registration of one or more coupons on a contract."""
    return RegistrationFacts(
        on=case.day("on"),
        coupons=tuple(_coupon(coupon) for coupon in _some(case.sections("coupons"), path=case.at("coupons"))),
        contract=_contract(case.section("contract")),
        unit_status=case.section("open_unit").text("status"),
    )


def read_redemption(case: Section) -> RedemptionFacts:
    """A redemption of one or more coupons, without its evidence."""
    amounts = _some(case.values("coupons"), path=case.at("coupons"))
    contract = case.section("contract")
    return RedemptionFacts(
        on=case.day("on"),
        coupons=tuple(read_yuan(amount, path=f"{case.at('coupons')}.{place}") for place, amount in enumerate(amounts)),
        actual_amount=case.yuan("actual_amount"),
        contract_start=contract.day("start"),
        contract_end=contract.day("end"),
    )


def _enterprise(section: Section, *, on: date) -> EnterpriseFacts:
    facts = EnterpriseFacts(
        region=section.text("region"),
        established_on=section.day("established_on"),
        legal_person=section.flag("legal_person"),
        staff=section.count("staff"),
        annual_sales=section.yuan("annual_sales"),
        total_assets=section.yuan("total_assets"),
        sound_finance=section.flag("sound_finance"),
        bad_credit=section.flag("bad_credit"),
        industry=section.text("industry"),
        certificates=tuple(_certificate(certificate) for certificate in section.sections("certificates")),
    )
    if facts.established_on > on:
        raise BadField(section.at("established_on"), "case_founded_later")
    return facts


def _team(section: Section) -> TeamFacts:
    facts = TeamFacts(
        region=section.text("region"),
        legal_person=section.flag("legal_person"),
        members=section.count("members"),
        students=section.count("students"),
        project_stage=section.text("project_stage"),
        industry=section.text("industry"),
    )
    if facts.students > facts.members:
        raise BadField(section.at("students"), "case_more_students")
    return facts


def _certificate(section: Section) -> CertificateFacts:
    kind = section.text("kind")
    return CertificateFacts(
        kind=kind,
        valid_from=section.day("from"),
        valid_until=section.day("until"),
        first_entry=section.day("first_entry") if kind == TECH_SME else None,
    )


def _coupon(section: Section) -> CouponFacts:
    return CouponFacts(
        amount=section.yuan("amount"),
        claimed_on=section.day("claimed_on"),
        state=section.text("state"),
        same_applicant=section.flag("same_applicant"),
    )


def _contract(section: Section) -> ContractFacts:
    return ContractFacts(
        amount=section.yuan("amount"),
        start=section.day("start"),
        end=section.day("end"),
        category=section.text("category"),
        statutory_testing=section.flag("statutory_testing"),
        municipal_funding=section.flag("municipal_funding"),
    )


def _some(items: list[Item], *, path: str) -> list[Item]:
    if not items:
        raise BadField(path, "case_no_coupons")
    return items

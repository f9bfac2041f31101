"""Calculator cases: from the plain fields of a case to the facts of the rules. BadDocument for an invalid case.

Unknown fields of a case are ignored.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, PlainValidator, ValidationInfo, field_validator

from core.values.deadlines import beijing_day
from redemptions.rules.redemptions import RedemptionFacts
from vouchers.rules.claims import ClaimFacts
from vouchers.rules.document_fields import (
    Count,
    Day,
    Flag,
    ListOf,
    Moment,
    Text,
    Yuan,
    as_list,
    bad_field,
    field_error,
    read,
)
from vouchers.rules.eligibility import ApplicantFacts, CertificateFacts, EnterpriseFacts, TeamFacts
from vouchers.rules.policies import Grade, UnitClass
from vouchers.rules.registrations import ContractFacts, CouponFacts, RegistrationFacts

TECH_SME = "tech_sme"
Facts = TypeVar("Facts")
Item = TypeVar("Item")


def _made_of(model: type[BaseModel], *, facts: Callable[..., Facts]) -> PlainValidator:
    """Return the type of a value that a model reads and whose fields become facts of the same names."""

    def make(value: object) -> Facts:
        return facts(**dict(model.model_validate(value)))

    return PlainValidator(make)


def _some(value: object) -> tuple[object, ...]:
    items = as_list(value)
    if not items:
        raise field_error("case_no_coupons")
    return items


Some = Annotated[tuple[Item, ...], BeforeValidator(_some)]
"""A list with at least one item."""


class CertificateCase(BaseModel):
    """A certificate of any kind."""

    kind: Text
    valid_from: Day = Field(alias="from")
    valid_until: Day = Field(alias="until")


class TechSmeCase(CertificateCase):
    """A certificate of 科技型中小企业, which also has its first entry."""

    first_entry: Day


def _certificate(value: object) -> CertificateFacts:
    case = CertificateCase.model_validate(value)
    if case.kind == TECH_SME:
        case = TechSmeCase.model_validate(value)
    return CertificateFacts(**dict(case))


class EnterpriseCase(BaseModel):
    """The facts of an enterprise."""

    region: Text
    established_on: Day
    legal_person: Flag
    staff: Count
    annual_sales: Yuan
    total_assets: Yuan
    sound_finance: Flag
    bad_credit: Flag
    industry: Text
    certificates: ListOf[Annotated[CertificateFacts, PlainValidator(_certificate)]]


class TeamCase(BaseModel):
    """The facts of a team."""

    region: Text
    legal_person: Flag
    members: Count
    students: Count
    project_stage: Text
    industry: Text

    @field_validator("students")
    @classmethod
    def _are_members(cls, students: int, info: ValidationInfo) -> int:
        if students > info.data.get("members", students):
            raise field_error("case_more_students")
        return students


class KindCase(BaseModel):
    """The kind of an applicant."""

    kind: Literal["enterprise", "team"]


def _applicant(value: object) -> ApplicantFacts:
    if KindCase.model_validate(value).kind == "team":
        return TeamFacts(**dict(TeamCase.model_validate(value)))
    return EnterpriseFacts(**dict(EnterpriseCase.model_validate(value)))


Applicant = Annotated[ApplicantFacts, PlainValidator(_applicant)]


class ApplicantCase(BaseModel):
    """`annual_limit`: an applicant on the day asked."""

    on: Day
    applicant: Applicant


class EligibilityCase(ApplicantCase):
    """`eligibility`: an applicant, and the day until which it is barred."""

    barred_until: Day | None


AsApplicant = TypeVar("AsApplicant", bound=ApplicantCase)


class RoundCase(BaseModel):
    """The round of a claim."""

    opens_at: Moment
    closes_at: Moment
    remaining: Yuan


def _in_beijing(at: datetime) -> datetime:
    try:
        beijing_day(at)
    except OverflowError:
        raise field_error("field_moment") from None
    return at


class ClaimCase(BaseModel):
    """`claim`: an amount, an applicant and a round at a moment."""

    at: Annotated[Moment, AfterValidator(_in_beijing)]
    applicant: Applicant
    barred_until: Day | None
    used_this_year: Yuan
    amount: Yuan
    round: RoundCase


class CouponCase(BaseModel):
    """A coupon to be registered."""

    amount: Yuan
    claimed_on: Day
    state: Text
    same_applicant: Flag


class ContractCase(BaseModel):
    """The contract that coupons are to be registered on."""

    amount: Yuan
    start: Day
    end: Day
    category: Text
    statutory_testing: Flag
    municipal_funding: Flag


class UnitCase(BaseModel):
    """The open unit of a contract."""

    status: Text


class RegistrationCase(BaseModel):
    """`registration`: one or more coupons on a contract."""

    on: Day
    coupons: Some[Annotated[CouponFacts, _made_of(CouponCase, facts=CouponFacts)]]
    contract: Annotated[ContractFacts, _made_of(ContractCase, facts=ContractFacts)]
    open_unit: UnitCase


class TermCase(BaseModel):
    """The first and last day of a contract."""

    start: Day
    end: Day


class RedemptionCase(BaseModel):
    """`redemption`: one or more coupons, without evidence."""

    on: Day
    coupons: Some[Yuan]
    actual_amount: Yuan
    contract: TermCase


class DeadlineCase(BaseModel):
    """`deadline`: a named deadline and its start day."""

    rule: Literal["register_by", "valid_until", "redeem_by", "publicity", "correction"]
    start: Day


class PaymentCase(BaseModel):
    """`payment`: the day of the approval."""

    approved_on: Day


class SubsidyCase(BaseModel):
    """`subsidy`: the class and grade of a unit."""

    unit_class: UnitClass = Field(alias="class")
    grade: Grade
    third_party_tester: Flag


def read_applicant(case: object, *, model: type[AsApplicant]) -> AsApplicant:
    """Return an applicant and the day asked, read by one of the models that have both."""
    found = read(model.model_validate, case)
    _require_founded(found.applicant, on=found.on)
    return found


def read_claim(case: object) -> ClaimFacts:
    """Return a claim; its applicant is as of the Beijing day of the moment."""
    found = read(ClaimCase.model_validate, case)
    _require_founded(found.applicant, on=beijing_day(found.at))
    return ClaimFacts(
        at=found.at,
        applicant=found.applicant,
        barred_until=found.barred_until,
        used_this_year=found.used_this_year,
        amount=found.amount,
        opens_at=found.round.opens_at,
        closes_at=found.round.closes_at,
        remaining=found.round.remaining,
    )


def read_registration(case: object) -> RegistrationFacts:
    """Return a registration of one or more coupons on a contract."""
    found = read(RegistrationCase.model_validate, case)
    return RegistrationFacts(
        on=found.on, coupons=found.coupons, contract=found.contract, unit_status=found.open_unit.status
    )


def read_redemption(case: object) -> RedemptionFacts:
    """Return a redemption of one or more coupons, without its evidence."""
    found = read(RedemptionCase.model_validate, case)
    return RedemptionFacts(
        on=found.on,
        coupons=found.coupons,
        actual_amount=found.actual_amount,
        contract_start=found.contract.start,
        contract_end=found.contract.end,
    )


def _require_founded(applicant: ApplicantFacts, *, on: date) -> None:
    if isinstance(applicant, EnterpriseFacts) and applicant.established_on > on:
        raise bad_field("case_founded_later", field="applicant.established_on")

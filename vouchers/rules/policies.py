"""政策版本. Every parameter of a scheme as frozen data (docs/domain.md section 4). Money in yuan, Beijing days.

A policy is read from a plain dict: a shipped TOML file or the JSON of a PolicyVersion row. `to_dict` returns that JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, PlainSerializer, TypeAdapter, ValidationInfo, field_validator

from core.values.deadlines import Period, Unit
from core.values.errors import Refusal, Refused
from vouchers.rules.document_fields import (
    CLOSED,
    BadDocument,
    Closed,
    Count,
    Day,
    Flag,
    ListOf,
    Money,
    MoneyOrNone,
    Months,
    Positive,
    Share,
    Text,
    Words,
    field_error,
    keys,
    line,
    read,
)

DEADLINE_STARTS: Mapping[str, tuple[str, ...]] = {
    "register_by": ("claim",),
    "valid_until": ("registration", "claim"),
    "redeem_by": ("contract_end",),
    "publicity": ("publication",),
    "correction": ("return",),
    "appeal": ("notification",),
    "objection": ("filing",),
    "expert_silence": ("assignment",),
    "account_change": ("confirmation",),
}
"""The deadlines that a policy sets, each with the events that it may be counted from."""

EvidenceKind = Literal["contract", "invoice", "payment_proof", "result", "service_record", "acceptance"]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
GIVE_BACK_SWITCHES = ("return", "lapse_unregistered", "lapse_unredeemed", "termination", "reduction", "rejection")
UnitClass = Literal["I", "II"]
Grade = Literal["excellent", "good", "pass", "fail"]
CLASSES: tuple[UnitClass, ...] = get_args(UnitClass)
GRADES: tuple[Grade, ...] = get_args(Grade)

RelatedParty = Literal["ignore", "warn", "refuse"]
Payee = Literal["unit", "applicant"]
InvoiceTotal = Literal["none", "payable", "actual_amount"]
StageName = Literal["clear", "endorse", "countersign", "approve"]
StageRole = Literal["case_officer", "deputy_officer", "approver", "finance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """期限规则. A period after a start event, or a fixed last day.

    With `rolls`, a last day that is a rest day moves to the next working day.
    """

    start: str | None
    period: Period | None
    fixed: date | None
    rolls: bool


class _FixedDay(Closed):
    """A deadline with one fixed day for all."""

    fixed: Day
    rolls: Flag


class _Counted(Closed):
    """A deadline counted from an event; the validation context lists the possible events."""

    start: str
    count: Positive
    unit: Unit
    rolls: Flag

    @field_validator("start", mode="before")
    @classmethod
    def _is_known(cls, start: object, info: ValidationInfo[tuple[str, ...]]) -> object:
        if start not in info.context:
            raise field_error("field_choice", among=", ".join(info.context))
        return start


def _rule(*starts: str) -> object:
    """Return the field type of a deadline that is counted from one of these events, or is a fixed day."""

    def check(value: object) -> DeadlineRule:
        if isinstance(value, Mapping) and "fixed" in value:
            fixed = _FixedDay.model_validate(value)
            return DeadlineRule(start=None, period=None, fixed=fixed.fixed, rolls=fixed.rolls)
        found = _Counted.model_validate(value, context=starts)
        period = Period(count=found.count, unit=found.unit, rolls=found.rolls)
        return DeadlineRule(start=found.start, period=period, fixed=None, rolls=found.rolls)

    return Annotated[DeadlineRule, BeforeValidator(check)]


def _plain_rule(rule: DeadlineRule) -> dict[str, object]:
    if rule.period is None:
        return {"fixed": str(rule.fixed), "rolls": rule.rolls}
    return {"start": rule.start, "count": rule.period.count, "unit": rule.period.unit, "rolls": rule.rolls}


Rule = Annotated[DeadlineRule, PlainSerializer(_plain_rule)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitTier:
    """A higher annual limit for holders of a valid certificate of one of these kinds (article 12)."""

    limit: Money
    certificates: Words[Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyLimit:
    """年度额度. The best tier that an enterprise has a certificate for, otherwise `enterprise`; `team` for teams."""

    enterprise: Money
    team: Money
    tiers: ListOf[LimitTier]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseTerms:
    """Conditions for enterprises (article 7). Values up to and including each limit are allowed."""

    regions: Words[Text]
    max_age_years: Count
    new_entry_certificates: Words[Text]
    max_staff: Count
    max_annual_sales: Money
    max_total_assets: Money
    industries: Words[Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTerms:
    """Conditions for teams (article 7). The share of students must be higher than this share."""

    regions: Words[Text]
    student_share: Share
    project_stages: Words[Text]
    industries: Words[Text]


Caps = Annotated[Mapping[str, Decimal], keys(dict.fromkeys(GRADES, Money), may_lack=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsidy:
    """后补助 (article 11). The cap in yuan by class and grade; a grade without a cap gets nothing."""

    caps: Annotated[Mapping[str, Mapping[str, Decimal]], keys(dict.fromkeys(CLASSES, Caps))]
    third_party_testers: Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalStage:
    """A stage of an approval, the roles that may decide it, and the total above which it is needed; 0.00 for always."""

    stage: StageName
    roles: Words[StageRole]
    above: MoneyOrNone


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """审批环节. The stages of a batch and of an order that pays its items, in the order in which they are decided."""

    batch: ListOf[ApprovalStage]
    payment_order: ListOf[ApprovalStage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """政策版本. The parameters that a round is bound to for ever.

    `give_back` says for each cause whether the money becomes free again and the year is credited; otherwise it is
    forfeited.
    """

    __pydantic_config__ = CLOSED

    code: Annotated[Text, line(most=60)]
    title: Annotated[Text, line(most=200)]
    document: Annotated[Text, line(most=300)]
    in_force_from: Day
    unverified: Flag
    coupon_cap: Money
    coupon_smallest: Money
    contract_share: Share
    service_categories: Words[Text]
    statutory_testing: Flag
    municipal_funding: Flag
    related_party: RelatedParty
    yearly_limit: YearlyLimit
    enterprise: EnterpriseTerms
    team: TeamTerms
    deadlines: Annotated[Mapping[str, Rule], keys({name: _rule(*starts) for name, starts in DEADLINE_STARTS.items()})]
    give_back: Annotated[Mapping[str, bool], keys(dict.fromkeys(GIVE_BACK_SWITCHES, Flag))]
    evidence: Words[EvidenceKind]
    invoice_total: InvoiceTotal
    experts: Positive
    payee: Payee
    payment_months: Months
    subsidy: Subsidy
    approval: Approval


_POLICY = TypeAdapter(Policy)


def parse_policy(data: object) -> Policy:
    """Return the policy in a dict. Refused: `policy_invalid`, then every missing, unknown or wrong parameter."""
    try:
        return read(_POLICY.validate_python, data)
    except BadDocument as bad:
        summary = Refusal(code="policy_invalid", field=bad.field, params={"path": bad.field or "", "reason": bad.code})
        raise Refused([summary, *bad.refusals], kind="invalid") from None


def to_dict(policy: Policy) -> dict[str, object]:
    """Return the policy as JSON: amounts and shares as text, days ISO. `parse_policy` reads it back."""
    plain: dict[str, object] = _POLICY.dump_python(policy, mode="json")
    return plain

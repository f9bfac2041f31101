"""政策版本. Every parameter of a scheme as frozen data (docs/domain.md section 4). Money in yuan, days of Beijing.

A policy is read from a plain dict: a shipped TOML file or the JSON of a PolicyVersion row. `to_dict` gives that JSON back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from core.values.deadlines import Period, Unit
from core.values.errors import DomainError
from vouchers.rules.reading import BadField, Section, read_root

DEADLINE_STARTS: Mapping[str, tuple[str, ...]] = {
    "register_by": ("claim",),
    "valid_until": ("registration", "claim"),
    "redeem_by": ("contract_end",),
    "publicity": ("publication",),
    "correction": ("return",),
    "appeal": ("notification",),
    "objection": ("filing",),
    "expert_silence": ("assignment",),
}
"""The deadlines a policy sets, and the events each may be counted from."""

EVIDENCE_KINDS = ("contract", "invoice", "payment_proof", "result", "service_record", "acceptance")
GIVE_BACK_SWITCHES = ("return", "lapse_unregistered", "lapse_unredeemed", "termination", "reduction", "rejection")
CLASSES = ("I", "II")
GRADES = ("excellent", "good", "pass", "fail")

RelatedParty = Literal["ignore", "warn", "refuse"]
Payee = Literal["unit", "applicant"]
InvoiceTotal = Literal["none", "payable", "actual_amount"]
_RELATED_PARTY: tuple[RelatedParty, ...] = ("ignore", "warn", "refuse")
_PAYEES: tuple[Payee, ...] = ("unit", "applicant")
_INVOICE_TOTALS: tuple[InvoiceTotal, ...] = ("none", "payable", "actual_amount")
_UNITS: tuple[Unit, ...] = ("days", "months", "working_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """期限规则. A period after a start event, or a fixed last day; `rolls` where a rest day moves it on."""

    start: str | None
    period: Period | None
    fixed: date | None
    rolls: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitTier:
    """A higher yearly limit for the holder of a valid certificate of one of these kinds (article 12)."""

    limit: Decimal
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyLimit:
    """年度额度. The best tier an enterprise holds a certificate for, else `enterprise`; teams `team`."""

    enterprise: Decimal
    team: Decimal
    tiers: tuple[LimitTier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseTerms:
    """Article 7, enterprises. Both age and sums count up to and including the limit."""

    regions: tuple[str, ...]
    max_age_years: int
    new_entry_certificates: tuple[str, ...]
    max_staff: int
    max_annual_sales: Decimal
    max_total_assets: Decimal
    industries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTerms:
    """Article 7, teams. Students must be more than this share of the members."""

    regions: tuple[str, ...]
    student_share: Decimal
    project_stages: tuple[str, ...]
    industries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsidy:
    """后补助 (article 11). The cap in yuan by class and grade; a grade without one gets nothing."""

    caps: Mapping[str, Mapping[str, Decimal]]
    third_party_testers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """政策版本. What a round pins for ever.

    `give_back` says per cause whether the money is free again and the year credited; where not, the money is forfeited.
    """

    code: str
    title: str
    document: str
    in_force_from: date
    unverified: bool
    coupon_cap: Decimal
    coupon_smallest: Decimal
    contract_share: Decimal
    service_categories: tuple[str, ...]
    statutory_testing: bool
    municipal_funding: bool
    related_party: RelatedParty
    yearly_limit: YearlyLimit
    enterprise: EnterpriseTerms
    team: TeamTerms
    deadlines: Mapping[str, DeadlineRule]
    give_back: Mapping[str, bool]
    evidence: tuple[str, ...]
    invoice_total: InvoiceTotal
    experts: int
    payee: Payee
    payment_months: tuple[int, ...]
    subsidy: Subsidy


def parse_policy(data: object) -> Policy:
    """The policy a dict says. DomainError `policy_invalid`, whose path names what is missing, unknown or wrong."""
    try:
        return _policy(read_root(data))
    except BadField as bad:
        raise DomainError("policy_invalid", field=bad.path, path=bad.path or "", reason=bad.code) from None


def to_dict(policy: Policy) -> dict[str, Any]:
    """The policy as JSON: amounts and shares as text, days ISO. `parse_policy` reads it back."""
    plain: dict[str, Any] = _json(policy)
    return plain


def _policy(root: Section) -> Policy:
    policy = Policy(
        code=root.line("code", most=60),
        title=root.line("title", most=200),
        document=root.line("document", most=300),
        in_force_from=root.day("in_force_from"),
        unverified=root.flag("unverified"),
        coupon_cap=root.money("coupon_cap"),
        coupon_smallest=root.money("coupon_smallest"),
        contract_share=root.share("contract_share"),
        service_categories=root.texts("service_categories"),
        statutory_testing=root.flag("statutory_testing"),
        municipal_funding=root.flag("municipal_funding"),
        related_party=root.choice("related_party", among=_RELATED_PARTY),
        yearly_limit=_yearly_limit(root.section("yearly_limit")),
        enterprise=_enterprise(root.section("enterprise")),
        team=_team(root.section("team")),
        deadlines=_deadlines(root.section("deadlines")),
        give_back=_switches(root.section("give_back")),
        evidence=root.texts("evidence", among=EVIDENCE_KINDS),
        invoice_total=root.choice("invoice_total", among=_INVOICE_TOTALS),
        experts=root.positive("experts"),
        payee=root.choice("payee", among=_PAYEES),
        payment_months=root.months("payment_months"),
        subsidy=_subsidy(root.section("subsidy")),
    )
    root.close()
    return policy


def _yearly_limit(section: Section) -> YearlyLimit:
    limit = YearlyLimit(
        enterprise=section.money("enterprise"),
        team=section.money("team"),
        tiers=tuple(_tier(tier) for tier in section.sections("tiers")),
    )
    section.close()
    return limit


def _tier(section: Section) -> LimitTier:
    tier = LimitTier(limit=section.money("limit"), certificates=section.texts("certificates"))
    section.close()
    return tier


def _enterprise(section: Section) -> EnterpriseTerms:
    terms = EnterpriseTerms(
        regions=section.texts("regions"),
        max_age_years=section.count("max_age_years"),
        new_entry_certificates=section.texts("new_entry_certificates"),
        max_staff=section.count("max_staff"),
        max_annual_sales=section.money("max_annual_sales"),
        max_total_assets=section.money("max_total_assets"),
        industries=section.texts("industries"),
    )
    section.close()
    return terms


def _team(section: Section) -> TeamTerms:
    terms = TeamTerms(
        regions=section.texts("regions"),
        student_share=section.share("student_share"),
        project_stages=section.texts("project_stages"),
        industries=section.texts("industries"),
    )
    section.close()
    return terms


def _deadlines(section: Section) -> Mapping[str, DeadlineRule]:
    rules = {name: _deadline_rule(section.section(name), name=name) for name in DEADLINE_STARTS}
    section.close()
    return rules


def _deadline_rule(section: Section, *, name: str) -> DeadlineRule:
    rolls = section.flag("rolls")
    if section.has("fixed"):
        rule = DeadlineRule(start=None, period=None, fixed=section.day("fixed"), rolls=rolls)
    else:
        start = section.choice("start", among=DEADLINE_STARTS[name])
        unit = section.choice("unit", among=_UNITS)
        period = Period(count=section.positive("count"), unit=unit, rolls=rolls)
        rule = DeadlineRule(start=start, period=period, fixed=None, rolls=rolls)
    section.close()
    return rule


def _switches(section: Section) -> Mapping[str, bool]:
    switches = {cause: section.flag(cause) for cause in GIVE_BACK_SWITCHES}
    section.close()
    return switches


def _subsidy(section: Section) -> Subsidy:
    classes = section.section("caps")
    caps = {name: _caps(classes.section(name)) for name in CLASSES}
    classes.close()
    subsidy = Subsidy(caps=caps, third_party_testers=section.flag("third_party_testers"))
    section.close()
    return subsidy


def _caps(section: Section) -> Mapping[str, Decimal]:
    caps = {grade: section.money(grade) for grade in GRADES if section.has(grade)}
    section.close()
    return caps


def _json(value: object) -> Any:
    if isinstance(value, DeadlineRule):
        return _deadline_json(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return value if isinstance(value, str | int) else str(value)


def _deadline_json(rule: DeadlineRule) -> dict[str, object]:
    if rule.period is None:
        return {"fixed": str(rule.fixed), "rolls": rule.rolls}
    return {"start": rule.start, "count": rule.period.count, "unit": rule.period.unit, "rolls": rule.rolls}

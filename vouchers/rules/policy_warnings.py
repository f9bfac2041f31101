"""政策草案的提示: what is allowed and unusual, which the approver acknowledges (article 8). Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from core.values.deadlines import Period
from core.values.errors import Refusal
from core.values.money import yuan
from core.values.numbers import percent_text
from vouchers.rules.policies import Policy

WARNINGS = (
    "policy_unverified",
    "policy_backdated",
    "policy_amount_unusual",
    "policy_amount_tenfold",
    "policy_share_unusual",
    "policy_count_unusual",
    "policy_deadline_unusual",
    "policy_validity_short",
    "policy_evidence_thin",
    "policy_pays_excluded",
    "policy_relations_ignored",
)
"""Every code of a warning. One acknowledgement covers all parameters with the code."""

USUAL_AMOUNTS: Mapping[str, tuple[str, str]] = {
    "coupon_cap": ("1000.00", "1000000.00"),
    "coupon_smallest": ("0.01", "10000.00"),
    "yearly_limit.enterprise": ("10000.00", "5000000.00"),
    "yearly_limit.team": ("10000.00", "5000000.00"),
    "enterprise.max_annual_sales": ("1000000.00", "10000000000.00"),
    "enterprise.max_total_assets": ("1000000.00", "10000000000.00"),
}
"""Yuan. A value outside is often one in 万元."""
USUAL_SUBSIDY = ("10000.00", "10000000.00")
USUAL_STAGE = ("10000.00", "1000000000.00")
USUAL_SHARES: Mapping[str, tuple[str, str]] = {"contract_share": ("0.1", "0.5"), "team.student_share": ("0.3", "0.8")}
USUAL_COUNTS: Mapping[str, tuple[int, int]] = {
    "enterprise.max_age_years": (1, 20),
    "enterprise.max_staff": (10, 2_000),
    "experts": (3, 9),
}
USUAL_DAYS: Mapping[str, tuple[int, int]] = {
    "register_by": (5, 92),
    "valid_until": (30, 730),
    "redeem_by": (10, 366),
    "publicity": (7, 31),
    "correction": (5, 62),
    "appeal": (5, 62),
    "objection": (7, 92),
    "expert_silence": (3, 31),
    "account_change": (3, 31),
}
"""The usual length of each deadline in days, as `_DAYS` counts them."""
TENFOLD = 10
NEEDED_EVIDENCE = ("contract", "invoice", "payment_proof", "result")

_DAYS = {"days": Decimal(1), "months": Decimal("30.5"), "working_days": Decimal("1.4")}


def policy_warnings(*, policy: Policy, current: Policy | None, drafted_on: date) -> tuple[Refusal, ...]:
    """Return what is unusual in a draft: code, parameter, its value, and the usual range.

    `current` are the parameters in force of the same scheme, `drafted_on` is the Beijing day of the draft.
    """
    return (
        *_start_warnings(policy, current, drafted_on),
        *_amount_warnings(policy, current),
        *_number_warnings(policy),
        *_deadline_warnings(policy),
        *_term_warnings(policy),
    )


def amounts(policy: Policy) -> dict[str, Decimal]:
    """Return every amount of a policy by its path."""
    limit, firm = policy.yearly_limit, policy.enterprise
    found = {
        "coupon_cap": policy.coupon_cap,
        "coupon_smallest": policy.coupon_smallest,
        "yearly_limit.enterprise": limit.enterprise,
        "yearly_limit.team": limit.team,
        "enterprise.max_annual_sales": firm.max_annual_sales,
        "enterprise.max_total_assets": firm.max_total_assets,
    }
    tiers = {f"yearly_limit.tiers.{place}.limit": tier.limit for place, tier in enumerate(limit.tiers)}
    caps = {
        f"subsidy.caps.{unit_class}.{grade}": cap
        for unit_class, grades in policy.subsidy.caps.items()
        for grade, cap in grades.items()
    }
    stages = {
        f"approval.{kind}.{place}.above": stage.above
        for kind, listed in (("batch", policy.approval.batch), ("payment_order", policy.approval.payment_order))
        for place, stage in enumerate(listed)
        if stage.above
    }
    return found | tiers | caps | stages


def _start_warnings(policy: Policy, current: Policy | None, drafted_on: date) -> Iterator[Refusal]:
    if policy.unverified:
        yield _warning("policy_unverified", "unverified")
    if current is not None and policy.in_force_from < drafted_on:
        days = {"value": policy.in_force_from.isoformat(), "limit": drafted_on.isoformat()}
        yield _warning("policy_backdated", "in_force_from", **days)


def _amount_warnings(policy: Policy, current: Policy | None) -> Iterator[Refusal]:
    before = amounts(current) if current is not None else {}
    for path, amount in amounts(policy).items():
        least, most = map(Decimal, USUAL_AMOUNTS.get(path) or _usual_amount(path))
        if not least <= amount <= most:
            usual = {"least": yuan(least), "most": yuan(most)}
            yield _warning("policy_amount_unusual", path, value=yuan(amount), **usual)
        old = before.get(path)
        if old is not None and not old / TENFOLD < amount < old * TENFOLD:
            yield _warning("policy_amount_tenfold", path, value=yuan(amount), before=yuan(old))


def _usual_amount(path: str) -> tuple[str, str]:
    if path.startswith("approval."):
        return USUAL_STAGE
    return USUAL_SUBSIDY if path.startswith("subsidy.") else USUAL_AMOUNTS["yearly_limit.enterprise"]


def _number_warnings(policy: Policy) -> Iterator[Refusal]:
    shares = {"contract_share": policy.contract_share, "team.student_share": policy.team.student_share}
    for path, share in shares.items():
        least, most = map(Decimal, USUAL_SHARES[path])
        if not least <= share <= most:
            usual = {"least": percent_text(least), "most": percent_text(most)}
            yield _warning("policy_share_unusual", path, value=percent_text(share), **usual)
    counts = {
        "enterprise.max_age_years": policy.enterprise.max_age_years,
        "enterprise.max_staff": policy.enterprise.max_staff,
        "experts": policy.experts,
    }
    for path, count in counts.items():
        fewest, highest = USUAL_COUNTS[path]
        if not fewest <= count <= highest:
            yield _warning("policy_count_unusual", path, value=count, least=fewest, most=highest)


def _deadline_warnings(policy: Policy) -> Iterator[Refusal]:
    for name, rule in policy.deadlines.items():
        least, most = USUAL_DAYS[name]
        if rule.period is not None and not least <= _days(rule.period) <= most:
            length = {"count": rule.period.count, "unit": rule.period.unit}
            yield _warning("policy_deadline_unusual", f"deadlines.{name}", least=least, most=most, **length)
    register, valid = policy.deadlines["register_by"].period, policy.deadlines["valid_until"]
    if valid.start == "claim" and register and valid.period and _days(valid.period) < _days(register):
        yield _warning("policy_validity_short", "deadlines.valid_until")


def _days(period: Period) -> Decimal:
    return period.count * _DAYS[period.unit]


def _term_warnings(policy: Policy) -> Iterator[Refusal]:
    missing = [kind for kind in NEEDED_EVIDENCE if kind not in policy.evidence]
    if missing:
        yield _warning("policy_evidence_thin", "evidence", value="、".join(missing))
    for path, allowed in (
        ("statutory_testing", policy.statutory_testing),
        ("municipal_funding", policy.municipal_funding),
    ):
        if allowed:
            yield _warning("policy_pays_excluded", path)
    if policy.related_party == "ignore":
        yield _warning("policy_relations_ignored", "related_party")


def _warning(code: str, field: str, **params: str | int) -> Refusal:
    return Refusal(code=code, field=field, params={"field": field, **params})

"""兑现申请. Whether a redemption may be submitted, its payable amount, and its distribution over coupons (articles 12,
15.3).

Yuan, Beijing days. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.values.calendar import Calendar
from core.values.deadlines import Deadline
from core.values.errors import Refusal
from core.values.money import ZERO, is_amount, yuan
from vouchers.rules import deadlines
from vouchers.rules.payables import payable
from vouchers.rules.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFacts:
    """The evidence: invoices used elsewhere, the sum of the invoices, the kinds of evidence there are."""

    invoices_reused: tuple[str, ...]
    invoice_total: Decimal
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedemptionFacts:
    """The facts of a redemption; `evidence` is None if only amounts and days are tested.

    `last_day` replaces the contract's own deadline after a return or a termination.
    """

    on: date
    coupons: tuple[Decimal, ...]
    actual_amount: Decimal
    contract_start: date
    contract_end: date
    evidence: EvidenceFacts | None = None
    last_day: date | None = None


def redemption_refusals(*, facts: RedemptionFacts, policy: Policy, calendar: Calendar) -> tuple[Refusal, ...]:
    """Return every reason against the redemption, in the order of docs/domain.md section 4; empty if it is allowed."""
    return (*_days(facts, policy, calendar), *_evidence(facts, policy))


def least_invoiced(*, actual_amount: Decimal, payable: Decimal, policy: Policy) -> Decimal:
    """Return what the invoices must sum up to at least, as the policy asks: nothing, the payable or the actual amount."""
    return {"none": ZERO, "payable": payable}.get(policy.invoice_total, actual_amount)


def redemption_deadline(*, facts: RedemptionFacts, policy: Policy, calendar: Calendar) -> Deadline:
    """Return the last day to submit, counted from the contract's agreed end."""
    return deadlines.redeem_by(contract_end=facts.contract_end, policy=policy, calendar=calendar)


def _days(facts: RedemptionFacts, policy: Policy, calendar: Calendar) -> Iterator[Refusal]:
    last = facts.last_day or redemption_deadline(facts=facts, policy=policy, calendar=calendar).day
    if facts.on > last:
        yield _refuse("redeem_by", limit=last.isoformat(), value=facts.on.isoformat())
    if facts.on < facts.contract_start:
        yield _refuse("not_started", limit=facts.contract_start.isoformat(), value=facts.on.isoformat())


def _evidence(facts: RedemptionFacts, policy: Policy) -> Iterator[Refusal]:
    evidence = facts.evidence
    good = is_amount(facts.actual_amount)
    if evidence is not None and evidence.invoices_reused:
        yield _refuse("invoice_reused", field="invoices", value="、".join(evidence.invoices_reused))
    if evidence is not None and good and evidence.invoice_total < (asked := _invoice_total(facts, policy)):
        yield _refuse("invoice_total", field="invoices", limit=yuan(asked), value=yuan(evidence.invoice_total))
    if not good:
        yield _refuse("actual_amount", field="actual_amount", value=str(facts.actual_amount))
    if evidence is None:
        return
    missing = [kind for kind in policy.evidence if kind not in evidence.kinds]
    if missing:
        yield _refuse("evidence_missing", field="evidence", value="、".join(missing))


def _invoice_total(facts: RedemptionFacts, policy: Policy) -> Decimal:
    due = payable(coupons=facts.coupons, actual_amount=facts.actual_amount, policy=policy)
    return least_invoiced(actual_amount=facts.actual_amount, payable=due, policy=policy)


def _refuse(code: str, *, field: str | None = None, **params: str) -> Refusal:
    article = "第十二条" if code == "actual_amount" else "第十五条"
    return Refusal(code=code, params={**params, "article": article}, field=field)

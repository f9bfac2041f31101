"""核对表. The checks of a reviewer that the system makes first (docs/domain.md section 7).

Yuan, Beijing days. Pure. A check decides nothing: it gives a verdict (ok, warn or fail) and the reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from core.values.errors import Param
from core.values.money import total, yuan
from redemptions.rules.invoices import (
    InvoiceFacts,
    InvoiceParties,
    buyer_is_applicant,
    buyer_name_agrees,
    invoice_label,
    year_agrees,
)
from vouchers.rules.service_records import proposed_amount

Verdict = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """A service record and the service it names; `price` is None if it names none."""

    done_on: date
    hours: Decimal
    amount: Decimal
    quantity: Decimal | None = None
    price: Decimal | None = None
    price_unit: str = ""
    of_unit: bool = True
    published: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """The facts of a check sheet: the redemption, its contract and coupons, and its evidence.

    `on` is the day of the submission; before it, today. `invoice_least` is what the invoices must sum up to.
    """

    on: date
    kinds_asked: tuple[str, ...]
    kinds: frozenset[str]
    actual_amount: Decimal
    payable: Decimal
    invoice_least: Decimal
    own_payment: Decimal | None
    contract_amount: Decimal
    signed_on: date
    start_on: date
    end_on: date
    registered_on: date
    claimed_on: date
    related_party: bool
    parties: InvoiceParties
    invoices: tuple[InvoiceFacts, ...] = ()
    invoices_reused: tuple[str, ...] = ()
    records: tuple[RecordFacts, ...] = ()
    files_elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A line of the check sheet."""

    code: str
    verdict: Verdict
    params: Mapping[str, Param] = field(default_factory=dict)


def check_sheet(facts: CheckFacts) -> tuple[Check, ...]:
    """Return every check, in the order of docs/domain.md section 7."""
    return tuple(check(facts) for check in _CHECKS)


def _check(code: str, verdict: Verdict, **params: Param) -> Check:
    return Check(code=code, verdict=verdict, params=params)


def _complete(facts: CheckFacts) -> Check:
    missing = [kind for kind in facts.kinds_asked if kind not in facts.kinds]
    return _check("complete", "fail" if missing else "ok", missing=missing)


def _amounts_agree(facts: CheckFacts) -> Check:
    invoiced = total(invoice.amount for invoice in facts.invoices)
    recorded = total(record.amount for record in facts.records)
    agree = facts.actual_amount == invoiced == recorded and facts.actual_amount <= facts.contract_amount
    verdict: Verdict = "fail" if invoiced < facts.invoice_least else "ok" if agree else "warn"
    return _check(
        "amounts_agree",
        verdict,
        actual=yuan(facts.actual_amount),
        invoiced=yuan(invoiced),
        least=yuan(facts.invoice_least),
        recorded=yuan(recorded),
        contract=yuan(facts.contract_amount),
    )


def _parties_agree(facts: CheckFacts) -> Check:
    wrong = [
        _label(each)
        for each in facts.invoices
        if each.seller_uscc != facts.parties.seller_uscc or not buyer_is_applicant(invoice=each, parties=facts.parties)
    ]
    odd = [_label(each) for each in facts.invoices if not buyer_name_agrees(invoice=each, parties=facts.parties)]
    return _check("parties_agree", "fail" if wrong else "warn" if odd else "ok", invoices=wrong or odd)


def _dates_agree(facts: CheckFacts) -> Check:
    odd = [
        _label(each)
        for each in facts.invoices
        if not facts.signed_on <= each.issued_on <= facts.on or not year_agrees(each)
    ]
    return _check("dates_agree", "warn" if odd else "ok", invoices=odd)


def _service_within(facts: CheckFacts) -> Check:
    outside = [each for each in facts.records if not facts.registered_on <= each.done_on <= facts.on]
    odd = [each for each in facts.records if not facts.start_on <= each.done_on <= facts.end_on]
    days = sorted({each.done_on.isoformat() for each in (outside or odd)})
    verdict: Verdict = "fail" if outside else "warn" if odd or not facts.records else "ok"
    return _check(
        "service_within", verdict, days=days, first=facts.registered_on.isoformat(), last=facts.on.isoformat()
    )


def _own_share_paid(facts: CheckFacts) -> Check:
    share = facts.actual_amount - facts.payable
    if facts.own_payment is None:
        return _check("own_share_paid", "warn", share=yuan(share), paid="—")
    verdict: Verdict = "ok" if facts.own_payment >= share else "fail"
    return _check("own_share_paid", verdict, share=yuan(share), paid=yuan(facts.own_payment))


def _invoice_unused(facts: CheckFacts) -> Check:
    return _check("invoice_unused", "fail" if facts.invoices_reused else "ok", invoices=facts.invoices_reused)


def _file_unique(facts: CheckFacts) -> Check:
    return _check("file_unique", "warn" if facts.files_elsewhere else "ok", files=facts.files_elsewhere)


def _service_of_unit(facts: CheckFacts) -> Check:
    foreign = [each for each in facts.records if not each.of_unit]
    closed = [each for each in facts.records if not each.published or each.price is None]
    days = sorted({each.done_on.isoformat() for each in (foreign or closed)})
    return _check("service_of_unit", "fail" if foreign else "warn" if closed else "ok", days=days)


def _price_published(facts: CheckFacts) -> Check:
    dear = [each for each in facts.records if _is_dearer_than_published(each)]
    return _check("price_published", "warn" if dear else "ok", days=sorted({each.done_on.isoformat() for each in dear}))


def _is_dearer_than_published(record: RecordFacts) -> bool:
    if record.price is None:
        return False
    proposed = proposed_amount(
        price=record.price, price_unit=record.price_unit, hours=record.hours, quantity=record.quantity
    )
    return proposed is not None and record.amount > proposed


def _related_party(facts: CheckFacts) -> Check:
    return _check("related_party", "warn" if facts.related_party else "ok")


def _signed_after_claim(facts: CheckFacts) -> Check:
    verdict: Verdict = "warn" if facts.signed_on < facts.claimed_on else "ok"
    return _check(
        "signed_after_claim", verdict, signed=facts.signed_on.isoformat(), claimed=facts.claimed_on.isoformat()
    )


def _label(invoice: InvoiceFacts) -> str:
    return invoice_label(code=invoice.code, number=invoice.number)


_CHECKS: tuple[Callable[[CheckFacts], Check], ...] = (
    _complete,
    _amounts_agree,
    _parties_agree,
    _dates_agree,
    _service_within,
    _own_share_paid,
    _invoice_unused,
    _file_unique,
    _service_of_unit,
    _price_published,
    _related_party,
    _signed_after_claim,
)
CHECK_CODES = tuple(check.__name__.removeprefix("_") for check in _CHECKS)
"""The codes of the check sheet, in order."""

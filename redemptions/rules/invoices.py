"""发票. Whether an invoice can be evidence: number, parties, day, amount (article 15.3). Yuan. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.values.characters import normal_code
from core.values.errors import Refusal
from core.values.money import is_amount
from core.values.party_names import match_name

DIGITAL = re.compile(r"[0-9]{20}")
PAPER_CODE = re.compile(r"[0-9]{10}|[0-9]{12}")
PAPER_NUMBER = re.compile(r"[0-9]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFacts:
    """An invoice as entered; a fully digital one (数电票) has no code. `amount` is the total with tax."""

    code: str
    number: str
    issued_on: date
    seller_uscc: str
    buyer_uscc: str
    buyer_name: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceParties:
    """The parties an invoice must name.

    The seller is the open unit. The buyer is the applicant by its code, or a team by a member's name.
    """

    seller_uscc: str
    buyer_uscc: str | None
    buyer_names: tuple[str, ...]


def tidy(invoice: InvoiceFacts) -> InvoiceFacts:
    """Return the invoice with its numbers and codes in their normal form."""
    return replace(
        invoice,
        code=normal_code(invoice.code),
        number=normal_code(invoice.number),
        seller_uscc=normal_code(invoice.seller_uscc),
        buyer_uscc=normal_code(invoice.buyer_uscc),
        buyer_name=invoice.buyer_name.strip(),
    )


def has_known_number(invoice: InvoiceFacts) -> bool:
    """Whether the number is valid: 20 digits without a code, or 8 digits with a code of 10 or 12."""
    if not invoice.code:
        return bool(DIGITAL.fullmatch(invoice.number))
    return bool(PAPER_CODE.fullmatch(invoice.code) and PAPER_NUMBER.fullmatch(invoice.number))


def invoice_label(*, code: str, number: str) -> str:
    """Return the name of an invoice for people: code and number, or the number alone."""
    return f"{code}-{number}" if code else number


def invoice_refusals(*, invoice: InvoiceFacts, parties: InvoiceParties, on: date, position: int) -> tuple[Refusal, ...]:
    """Return every reason to refuse an invoice that is entered on the day `on`.

    The field of each reason contains the invoice's position in the entered list.
    """
    label = invoice_label(code=invoice.code, number=invoice.number)
    return tuple(
        Refusal(code=code, params={"invoice": label, **params}, field=f"invoices[{position}].{field}")
        for code, field, params in _reasons(invoice, parties, on)
    )


def buyer_is_applicant(*, invoice: InvoiceFacts, parties: InvoiceParties) -> bool:
    """Whether the buyer's code is the applicant's; for an applicant without a code, whether the name is a member's."""
    if parties.buyer_uscc is not None:
        return invoice.buyer_uscc == parties.buyer_uscc
    return _is_among(invoice.buyer_name, parties.buyer_names)


def buyer_name_agrees(*, invoice: InvoiceFacts, parties: InvoiceParties) -> bool:
    """Whether the buyer's name is a known name of the applicant, ignoring differences in writing."""
    return _is_among(invoice.buyer_name, parties.buyer_names)


def year_agrees(invoice: InvoiceFacts) -> bool:
    """Whether a digital number begins with the year of issue; true for other numbers, which contain no year."""
    return bool(invoice.code) or invoice.number[:2] == f"{invoice.issued_on.year % 100:02d}"


def _reasons(invoice: InvoiceFacts, parties: InvoiceParties, on: date) -> Iterator[tuple[str, str, dict[str, str]]]:
    if not has_known_number(invoice):
        yield "invoice_number", "number", {}
    if invoice.issued_on > on:
        yield "invoice_date", "issued_on", {"value": invoice.issued_on.isoformat(), "limit": on.isoformat()}
    if invoice.seller_uscc != parties.seller_uscc:
        yield "invoice_seller", "seller_uscc", {"value": invoice.seller_uscc, "limit": parties.seller_uscc}
    if not buyer_is_applicant(invoice=invoice, parties=parties):
        field = "buyer_uscc" if parties.buyer_uscc is not None else "buyer_name"
        value = invoice.buyer_uscc if parties.buyer_uscc is not None else invoice.buyer_name
        yield "invoice_buyer", field, {"value": value}
    if invoice.amount < 0:
        yield "invoice_red_letter", "amount", {"value": str(invoice.amount)}
    elif not is_amount(invoice.amount):
        yield "invoice_amount", "amount", {"value": str(invoice.amount)}


def _is_among(name: str, names: tuple[str, ...]) -> bool:
    return match_name(name) in {match_name(each) for each in names}

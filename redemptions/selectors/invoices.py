"""Reads of invoices."""

from collections.abc import Collection

from applicants.selectors.applicants import list_member_names
from redemptions.models import Invoice, Redemption
from redemptions.rules.invoices import InvoiceFacts, InvoiceParties, invoice_label


def get_invoice_parties(redemption: Redemption) -> InvoiceParties:
    """Return the parties that the invoices must name, for a redemption read with its applicant and its unit's party."""
    applicant, unit = redemption.applicant, redemption.unit.party
    members = list_member_names(applicant.pk) if applicant.uscc is None else []
    return InvoiceParties(
        seller_uscc=unit.uscc or "", buyer_uscc=applicant.uscc, buyer_names=(applicant.name, *members)
    )


def find_reused(invoices: Collection[InvoiceFacts], *, redemption: Redemption) -> tuple[str, ...]:
    """Return the invoices that another redemption uses, with its number if it is the same unit's. One query."""
    wanted = {(each.code, each.number) for each in invoices}
    rows = Invoice.objects.filter(live=True, number__in={number for _, number in wanted})
    used = rows.exclude(redemption_id=redemption.pk).order_by("pk")
    found = used.values_list("code", "number", "redemption_id", "redemption__unit_id")
    return tuple(
        invoice_label(code=code, number=number) + (f" (#{used_by})" if unit_id == redemption.unit_id else "")
        for code, number, used_by, unit_id in found
        if (code, number) in wanted
    )


def list_invoices(redemption: Redemption) -> tuple[InvoiceFacts, ...]:
    """Return the redemption's invoices as facts of the rules."""
    return tuple(
        InvoiceFacts(
            code=row.code,
            number=row.number,
            issued_on=row.issued_on,
            seller_uscc=row.seller_uscc,
            buyer_uscc=row.buyer_uscc,
            buyer_name=row.buyer_name,
            amount=row.amount,
        )
        for row in Invoice.objects.filter(redemption_id=redemption.pk).order_by("pk")
    )

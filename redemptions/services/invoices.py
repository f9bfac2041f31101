"""The invoices of a redemption."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.database.transactions import write
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refusal, Refused
from core.values.names import visible_name
from redemptions.models import Invoice, Redemption
from redemptions.rules.invoices import InvoiceFacts, invoice_label, invoice_refusals, tidy
from redemptions.rules.states import RedemptionState
from redemptions.selectors.invoices import find_reused, get_invoice_parties, list_invoices
from redemptions.services.redemptions import lock_own_correctable, record_change

MOST = 100


@write
def set_invoices(
    *,
    redemption_id: int,
    unit_id: int,
    invoices: Sequence[InvoiceFacts],
    version: int | None,
    actor_id: int,
    at: datetime,
) -> Redemption:
    """Replace all invoices of a drafted or returned redemption (录入发票). They count as used from the submission on.

    `Refused` with every reason against every invoice: `invoice_number`, `invoice_date`, `invoice_seller`,
    `invoice_buyer`, `invoice_red_letter`, `invoice_amount`, `invoice_repeated`, `invoice_reused` (with the redemption
    if it is the unit's own); `invoices_too_many`, the errors of `visible_name`; `not_found`, `illegal_state`, `stale_version`.
    """
    if len(invoices) > MOST:
        raise DomainError("invoices_too_many", field="invoices", limit=MOST)
    redemption = lock_own_correctable(redemption_id, unit_id=unit_id, version=version)
    entered = [_readable(tidy(invoice), position=position) for position, invoice in enumerate(invoices)]
    if refusals := _refusals(entered, redemption=redemption, at=at):
        raise Refused(refusals)
    before = [_label(invoice) for invoice in list_invoices(redemption)]
    Invoice.objects.filter(redemption_id=redemption.pk).delete()
    Invoice.objects.bulk_create(_row(invoice, redemption=redemption) for invoice in entered)
    redemption.version += 1
    redemption.save(update_fields=["version"])
    record_change(
        redemption,
        event="redemption.invoices_changed",
        at=at,
        actor_id=actor_id,
        data={"before": before, "after": [_label(invoice) for invoice in entered]},
    )
    return redemption


def _refusals(invoices: Sequence[InvoiceFacts], *, redemption: Redemption, at: datetime) -> list[Refusal]:
    parties, on = get_invoice_parties(redemption), beijing_day(at)
    found = [
        refusal
        for position, invoice in enumerate(invoices)
        for refusal in invoice_refusals(invoice=invoice, parties=parties, on=on, position=position)
    ]
    labels = [_label(invoice) for invoice in invoices]
    repeated = sorted({label for label in labels if labels.count(label) > 1})
    if repeated:
        found.append(Refusal(code="invoice_repeated", params={"value": "、".join(repeated)}, field="invoices"))
    reused = find_reused(invoices, redemption=redemption)
    if reused:
        found.append(Refusal(code="invoice_reused", params={"value": "、".join(reused)}, field="invoices"))
    return found


def _readable(invoice: InvoiceFacts, *, position: int) -> InvoiceFacts:
    """Return the invoice with the buyer's name as it is seen. Raises the errors of `visible_name`."""
    name = visible_name(invoice.buyer_name, field=f"invoices[{position}].buyer_name", most=200)
    return replace(invoice, buyer_name=name)


def _row(invoice: InvoiceFacts, *, redemption: Redemption) -> Invoice:
    return Invoice(
        redemption_id=redemption.pk,
        live=redemption.state != RedemptionState.DRAFT,
        code=invoice.code,
        number=invoice.number,
        issued_on=invoice.issued_on,
        seller_uscc=invoice.seller_uscc,
        buyer_uscc=invoice.buyer_uscc,
        buyer_name=invoice.buyer_name,
        amount=invoice.amount,
    )


def _label(invoice: InvoiceFacts) -> str:
    return invoice_label(code=invoice.code, number=invoice.number)

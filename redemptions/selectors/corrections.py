"""The content of a redemption that a correction may change."""

from core.values.money import yuan
from redemptions.models import Redemption
from redemptions.rules.corrections import content_hash
from redemptions.selectors.evidence import list_evidence
from redemptions.selectors.invoices import list_invoices
from vouchers.models import ServiceRecord


def hash_content(redemption: Redemption) -> str:
    """Return the hash of a redemption's amounts, invoices, files, service records and acceptance of results.

    The caller has locked the redemption. The order in which rows were entered changes nothing.
    """
    accepted = redemption.contract.results_accepted_at
    return content_hash(
        {
            "actual_amount": yuan(redemption.actual_amount),
            "own_payment": None if redemption.own_payment is None else yuan(redemption.own_payment),
            "invoices": sorted(str(invoice) for invoice in list_invoices(redemption)),
            "files": sorted([file.kind, file.name, file.sha256] for file in list_evidence(redemption)),
            "records": sorted(_records(redemption)),
            "accepted": None if accepted is None else accepted.isoformat(),
        }
    )


def _records(redemption: Redemption) -> list[list[str]]:
    columns = ("service_id", "done_on", "hours", "quantity", "amount", "description")
    rows = ServiceRecord.objects.filter(contract_id=redemption.contract_id).values_list(*columns)
    return [[str(value) for value in row] for row in rows]

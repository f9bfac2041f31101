"""The evidence of a redemption, as facts of the rules (docs/domain.md section 7)."""

from collections.abc import Collection
from datetime import date, datetime

from core.files.attachment_selectors import count_elsewhere, list_attachments
from core.files.uploads import KINDS
from core.models import Attachment
from core.values.deadlines import beijing_day
from core.values.money import total
from redemptions.models import Redemption
from redemptions.rules.checks import Check, CheckFacts, RecordFacts, check_sheet
from redemptions.rules.redemptions import EvidenceFacts, least_invoiced
from redemptions.selectors.invoices import find_reused, get_invoice_parties, list_invoices
from redemptions.selectors.redemptions import get_contract_policy, get_redemption_for_checks
from vouchers.models import Coupon, ServiceContract, ServiceRecord
from vouchers.rules.policies import EVIDENCE_KINDS

UPLOADED_KINDS = tuple(kind for kind in EVIDENCE_KINDS if kind in KINDS)
"""Kinds of evidence that are uploaded as files; the applicant gives its acceptance on line."""


def list_evidence(redemption: Redemption) -> list[Attachment]:
    """Return the files of the redemption, oldest first."""
    return list(list_attachments(owner_kind="redemption", owner_id=redemption.pk))


def gather_evidence(redemption: Redemption) -> EvidenceFacts:
    """Return the evidence of a redemption: files, invoices, service records, the applicant's acceptance on line."""
    invoices = list_invoices(redemption)
    recorded = ServiceRecord.objects.filter(contract_id=redemption.contract_id).exists()
    accepted = redemption.contract.results_accepted_at is not None
    return EvidenceFacts(
        invoices_reused=find_reused(invoices, redemption=redemption),
        invoice_total=total(invoice.amount for invoice in invoices),
        kinds=_kinds(list_evidence(redemption), invoices=bool(invoices), records=recorded, accepted=accepted),
    )


def make_check_sheet(redemption_id: int, *, at: datetime) -> tuple[Check, ...]:
    """Return the check sheet of a redemption as of its submission; before it, as of this moment. `not_found`."""
    return check_sheet(_check_facts(get_redemption_for_checks(redemption_id), at=at))


def _check_facts(redemption: Redemption, *, at: datetime) -> CheckFacts:
    contract = redemption.contract
    policy = get_contract_policy(contract)
    invoices, records, files = list_invoices(redemption), _records(contract), list_evidence(redemption)
    known = count_elsewhere(files)
    accepted = contract.results_accepted_at is not None
    return CheckFacts(
        on=beijing_day(redemption.submitted_at or at),
        kinds_asked=policy.evidence,
        kinds=_kinds(files, invoices=bool(invoices), records=bool(records), accepted=accepted),
        actual_amount=redemption.actual_amount,
        payable=redemption.payable,
        invoice_least=least_invoiced(actual_amount=redemption.actual_amount, payable=redemption.payable, policy=policy),
        own_payment=redemption.own_payment,
        contract_amount=contract.amount,
        signed_on=contract.signed_on,
        start_on=contract.start_on,
        end_on=contract.end_on,
        registered_on=beijing_day(contract.registered_at or at),
        claimed_on=_first_claim(contract, at=at),
        related_party=contract.related_party,
        parties=get_invoice_parties(redemption),
        invoices=invoices,
        invoices_reused=find_reused(invoices, redemption=redemption),
        records=records,
        files_elsewhere=tuple(each.name for each in files if each.sha256 in known),
    )


def _kinds(files: Collection[Attachment], *, invoices: bool, records: bool, accepted: bool) -> frozenset[str]:
    """Return the kinds of evidence that are complete.

    An invoice needs both its file and its numbers. A service record may be a file or an entry. The acceptance counts
    only if the applicant gave it on line.
    """
    kinds = {each.kind for each in files} - {"acceptance"} - (set() if invoices else {"invoice"})
    return frozenset(kinds | ({"service_record"} if records else set()) | ({"acceptance"} if accepted else set()))


def _first_claim(contract: ServiceContract, *, at: datetime) -> date:
    days = Coupon.objects.filter(contract_id=contract.pk).order_by("claimed_on").values_list("claimed_on", flat=True)
    return days.first() or beijing_day(at)


def _records(contract: ServiceContract) -> tuple[RecordFacts, ...]:
    rows = ServiceRecord.objects.filter(contract_id=contract.pk).select_related("service").order_by("done_on", "pk")
    return tuple(_record(row, unit_id=contract.unit_id) for row in rows)


def _record(row: ServiceRecord, *, unit_id: int) -> RecordFacts:
    service = row.service
    return RecordFacts(
        done_on=row.done_on,
        hours=row.hours,
        quantity=row.quantity,
        amount=row.amount,
        price=service.price if service else None,
        price_unit=service.price_unit if service else "",
        of_unit=service is None or service.unit_id == unit_id,
        published=service is None or service.published,
    )

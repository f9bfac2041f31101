"""What was brought for a redemption, gathered as the rules want it (domain.md section 7)."""

from collections.abc import Collection
from datetime import date, datetime

from applicants.selectors.applicants import list_member_names
from core.errors import DomainError
from core.models import Attachment
from core.money import total
from core.periods import beijing_day
from core.selectors.attachments import count_elsewhere, list_attachments
from vouchers.models import Coupon, Invoice, Redemption, ServiceContract, ServiceRecord
from vouchers.rules.checks import Check, CheckFacts, RecordFacts, check_sheet
from vouchers.rules.invoices import InvoiceFacts, InvoiceParties, invoice_label
from vouchers.rules.policies import Policy
from vouchers.rules.redemptions import EvidenceFacts
from vouchers.selectors.policies import get_policy
from vouchers.selectors.redemptions import get_redemption_for_checks


def list_evidence(redemption: Redemption) -> list[Attachment]:
    """The files brought for the redemption, oldest first."""
    return list(list_attachments(owner_kind="redemption", owner_id=redemption.pk))


def get_invoice_parties(redemption: Redemption) -> InvoiceParties:
    """Who must stand on the invoices; the redemption comes with its applicant and its unit's party."""
    applicant, unit = redemption.applicant, redemption.unit.party
    members = list_member_names(applicant.pk) if applicant.uscc is None else []
    return InvoiceParties(
        seller_uscc=unit.uscc or "", buyer_uscc=applicant.uscc, buyer_names=(applicant.name, *members)
    )


def find_reused(invoices: Collection[InvoiceFacts], *, redemption: Redemption) -> tuple[str, ...]:
    """The invoices that another redemption uses, named with its number where it is the same unit's. One query."""
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
    """The redemption's invoices, as the rules want them."""
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


def gather_evidence(redemption: Redemption) -> EvidenceFacts:
    """What a redemption's evidence comes to: files, invoices, service records, the applicant's acceptance on line."""
    invoices = list_invoices(redemption)
    recorded = ServiceRecord.objects.filter(contract_id=redemption.contract_id).exists()
    accepted = redemption.contract.results_accepted_at is not None
    return EvidenceFacts(
        invoices_reused=find_reused(invoices, redemption=redemption),
        invoice_total=total(invoice.amount for invoice in invoices),
        kinds=_kinds(list_evidence(redemption), invoices=bool(invoices), records=recorded, accepted=accepted),
    )


def make_check_sheet(redemption_id: int, *, at: datetime) -> tuple[Check, ...]:
    """The check sheet of a redemption, as of its submission, or of this moment before it; `not_found`."""
    return check_sheet(_check_facts(get_redemption_for_checks(redemption_id), at=at))


def _check_facts(redemption: Redemption, *, at: datetime) -> CheckFacts:
    contract = redemption.contract
    invoices, records, files = list_invoices(redemption), _records(contract), list_evidence(redemption)
    known = count_elsewhere(files)
    accepted = contract.results_accepted_at is not None
    return CheckFacts(
        on=beijing_day(redemption.submitted_at or at),
        kinds_asked=_policy(contract).evidence,
        kinds=_kinds(files, invoices=bool(invoices), records=bool(records), accepted=accepted),
        actual_amount=redemption.actual_amount,
        payable=redemption.payable,
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
    """An invoice needs both its file and its numbers; a service record may be a file or an entry; nobody but the
    applicant accepts, and on line."""
    kinds = {each.kind for each in files} - {"acceptance"} - (set() if invoices else {"invoice"})
    return frozenset(kinds | ({"service_record"} if records else set()) | ({"acceptance"} if accepted else set()))


def _policy(contract: ServiceContract) -> Policy:
    if contract.policy_version_id is None:
        raise DomainError("illegal_state", kind="refused", state=contract.state)
    return get_policy(contract.policy_version_id)


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
        amount=row.amount,
        price=service.price if service else None,
        price_unit=service.price_unit if service else "",
        of_unit=service is None or service.unit_id == unit_id,
        published=service is None or service.published,
    )

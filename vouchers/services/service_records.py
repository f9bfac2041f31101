"""Service records: work done under a contract, entered until it is redeemed (服务记录, docs/domain.md section 7)."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from core.database.transactions import write
from core.events.recording import Change, record
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from core.values.money import ZERO, floor_fen, yuan
from facilities.selectors.services import is_service_of
from vouchers.models import ServiceContract, ServiceRecord
from vouchers.rules.contracts import record_refusals
from vouchers.rules.states import ContractState
from vouchers.selectors.contracts import get_contract_of_record, is_evidence_closed
from vouchers.selectors.locks import lock_service_record
from vouchers.selectors.service_prices import propose_amount
from vouchers.services.contracts import lock_own_contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The work of a record: the Beijing day, one of the unit's services, the hours, the amount in yuan.

    `quantity` counts the units of a price that is not by the hour (samples, pieces, days). An amount of None stands for
    the published price × hours or quantity.
    """

    service_id: int | None
    done_on: date
    hours: Decimal
    amount: Decimal | None
    description: str
    quantity: Decimal | None = None


@write
def add_service_record(*, contract_id: int, unit_id: int, work: Work, actor_id: int, at: datetime) -> ServiceRecord:
    """Add a record of work done under a registered contract (新增服务记录).

    `not_found`, `illegal_state`; `evidence_closed` once the redemption is submitted; `record_day` outside the contract
    or in the future; `service_unknown`; `amount_missing` without an amount where no price proposes one; `figures`.
    """
    contract = _lock(contract_id, unit_id=unit_id)
    work = _settle(contract, work, on=beijing_day(at))
    row = ServiceRecord.objects.create(contract=contract, recorded_by_id=actor_id, at=at, **asdict(work))
    _record(row, contract, event="service_record.added", at=at, actor_id=actor_id, after=_plain(work))
    return row


@write
def correct_service_record(*, record_id: int, unit_id: int, work: Work, actor_id: int, at: datetime) -> ServiceRecord:
    """Correct a record (更正服务记录); errors as for adding one."""
    row, contract = _lock_record(record_id, unit_id=unit_id)
    work = _settle(contract, work, on=beijing_day(at))
    before = _plain(_work_of(row))
    for name, value in {**asdict(work), "recorded_by_id": actor_id, "at": at}.items():
        setattr(row, name, value)
    row.save()
    _record(
        row, contract, event="service_record.corrected", at=at, actor_id=actor_id, before=before, after=_plain(work)
    )
    return row


@write
def remove_service_record(*, record_id: int, unit_id: int, actor_id: int, at: datetime) -> None:
    """Remove a record that was entered by mistake (撤销服务记录).

    `not_found`, `illegal_state`, `evidence_closed`; `record_last` for the last record of a terminated contract.
    """
    row, contract = _lock_record(record_id, unit_id=unit_id)
    if contract.state == ContractState.TERMINATED and contract.records.count() == 1:
        raise DomainError("record_last", kind="refused")
    _record(row, contract, event="service_record.removed", at=at, actor_id=actor_id, before=_plain(_work_of(row)))
    row.delete()


def _lock(contract_id: int, *, unit_id: int) -> ServiceContract:
    contract = lock_own_contract(contract_id=contract_id, unit_id=unit_id, step="record")
    if is_evidence_closed(contract.pk):
        raise DomainError("evidence_closed", kind="refused")
    return contract


def _lock_record(record_id: int, *, unit_id: int) -> tuple[ServiceRecord, ServiceContract]:
    contract = _lock(get_contract_of_record(record_id), unit_id=unit_id)
    return lock_service_record(record_id), contract


def _settle(contract: ServiceContract, work: Work, *, on: date) -> Work:
    """Return the work with its amount, if it may be recorded."""
    refusals = record_refusals(
        done_on=work.done_on,
        start=contract.start_on,
        end=contract.end_on,
        terminated_on=contract.terminated_on,
        on=on,
    )
    if refusals:
        raise Refused(refusals)
    if work.service_id is not None and not is_service_of(service_id=work.service_id, unit_id=contract.unit_id):
        raise DomainError("service_unknown", field="service", kind="refused")
    amount = _proposed(work) if work.amount is None else work.amount
    if amount is None:
        raise DomainError("amount_missing", field="amount")
    if not all(_is_figure(value) for value in (work.hours, work.quantity or ZERO, amount)):
        raise DomainError("figures", field="hours")
    return replace(work, amount=amount)


def _proposed(work: Work) -> Decimal | None:
    found = propose_amount(service_id=work.service_id, hours=work.hours, quantity=work.quantity)
    return found.amount if found else None


def _is_figure(value: Decimal) -> bool:
    return value.is_finite() and value >= 0 and value == floor_fen(value)


def _work_of(row: ServiceRecord) -> Work:
    return Work(
        service_id=row.service_id,
        done_on=row.done_on,
        hours=row.hours,
        amount=row.amount,
        description=row.description,
        quantity=row.quantity,
    )


def _plain(work: Work) -> dict[str, object]:
    return {
        **asdict(work),
        "done_on": work.done_on.isoformat(),
        "hours": str(work.hours),
        "quantity": None if work.quantity is None else str(work.quantity),
        "amount": yuan(work.amount or ZERO),
    }


def _record(
    row: ServiceRecord, contract: ServiceContract, *, event: str, at: datetime, actor_id: int, **data: object
) -> None:
    record(
        Change(
            type=event,
            subject_kind="service_record",
            subject_id=row.pk,
            party_id=contract.applicant_id,
            actor_id=actor_id,
            at=at,
            data={"contract": contract.pk, **data},
        )
    )

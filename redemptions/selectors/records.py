"""The service records of a redemption's contract, beside the amount that the redemption asks for."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.events.history import HistoryLine, changes_since, find_newest_id
from core.values.money import total
from redemptions.models import Redemption
from vouchers.models import ServiceRecord

AMOUNTS = ("redemption.drafted", "redemption.changed")
"""Events that set the actual amount."""
RECORDS = ("service_record.added", "service_record.corrected", "service_record.removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """A change of a service record: the amounts before and after it, in yuan; None where there is no such record."""

    at: datetime
    sentence: str
    description: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedWork:
    """What the service records add up to, in yuan, and their changes since the actual amount was set, oldest first."""

    recorded: Decimal
    actual: Decimal
    changes: tuple[RecordChange, ...]

    @property
    def differs(self) -> bool:
        """Whether another amount is asked for than was recorded."""
        return self.recorded != self.actual


def find_recorded_work(redemption: Redemption) -> RecordedWork | None:
    """Return the recorded work beside the actual amount; None for a contract without records."""
    contract_id = redemption.contract_id
    amounts = list(ServiceRecord.objects.filter(contract_id=contract_id).values_list("amount", flat=True))
    if not amounts:
        return None
    since = find_newest_id(subject_kind="redemption", subject_id=redemption.pk, types=AMOUNTS)
    lines = changes_since(since, types=RECORDS, party_id=redemption.applicant_id, data={"contract": contract_id})
    changes = tuple(map(_change, lines))
    return RecordedWork(recorded=total(amounts), actual=redemption.actual_amount, changes=changes)


def _change(line: HistoryLine) -> RecordChange:
    before, after = line.data.get("before", {}), line.data.get("after", {})
    return RecordChange(
        at=line.at,
        sentence=line.sentence,
        description={**before, **after}["description"],
        before=Decimal(before["amount"]) if before else None,
        after=Decimal(after["amount"]) if after else None,
    )

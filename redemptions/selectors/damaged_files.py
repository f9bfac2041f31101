"""Evidence whose stored files are no longer what was sent (I14), named by redemption and contract."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from core.files.attachment_selectors import list_damaged
from core.files.file_checks import Damage, find_damage
from core.models import Attachment
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from redemptions.models import Redemption

OWNER = "redemption"


@dataclass(frozen=True, kw_only=True, slots=True)
class DamagedFile:
    """A damaged file of evidence; `problem` is "altered", "lost" or "unreadable", of the original or what is shown.

    It was whole at `whole_at`; `found_at` is None where the damage was found just now.
    """

    attachment_id: int
    name: str
    redemption_id: int
    contract_id: int
    reference: str
    title: str
    part: str
    problem: str
    whole_at: datetime
    found_at: datetime | None

    def __str__(self) -> str:
        found = f", found on {beijing_day(self.found_at)}" if self.found_at else ""
        return (
            f"redemption {self.redemption_id}, contract {self.contract_id} {self.reference}, "
            f"file {self.attachment_id} {self.name}: {self.part} {self.problem}{found}, "
            f"whole on {beijing_day(self.whole_at)}"
        )


def damaged_evidence() -> QuerySet[Attachment]:
    """Return the evidence that a check found altered or lost."""
    return list_damaged(owner_kind=OWNER)


def name_recorded(rows: Collection[Attachment]) -> list[DamagedFile]:
    """Return damaged attachments with their redemptions and contracts. One query."""
    return _named([(row, Damage(part=row.problem_part, problem=row.problem)) for row in rows])


def find_damaged_evidence() -> list[DamagedFile]:
    """Read every file of evidence and return those that are not what was sent, by id."""
    rows = Attachment.objects.filter(owner_kind=OWNER).order_by("pk")
    return _named(list(_find(rows)))


def _find(rows: QuerySet[Attachment]) -> Iterator[tuple[Attachment, Damage]]:
    for row in rows.iterator(chunk_size=500):
        try:
            damage = find_damage(row)
        except DomainError:
            damage = Damage(part="original", problem="unreadable")
        if damage is not None:
            yield row, damage


def _named(found: Collection[tuple[Attachment, Damage]]) -> list[DamagedFile]:
    redemptions = Redemption.objects.select_related("contract").in_bulk({row.owner_id for row, _ in found})
    return [_name(row, damage, redemptions[row.owner_id]) for row, damage in found]


def _name(row: Attachment, damage: Damage, redemption: Redemption) -> DamagedFile:
    return DamagedFile(
        attachment_id=row.pk,
        name=row.name,
        redemption_id=redemption.pk,
        contract_id=redemption.contract_id,
        reference=redemption.contract.reference,
        title=redemption.contract.title,
        part=damage.part,
        problem=damage.problem,
        whole_at=row.whole_at,
        found_at=row.problem_at,
    )

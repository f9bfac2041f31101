"""Evidence whose stored files are no longer what was sent (I14), named by redemption and contract, or by party."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.selectors.parties import map_party_names
from core.files.attachment_selectors import list_damaged
from core.files.file_checks import Damage, find_damage
from core.models import Attachment
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from redemptions.models import Redemption


@dataclass(frozen=True, kw_only=True, slots=True)
class DamagedFile:
    """A damaged file; `problem` is "altered", "lost" or "unreadable", of the original or what is shown.

    `title` is that of the redemption's contract, or the name of the party. It was whole at `whole_at`; `found_at` is None
    where the damage was found just now.
    """

    attachment_id: int
    name: str
    owner_kind: str
    owner_id: int
    contract_id: int | None
    reference: str
    title: str
    part: str
    problem: str
    whole_at: datetime
    found_at: datetime | None

    def __str__(self) -> str:
        contract = f", contract {self.contract_id} {self.reference}" if self.contract_id else ""
        found = f", found on {beijing_day(self.found_at)}" if self.found_at else ""
        return (
            f"{self.owner_kind} {self.owner_id}{contract}, file {self.attachment_id} {self.name}: "
            f"{self.part} {self.problem}{found}, whole on {beijing_day(self.whole_at)}"
        )


def damaged_files() -> QuerySet[Attachment]:
    """Return the files that a check found altered or lost."""
    return list_damaged()


def name_recorded(rows: Collection[Attachment]) -> list[DamagedFile]:
    """Return damaged attachments with their redemptions and contracts, or parties. Two queries."""
    return _named([(row, Damage(part=row.problem_part, problem=row.problem)) for row in rows])


def find_damaged_files() -> list[DamagedFile]:
    """Read every file of evidence and return those that are not what was sent, by id."""
    return _named(list(_find(Attachment.objects.order_by("pk"))))


def _find(rows: QuerySet[Attachment]) -> Iterator[tuple[Attachment, Damage]]:
    for row in rows.iterator(chunk_size=500):
        try:
            damage = find_damage(row)
        except DomainError:
            damage = Damage(part="original", problem="unreadable")
        if damage is not None:
            yield row, damage


def _named(found: Collection[tuple[Attachment, Damage]]) -> list[DamagedFile]:
    owners = {row.owner_id for row, _ in found if row.owner_kind == "redemption"}
    redemptions = Redemption.objects.select_related("contract").in_bulk(owners)
    parties = map_party_names({row.party_id for row, _ in found})
    return [
        _name(row, damage, redemptions.get(row.owner_id) if row.owner_kind == "redemption" else None, parties)
        for row, damage in found
    ]


def _name(row: Attachment, damage: Damage, redemption: Redemption | None, parties: dict[int, str]) -> DamagedFile:
    return DamagedFile(
        attachment_id=row.pk,
        name=row.name,
        owner_kind=row.owner_kind,
        owner_id=row.owner_id,
        contract_id=redemption.contract_id if redemption else None,
        reference=redemption.contract.reference if redemption else "",
        title=redemption.contract.title if redemption else parties.get(row.party_id, ""),
        part=damage.part,
        problem=damage.problem,
        whole_at=row.whole_at,
        found_at=row.problem_at,
    )

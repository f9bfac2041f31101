"""Founders of an enterprise who are or were in a team (创始人): yearly limits and bars follow them (articles 12, 17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from applicants.models import Enterprise, Founder
from applicants.rules.persons import INDEX_KIND
from core.database.transactions import assert_inside
from core.personal_data.encryption import blind_index, decrypt, encrypt
from core.values.deadlines import beijing_day
from core.values.errors import Refusal, Refused
from core.values.id_number import is_valid, normalise
from core.values.names import visible_name


@dataclass(frozen=True, slots=True, kw_only=True)
class FounderEntry:
    """A founder as entered. Where no number is entered, that of the recorded founder `kept` stays."""

    name: str
    id_number: str
    kept: int | None = None


def set_founders(enterprise: Enterprise, entries: Sequence[FounderEntry], *, at: datetime) -> None:
    """Record the founders of a locked enterprise in place of those of a refused registration.

    Raises the errors of `visible_name`, and for each invalid founder `id_number`, `founder_twice`.
    """
    assert_inside()
    recorded = {row.pk: open_founder_number(row) for row in Founder.objects.filter(enterprise=enterprise)}
    numbers = [normalise(entry.id_number) or recorded.get(entry.kept or 0, "") for entry in entries]
    _check(numbers, at=at)
    Founder.objects.filter(enterprise=enterprise).delete()
    Founder.objects.bulk_create(
        Founder(
            enterprise=enterprise,
            name=visible_name(entry.name, field=f"founders[{position}].name", most=50),
            id_number_encrypted=encrypt(number, context=_context(enterprise.party_id)),
            id_number_index=blind_index(number, kind=INDEX_KIND),
        )
        for position, (entry, number) in enumerate(zip(entries, numbers, strict=True))
    )


def open_founder_number(row: Founder) -> str:
    """Return the decrypted ID number of a founder. Mask it before showing it."""
    return decrypt(bytes(row.id_number_encrypted), context=_context(row.enterprise_id))


def _context(enterprise_id: int) -> str:
    return f"founder:{enterprise_id}"


def _check(numbers: Sequence[str], *, at: datetime) -> None:
    today = beijing_day(at)
    invalid = [place for place, number in enumerate(numbers) if not is_valid(number, today=today)]
    twice = [place for place, number in enumerate(numbers) if number in numbers[:place]]
    codes = {**dict.fromkeys(twice, "founder_twice"), **dict.fromkeys(invalid, "id_number")}
    if codes:
        raise Refused([Refusal(code=codes[place], field=f"founders[{place}].id_number") for place in sorted(codes)])

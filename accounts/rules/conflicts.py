"""Conflicts of interest (利害关系, articles 9, 16): who may not act on what concerns a party. Pure; Beijing days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.values.deadlines import add_months

MONTHS_AFTER_END = 36
"""三年内: a tie counts until three years after its last day, that day included."""


class Relation(StrEnum):
    """与单位的关系. How a declared interest ties a person to a party."""

    SELF = "self"
    SPOUSE = "spouse"
    RELATIVE = "relative"
    SHAREHOLDING = "shareholding"
    EMPLOYMENT = "employment"
    FORMER_EMPLOYMENT = "former_employment"
    OTHER = "other"


MEMBER, FORMER_MEMBER, CONTRACT = "member", "former_member", "contract"
"""The ties that nobody declares: a membership, an ended one, a contract of an expert's organisation with the party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A tie of a person to a party, as recorded: MEMBER, CONTRACT or a Relation; `until` is None while it lasts."""

    party_id: int
    reason: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A reason why a person may not act on what concerns a party, and the last day on which it counts."""

    party_id: int
    reason: str
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A case that a person leaves to another (回避): its id, and the conflicts with its parties."""

    case_id: int
    conflicts: tuple[Conflict, ...]


def find_conflicts(*, ties: Collection[Tie], party_ids: Collection[int], on: date) -> tuple[Conflict, ...]:
    """Return the conflicts with these parties on a day, one for each party and reason; empty where the person may act.

    A tie counts from the moment it is recorded, whatever its first day, until three years after its last one.
    """
    found = sorted(
        (each.party_id, _reason(each, on=on), last_day(each.until)) for each in ties if each.party_id in party_ids
    )
    latest = {(party_id, reason): day for party_id, reason, day in found if on <= day}
    return tuple(Conflict(party_id=key[0], reason=key[1], last_day=day) for key, day in latest.items())


def last_day(until: date | None) -> date:
    """Return the last day on which a tie counts: three years after its end, clipped to the month's end."""
    if until is None or until.year + MONTHS_AFTER_END // 12 > date.max.year:
        return date.max
    return add_months(day=until, count=MONTHS_AFTER_END)


def _reason(tie: Tie, *, on: date) -> str:
    return FORMER_MEMBER if tie.reason == MEMBER and tie.until is not None and tie.until < on else tie.reason

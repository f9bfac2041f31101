"""对账: what became of the money that was ordered, from its entries. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.values.characters import as_shown
from core.values.money import ZERO

_PERIOD = re.compile(r"2[0-9]{3}-(0[1-9]|1[0-2])")


class EntryKind(StrEnum):
    """对账分录. The kinds of entries; an attempt has at most one of each."""

    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """A number of payments and their sum in yuan."""

    count: int = 0
    amount: Decimal = ZERO

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(count=self.count + other.count, amount=self.amount + other.amount)

    def __sub__(self, other: "Sum") -> "Sum":
        return Sum(count=self.count - other.count, amount=self.amount - other.amount)


NOTHING = Sum()
Sums = Mapping[str, Sum]
"""Kind of entry → the sum of its entries; a kind without entries may be absent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The figures of orders: `ordered` = `paid` + `failed` + `open`.

    What was returned is in `failed`, no more in `paid`; `returned` shows it apart. `open` has what is not sent yet, and
    what the bank has not answered.
    """

    ordered: Sum
    paid: Sum
    failed: Sum
    open: Sum
    returned: Sum


@dataclass(frozen=True, kw_only=True, slots=True)
class DueFigures:
    """What is due in a fiscal year beside its orders, with the roll-over of the fourth quarter (article 15.5).

    `unordered`: payments of the year on no order. `rolled_in`: approved in an earlier year, paid in this one.
    `rolled_out`: approved in this year, paid in a later one.
    """

    unordered: Sum = NOTHING
    rolled_in: Sum = NOTHING
    rolled_out: Sum = NOTHING


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodFigures:
    """The figures of a period: `opening` + `sent` = `paid` + `failed` + `closing`.

    `opening` and `closing` are what the bank had not answered at its beginning and end. `returned` stands apart: it was
    paid in this period or an earlier one, and is paid again by another attempt.
    """

    opening: Sum
    sent: Sum
    paid: Sum
    failed: Sum
    returned: Sum
    closing: Sum


def order_figures(sums: Sums, *, unsent: Sum = NOTHING) -> Figures:
    """Return the figures of orders from all their entries, and from the payments of those that are not sent."""
    sent, paid, failed, returned = _by_kind(sums)
    return Figures(
        ordered=sent + unsent,
        paid=paid - returned,
        failed=failed + returned,
        open=sent + unsent - paid - failed,
        returned=returned,
    )


def unanswered(sums: Sums) -> Sum:
    """Return what was sent by these entries and is neither paid nor failed by them."""
    sent, paid, failed, _ = _by_kind(sums)
    return sent - paid - failed


def period_figures(*, opening: Sum, within: Sums) -> PeriodFigures:
    """Return the figures of a period from what was open at its beginning and from the entries within it."""
    sent, paid, failed, returned = _by_kind(within)
    return PeriodFigures(
        opening=opening,
        sent=sent,
        paid=paid,
        failed=failed,
        returned=returned,
        closing=opening + unanswered(within),
    )


def figures_by_period(
    sums: Mapping[date, Sums], *, first: date, until: date, opening: Sum = NOTHING
) -> Iterator[tuple[date, PeriodFigures]]:
    """Yield the periods from the first until the last, each with its figures; `opening` is open at the first one's beginning."""
    period = first
    while period <= until:
        figures = period_figures(opening=opening, within=sums.get(period, {}))
        yield period, figures
        period, opening = next_period(period), figures.closing


def outcome_of(days: Mapping[EntryKind, date | None]) -> EntryKind:
    """Return what became of an attempt that was sent, from the days of its entries."""
    return [kind for kind in EntryKind if days.get(kind)][-1]


def period_of(day: date) -> date:
    """Return the period of a day (会计期间), a calendar month, by its first day."""
    return day.replace(day=1)


def next_period(period: date) -> date:
    """Return the period after this one: its first day is the day after the last one of this period."""
    return date(period.year + period.month // 12, period.month % 12 + 1, 1)


def parse_period(text: str) -> date:
    """Return the period of a text that shows a month such as 2026-11. ValueError for anything else."""
    shown = as_shown(text)
    if not _PERIOD.fullmatch(shown):
        raise ValueError("not a period")
    return date(int(shown[:4]), int(shown[5:]), 1)


def _by_kind(sums: Sums) -> tuple[Sum, Sum, Sum, Sum]:
    sent, paid, failed, returned = (sums.get(kind, NOTHING) for kind in EntryKind)
    return sent, paid, failed, returned

"""有效期: the first and the last day of a certificate as a row of an official list says them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from applicants.rules.list_cells import VALID_MONTHS, Period, as_day, as_period, as_text, is_serial, last_day
from core.values.errors import Param
from core.values.tables import Cell

DAYS = ("valid_from", "valid_until", "first_entry")
"""The columns with one day."""
Found = Mapping[str, Cell]
"""The cells of a row by the meaning of their columns."""
Problem = tuple[str, str, dict[str, Param]]
"""The column, code and parameters of an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """The days of a certificate, and where they are from.

    `is_assumed`: no day is written, so that it begins on the day of publication. `is_computed`: neither a last day nor a
    term is written, so that its last day follows from its kind. `is_number`: a day is a bare number.
    """

    first: date
    last: date
    is_assumed: bool
    is_computed: bool
    is_number: bool


def day_problems(*, kind: str, found: Found) -> Iterator[Problem]:
    """Yield what is wrong with the days of a row: unreadable ones, and two columns that say different ones."""
    for column in DAYS:
        text = as_text(found.get(column))
        if text and as_day(found.get(column)) is None:
            yield column, "list_day", {"value": text[:60]}
    text, period = as_text(found.get("validity"))[:60], _period(kind, found)
    if period is None:
        yield "validity", "list_validity", {"value": text}
    elif _differ(as_day(found.get("valid_from")), period[0]) or _differ(as_day(found.get("valid_until")), period[1]):
        yield "validity", "list_days_differ", {"value": text}


def read_validity(*, kind: str, number: str, found: Found, published_on: date) -> Validity:
    """Return the days of a row without problems; those that it does not say follow from publication, kind and number."""
    period = _period(kind, found) or (None, None)
    first = as_day(found.get("valid_from")) or period[0]
    last = as_day(found.get("valid_until")) or period[1]
    begins = first or published_on
    return Validity(
        first=begins,
        last=last or last_day(kind=kind, number=number, first=begins),
        is_assumed=first is None,
        is_computed=last is None and not as_text(found.get("validity")),
        is_number=any(is_serial(found.get(column)) for column in DAYS),
    )


def _period(kind: str, found: Found) -> Period | None:
    """Return the days of the column of a whole validity; None where it cannot be read."""
    return as_period(found.get("validity"), months=VALID_MONTHS.get(kind))


def _differ(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one != other

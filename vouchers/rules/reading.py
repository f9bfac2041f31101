"""Reading a plain dict field by field: what is wrong, and at which path. Used for policies and for calculator cases."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from core.values.money import is_amount, parse_yuan

Choice = TypeVar("Choice", bound=str)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
)
_SHARE = re.compile(r"[01](\.[0-9]{1,6})?")


class BadField(Exception):
    """A field that cannot be read: its path ("contract.end", "coupons.0.amount") and a code that says why."""

    def __init__(self, path: str | None, code: str, **params: str) -> None:
        super().__init__(path, code, params)
        self.path = path
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Section:
    """An object and its path. Every reader raises BadField: absent, of another type, or out of its range."""

    data: Mapping[str, object]
    path: str
    read: set[str] = field(default_factory=set)

    def at(self, name: str) -> str:
        """The path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self.data

    def text(self, name: str) -> str:
        """A text."""
        value = self._value(name)
        if not isinstance(value, str):
            raise BadField(self.at(name), "field_text")
        return value

    def line(self, name: str, *, most: int) -> str:
        """A text of one line, not blank, of so many characters at most."""
        value = self.text(name)
        if not value.strip() or len(value) > most or not value.isprintable():
            raise BadField(self.at(name), "field_line", most=str(most))
        return value

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._value(name)
        if not isinstance(value, bool):
            raise BadField(self.at(name), "field_flag")
        return value

    def count(self, name: str) -> int:
        """A whole number, 0 or more."""
        value = self._value(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise BadField(self.at(name), "field_count")
        return value

    def positive(self, name: str) -> int:
        """A whole number, 1 or more and not absurd."""
        value = self.count(name)
        if not 1 <= value <= 10_000:
            raise BadField(self.at(name), "field_count")
        return value

    def months(self, name: str) -> tuple[int, ...]:
        """Months of the year by number, ascending, at least one."""
        values = self.values(name)
        months = tuple(month for month in range(1, 13) if month in values)
        if not months or len(months) != len(values):
            raise BadField(self.at(name), "field_months")
        return months

    def yuan(self, name: str) -> Decimal:
        """Any amount as text, in yuan: also negative, also with more than two decimals."""
        return read_yuan(self._value(name), path=self.at(name))

    def money(self, name: str) -> Decimal:
        """An amount that money can be: positive, in fen."""
        amount = self.yuan(name)
        if not is_amount(amount):
            raise BadField(self.at(name), "field_money")
        return amount

    def share(self, name: str) -> Decimal:
        """A share as text, more than 0 and at most 1."""
        text = self.text(name)
        if not _SHARE.fullmatch(text) or not 0 < Decimal(text) <= 1:
            raise BadField(self.at(name), "field_share")
        return Decimal(text)

    def day(self, name: str) -> date:
        """A day written YYYY-MM-DD."""
        value = self._value(name)
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise BadField(self.at(name), "field_day")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise BadField(self.at(name), "field_day") from None

    def day_or_null(self, name: str) -> date | None:
        """A day, or null."""
        return None if self._value(name) is None else self.day(name)

    def moment(self, name: str) -> datetime:
        """A moment in ISO 8601 with its offset."""
        value = self._value(name)
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise BadField(self.at(name), "field_moment")
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise BadField(self.at(name), "field_moment") from None

    def choice(self, name: str, *, among: tuple[Choice, ...]) -> Choice:
        """One of a few words."""
        value = self._value(name)
        for word in among:
            if word == value:
                return word
        raise BadField(self.at(name), "field_choice", among=", ".join(among))

    def values(self, name: str) -> list[object]:
        """A list of anything, also empty."""
        value = self._value(name)
        if not isinstance(value, list | tuple):
            raise BadField(self.at(name), "field_list")
        return list(value)

    def texts(self, name: str, *, among: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Different words, at least one; of the known ones where they are given."""
        words = self.values(name)
        if not words or len(words) != len({repr(word) for word in words}):
            raise BadField(self.at(name), "field_words")
        items = Section({str(place): word for place, word in enumerate(words)}, self.at(name))
        return tuple(items.choice(place, among=among) if among else items.text(place) for place in items.data)

    def section(self, name: str) -> "Section":
        """An object within."""
        return _section(self._value(name), path=self.at(name))

    def sections(self, name: str) -> list["Section"]:
        """A list of objects, also empty."""
        return [_section(item, path=f"{self.at(name)}.{place}") for place, item in enumerate(self.values(name))]

    def close(self) -> None:
        """Refuse the fields that nobody read: `field_unknown`."""
        for name in self.data:
            if name not in self.read:
                raise BadField(self.at(name), "field_unknown")

    def _value(self, name: str) -> object:
        self.read.add(name)
        try:
            return self.data[name]
        except KeyError:
            raise BadField(self.at(name), "field_missing") from None


def read_root(data: object) -> Section:
    """The outermost object. BadField without a path where it is none."""
    return _section(data, path="")


def read_yuan(value: object, *, path: str) -> Decimal:
    """An amount as text, in yuan. BadField where it is none."""
    if not isinstance(value, str):
        raise BadField(path, "field_amount")
    try:
        return parse_yuan(value)
    except ValueError:
        raise BadField(path, "field_amount") from None


def _section(data: object, *, path: str) -> Section:
    if not isinstance(data, Mapping):
        raise BadField(path, "field_object") if path else BadField(None, "whole_object")
    return Section(data, path)

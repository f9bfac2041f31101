"""Field types of documents in JSON or TOML: policies and calculator cases. pydantic reads them; errors have our own
codes.

Nothing is converted. An amount, a day and a moment are texts in one form, true is not a number, and 1.0 is not a count.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    Strict,
    StrictBool,
    ValidationError,
    create_model,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from core.values.characters import as_shown
from core.values.errors import Refusal, Refused
from core.values.money import ZERO, is_amount, parse_yuan

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
)
_SHARE = re.compile(r"[01](\.[0-9]{1,6})?")

_CODES = {
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "unexpected_keyword_argument": "field_unknown",
    "dataclass_type": "field_object",
    "model_type": "field_object",
    "string_unicode": "characters",
    "is_instance_of": "field_text",
    "bool_type": "field_flag",
    "int_type": "field_count",
    "greater_than_equal": "field_count",
    "literal_error": "field_choice",
}
"""pydantic's error types → our codes. `field_error` raises all other codes."""

CLOSED = ConfigDict(extra="forbid")
"""Refuse an object with an unknown field."""
Document = TypeVar("Document")


class Closed(BaseModel):
    """An object with its declared fields and no others."""

    model_config = CLOSED


class BadDocument(Refused):
    """A document that cannot be read, with every field that is missing, unknown, of another type or out of range."""

    def __init__(self, *errors: Refusal) -> None:
        super().__init__(errors, kind="invalid")


def read(validate: Callable[[object], Document], data: object) -> Document:
    """Return the document that pydantic's `validate` makes of plain data. BadDocument names fields like
    "coupons.0.amount"."""
    try:
        return validate(data)
    except ValidationError as error:
        raise BadDocument(*map(_refusal, error.errors())) from None


def bad_field(code: str, *, field: str) -> BadDocument:
    """Return the error of one field, found after its type was checked."""
    return BadDocument(Refusal(code=code, field=field, params={"field": field}))


def field_error(code: str, **params: str) -> PydanticCustomError:
    """Return the error that a field type raises; pydantic adds the path."""
    return PydanticCustomError(code, code, params)


def line(*, most: int) -> BeforeValidator:
    """Return the type of a text of one line, not blank, of at most `most` characters."""

    def check(value: object) -> object:
        if isinstance(value, str) and (not as_shown(value) or len(value) > most or not value.isprintable()):
            raise field_error("field_line", most=str(most))
        return value

    return BeforeValidator(check)


def keys(needed: Mapping[str, object], *, may_lack: bool = False) -> BeforeValidator:
    """Return the type of an object with these keys and no others, each with its field type."""
    default = None if may_lack else ...
    fields: dict[str, object] = {name: (kind, default) for name, kind in needed.items()}
    model = create_model(Closed.__name__, __base__=Closed, **fields)  # type: ignore[call-overload]

    def check(value: object) -> dict[str, object]:
        found: Closed = model.model_validate(value)
        return {name: item for name, item in found if name in found.model_fields_set}

    return BeforeValidator(check)


def whole(*, least: int, most: int) -> BeforeValidator:
    """Return the type of a whole number between two others, both included."""

    def check(value: object) -> object:
        if type(value) is not int or not least <= value <= most:
            raise field_error("field_whole", least=str(least), most=str(most))
        return value

    return BeforeValidator(check)


def as_list(value: object) -> tuple[object, ...]:
    """Return the value as a tuple if it is a list, even an empty one. `field_list`."""
    if not isinstance(value, list | tuple):
        raise field_error("field_list")
    return tuple(value)


def read_yuan(value: object) -> Decimal:
    """Return an amount in yuan from text, which may be negative or have more than two decimals. `field_amount`."""
    if not isinstance(value, str):
        raise field_error("field_amount")
    try:
        return parse_yuan(value)
    except ValueError:
        raise field_error("field_amount") from None


def _refusal(error: ErrorDetails) -> Refusal:
    kind, field = error["type"], ".".join(map(str, error["loc"]))
    if not field:
        return Refusal(code="characters" if kind == "string_unicode" else "whole_object")
    if kind == "literal_error":
        params = {"among": ", ".join(re.findall(r"'([^']*)'", error["ctx"]["expected"]))}
    else:
        params = {} if kind in _CODES else error["ctx"]
    return Refusal(code=_CODES.get(kind, kind), field=field, params={**params, "field": field})


def _money(value: object) -> Decimal:
    amount = read_yuan(value)
    if not is_amount(amount):
        raise field_error("field_money")
    return amount


def _money_or_none(value: object) -> Decimal:
    return ZERO if value == "0.00" else _money(value)


def _share(value: object) -> Decimal:
    if not isinstance(value, str):
        raise field_error("field_text")
    if not _SHARE.fullmatch(value) or not 0 < Decimal(value) <= 1:
        raise field_error("field_share")
    return Decimal(value)


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise field_error("field_day")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise field_error("field_day") from None


def _moment(value: object) -> datetime:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise field_error("field_moment")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise field_error("field_moment") from None


def _months(value: object) -> tuple[int, ...]:
    values = as_list(value)
    months = sorted(month for month in values if type(month) is int and 1 <= month <= 12)
    if not months or len(set(months)) != len(values):
        raise field_error("field_months")
    return tuple(months)


def _different(value: object) -> tuple[object, ...]:
    words = as_list(value)
    if not words or len(words) != len({repr(word) for word in words}):
        raise field_error("field_words")
    return words


Text = InstanceOf[str]
Flag = StrictBool
Count = Annotated[int, Strict(), Field(ge=0)]
"""A whole number, 0 or more."""
Positive = Annotated[int, whole(least=1, most=10_000)]
"""A whole number from 1 to 10,000."""
Yuan = Annotated[Decimal, BeforeValidator(read_yuan)]
Money = Annotated[Decimal, BeforeValidator(_money)]
"""A possible amount: positive, in whole fen."""
MoneyOrNone = Annotated[Decimal, BeforeValidator(_money_or_none)]
"""A possible amount, or 0.00."""
Share = Annotated[Decimal, BeforeValidator(_share)]
"""A share as text, more than 0 and at most 1."""
Day = Annotated[date, BeforeValidator(_day)]
"""A day written YYYY-MM-DD."""
Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A moment in ISO 8601 with its UTC offset."""
Months = Annotated[tuple[int, ...], BeforeValidator(_months)]
"""Months of the year by number, ascending, at least one."""
Item = TypeVar("Item")
ListOf = Annotated[tuple[Item, ...], BeforeValidator(as_list)]
Words = Annotated[tuple[Item, ...], BeforeValidator(_different)]
"""Words, at least one, none twice."""

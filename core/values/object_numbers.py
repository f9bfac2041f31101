"""Numbers of objects that people read, type and say on the phone (编号), such as DX2026-0000004: kind, year, number. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.values.characters import normal_code
from core.values.deadlines import beijing_day


class Series(StrEnum):
    """The first letters of a number: the kind of the object."""

    PROJECT = "XM"
    COUPON = "BJ"
    CONTRACT = "HT"
    REDEMPTION = "DX"
    BATCH = "PC"
    OBJECTION = "YY"
    APPEAL = "SS"
    PAYMENT = "ZF"
    SANCTION = "CL"
    ORDER = "BK"
    DELEGATION = "DL"
    RECOVERY = "ZH"
    CLOSING = "GZ"
    NOTICE = "GS"
    UNIT_APPLICATION = "DW"
    TAKEOVER = "JG"
    BUDGET_CHANGE = "TZ"
    APPROPRIATION = "YS"
    ROUND = "FF"
    PAYEE_ACCOUNT = "SK"
    PARTY = "ZT"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectNumber:
    """A number as people type it: the kind, the Beijing year in which the object was made, and its id."""

    series: Series
    year: int
    pk: int

    def __str__(self) -> str:
        return f"{self.series}{self.year}-{self.pk:07d}"


def object_number(series: Series, *, at: datetime, pk: int) -> str:
    """Return the number of an object that was made at a moment."""
    return str(ObjectNumber(series=series, year=beijing_day(at).year, pk=pk))


def parse_object_number(text: str) -> ObjectNumber | None:
    """Return the number in a text as people type it, full-width or small letters included; None for another text."""
    found = _NUMBER.fullmatch(normal_code(text))
    if found is None:
        return None
    return ObjectNumber(series=Series(found["series"]), year=int(found["year"]), pk=int(found["pk"]))


def id_in_series(text: str, series: Series) -> int | None:
    """Return the id in a number of this series; None for another text."""
    number = parse_object_number(text)
    return number.pk if number is not None and number.series is series else None


_NUMBER = re.compile(rf"(?P<series>{'|'.join(Series)})(?P<year>20[0-9]{{2}})-?(?P<pk>[0-9]{{7,12}})")

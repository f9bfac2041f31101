"""Where a case between a party and the authority stands: a registration, an application. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Waits(StrEnum):
    """Who makes the next step."""

    MANAGER = "manager"
    OFFICER = "officer"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who acts now, since when, and when the case ends by itself (None: never)."""

    waits: Waits
    since: datetime
    ends: datetime | None = None

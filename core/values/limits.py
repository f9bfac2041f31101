"""Limits (限流): how much an account or an address may ask of the site in a time. Pure."""

from dataclasses import dataclass
from typing import Literal

SECONDS = {"minute": 60, "hour": 3600}


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """A limit: `most` units of `of` in a window of a minute or an hour. The window begins with its first request.

    `by="account"` counts per account, and per client address without a sign-in. `by="address"` always counts per address.
    """

    most: int
    within: Literal["minute", "hour"]
    by: Literal["account", "address"]
    what: str
    of: Literal["requests", "bytes", "cases", "exports", "denials", "mails", "seconds"] = "requests"

    @property
    def seconds(self) -> int:
        """The length of the window."""
        return SECONDS[self.within]

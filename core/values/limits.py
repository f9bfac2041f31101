"""Limits (限流): how much an account or an address may ask of the site in a time. Pure."""

from dataclasses import dataclass
from typing import Literal

SECONDS = {"minute": 60, "hour": 3600}


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """At most `most` of `of` in a window, which begins with the first of them and lasts a minute or an hour.

    `by` account counts an address where nobody is signed in; `by` address counts the address in any case.
    """

    most: int
    within: Literal["minute", "hour"]
    by: Literal["account", "address"]
    what: str
    of: Literal["requests", "bytes", "cases", "exports", "denials", "mails"] = "requests"

    @property
    def seconds(self) -> int:
        """The length of the window."""
        return SECONDS[self.within]

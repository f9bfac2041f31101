"""The table of request limits: scope → requests, period, and what they are counted by.

A view names its scope in `throttle_scope`; `anon` and `user` apply to all views. Sign-in attempts are also counted in
the database, by name and by address (accounts.services.attempts).
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Throttle:
    """At most `most` requests in each `within`, counted for each `by`: by account where signed in, else by address."""

    most: int
    within: Literal["second", "minute", "hour", "day"]
    by: Literal["address", "person", "person or address"]
    what: str

    @property
    def rate(self) -> str:
        """The limit as REST framework reads it: 30/minute."""
        return f"{self.most}/{self.within}"


THROTTLES: dict[str, Throttle] = {
    "anon": Throttle(most=60, within="minute", by="address", what="Any request without signing in"),
    "user": Throttle(most=600, within="minute", by="person or address", what="Any request"),
    "login": Throttle(most=10, within="minute", by="address", what="Ask for a token, open an account"),
    "claim": Throttle(most=30, within="minute", by="person", what="Claim a coupon"),
    "objection": Throttle(most=5, within="minute", by="person or address", what="Object to an item of a notice"),
    "upload": Throttle(most=60, within="minute", by="person", what="Upload a file"),
    "calculator": Throttle(most=600, within="minute", by="person or address", what="Ask the policy calculator"),
}

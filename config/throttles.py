"""How often somebody may ask: what is asked → how many requests in which time, counted for whom.

A view names its kind in `throttle_scope`; `anon` and `user` hold for all views. Attempts to sign in are counted besides, by
name and by address, in the database (accounts.services.attempts).
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Throttle:
    """`most` requests within `within`, counted for each `by`: a person's by the account, others' by the address."""

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
    "upload": Throttle(most=60, within="minute", by="person", what="Bring a file"),
    "calculator": Throttle(most=600, within="minute", by="person or address", what="Ask the policy calculator"),
}

"""Sign-in attempts: the counters of each one, chosen so that a user name cannot be locked for its owner. Pure."""

from dataclasses import dataclass
from typing import Literal

from accounts.rules.usernames import normal_username

MAX_GUESSES = 10
"""Of one password or code, by one device, or for one name from one address."""
MAX_PER_ADDRESS = 100
MAX_PER_NAME = 200
"""From all unknown devices together: more addresses than one person has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """A try to sign in (登录尝试) with a name that may not exist.

    `device` identifies a device on which the name has signed in before, empty for any other.
    """

    username: str
    address: str
    device: str = ""
    step: Literal["password", "code"] = "password"

    @property
    def name(self) -> str:
        """The name as accounts have it."""
        return normal_username(self.username)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counter:
    """A counter of attempts and the most that it allows in a window."""

    kind: Literal["device", "name_address", "name", "address", "code"]
    of: str
    most: int


def counters(attempt: Attempt) -> tuple[Counter, ...]:
    """Return the counters of an attempt, the narrowest first.

    A known device is counted alone, so the guesses of others never stop it. Codes of the second factor are short: for
    an unknown device they are counted by name, for every address: a sender of codes has passed the password already.
    """
    if attempt.device:
        return (Counter(kind="device", of=f"{attempt.step} {attempt.device}", most=MAX_GUESSES),)
    if attempt.step == "code":
        return (Counter(kind="code", of=attempt.name, most=MAX_GUESSES),)
    return (
        Counter(kind="name_address", of=f"{attempt.address} {attempt.name}", most=MAX_GUESSES),
        Counter(kind="name", of=attempt.name, most=MAX_PER_NAME),
        Counter(kind="address", of=attempt.address, most=MAX_PER_ADDRESS),
    )

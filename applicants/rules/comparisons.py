"""What is compared of a registration before it is verified: with official lists, other registrations and other teams. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The outcome of one comparison."""

    AGREES = "agrees"
    UNKNOWN = "unknown"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFacts:
    """What is known elsewhere of a registration: names and codes on official lists, rivals, teams of its people."""

    kind: str
    names_of_code: frozenset[str] = frozenset()
    """Names that official lists give to the code."""
    has_own_name: bool = True
    """Whether the registered name is among them."""
    codes_of_name: frozenset[str] = frozenset()
    """Other codes that official lists give to the name."""
    rivals: int = 0
    """Other registrations of the code that have not ended."""
    founder_teams: tuple[str, ...] = ()
    """Teams that the founders are or were in."""
    members_elsewhere: tuple[str, ...] = ()
    """Members who are in another verified team."""
    pending_teams: tuple[str, ...] = ()
    """Unverified teams that name one of the members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One comparison: what was compared, the outcome, and what was found."""

    code: str
    outcome: Outcome
    found: tuple[str, ...] = ()


def comparisons(facts: RegistrationFacts) -> tuple[Comparison, ...]:
    """Return everything that was compared, with its outcome."""
    return tuple(_team(facts) if facts.kind == "team" else _organisation(facts))


def _organisation(facts: RegistrationFacts) -> Iterator[Comparison]:
    known = Outcome.AGREES if facts.has_own_name else Outcome.DIFFERS
    listed = known if facts.names_of_code else Outcome.UNKNOWN
    yield Comparison(code="code_on_lists", outcome=listed, found=tuple(sorted(facts.names_of_code)))
    yield _none_expected("name_on_lists", tuple(sorted(facts.codes_of_name)))
    yield _none_expected("rivals", (str(facts.rivals),) if facts.rivals else ())
    if facts.kind == "enterprise":
        yield _none_expected("founder_teams", facts.founder_teams)


def _team(facts: RegistrationFacts) -> Iterator[Comparison]:
    yield _none_expected("members_elsewhere", facts.members_elsewhere)
    yield _none_expected("pending_teams", facts.pending_teams)


def _none_expected(code: str, found: tuple[str, ...]) -> Comparison:
    return Comparison(code=code, outcome=Outcome.DIFFERS if found else Outcome.AGREES, found=found)

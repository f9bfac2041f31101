"""State machines: the legal transitions between the states of a thing, as data. The database enforces the same pairs. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from core.values.errors import DomainError

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Generic[State]):
    """One legal transition and the event that records it.

    `deadline` names the rule that bounds or triggers it. `gives_back` names the cause of a give-back.
    """

    source: State
    target: State
    event: str
    deadline: str | None
    gives_back: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMachine(Generic[State]):
    """状态机. The states a thing may begin in and its legal transitions."""

    name: str
    initial: tuple[State, ...]
    transitions: tuple[Transition[State], ...]

    @property
    def states(self) -> tuple[State, ...]:
        """Every state: the initial ones first, then in the order of the transitions."""
        named = (state for each in self.transitions for state in (each.source, each.target))
        return tuple(dict.fromkeys((*self.initial, *named)))

    @property
    def ends(self) -> frozenset[State]:
        """The states without a transition out of them."""
        return frozenset(self.states) - {each.source for each in self.transitions}

    @property
    def pairs(self) -> tuple[tuple[State, State], ...]:
        """The legal (source, target) pairs, for the trigger that enforces them."""
        return tuple((each.source, each.target) for each in self.transitions)

    def targets(self, source: State) -> tuple[State, ...]:
        """The states that a thing in this state may go to."""
        return tuple(each.target for each in self.transitions if each.source == source)

    def find_transition(self, *, source: State, target: State) -> Transition[State] | None:
        """The transition from one state to another, or None where it is not legal."""
        return next((each for each in self.transitions if (each.source, each.target) == (source, target)), None)

    def get_transition(self, *, source: State, target: State) -> Transition[State]:
        """The transition from one state to another. Raises `illegal_state` where it is not legal."""
        found = self.find_transition(source=source, target=target)
        if found is None:
            raise DomainError("illegal_state", kind="refused", state=source, target=target)
        return found


def transition(
    source: State, target: State, event: str, *, deadline: str | None = None, gives_back: str | None = None
) -> Transition[State]:
    """A transition, written as one line of a table."""
    return Transition(source=source, target=target, event=event, deadline=deadline, gives_back=gives_back)

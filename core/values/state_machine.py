"""State machines as data: initial states and legal transitions. Triggers enforce the same pairs. Pure."""

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
    """状态机. The initial states and the legal transitions of one kind of row."""

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

    def find_transition(self, *, source: State, target: State) -> Transition[State] | None:
        """Return the transition from one state to another, or None where it is illegal."""
        return next((each for each in self.transitions if (each.source, each.target) == (source, target)), None)

    def get_transition(self, *, source: State, target: State) -> Transition[State]:
        """Return the transition from one state to another. Raises `illegal_state` where it is illegal."""
        found = self.find_transition(source=source, target=target)
        if found is None:
            raise DomainError("illegal_state", kind="refused", state=source, target=target)
        return found


def transition(
    source: State, target: State, event: str, *, deadline: str | None = None, gives_back: str | None = None
) -> Transition[State]:
    """Create a transition, as one line of a table."""
    return Transition(source=source, target=target, event=event, deadline=deadline, gives_back=gives_back)

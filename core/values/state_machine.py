"""Lives: the legal edges of a thing's states, as data. The database enforces the same pairs. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.values.errors import DomainError

SYSTEM = ("system",)
"""Who makes a move that a deadline makes: nobody's hand."""
APPLICANT = ("applicant_operator", "applicant_manager")
UNIT = ("unit_operator", "unit_manager")
OFFICER = ("case_officer", "deputy_officer")
APPROVER = ("approver",)
FINANCE = ("finance",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One legal move. `deadline` names the rule that bounds or triggers it; `gives_back` the cause of a give-back."""

    source: str
    target: str
    event: str
    who: frozenset[str]
    deadline: str | None
    gives_back: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """状态表. The states a thing may begin in and its legal edges."""

    name: str
    initial: tuple[str, ...]
    edges: tuple[Edge, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, the first ones first, then in the order of the edges."""
        named = (state for edge in self.edges for state in (edge.source, edge.target))
        return tuple(dict.fromkeys((*self.initial, *named)))

    @property
    def ends(self) -> frozenset[str]:
        """The states nothing leads out of."""
        return frozenset(self.states) - {edge.source for edge in self.edges}

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The legal (source, target) pairs, for the trigger that enforces them."""
        return tuple((edge.source, edge.target) for edge in self.edges)

    def targets(self, source: str) -> tuple[str, ...]:
        """The states a thing may move to from this one."""
        return tuple(edge.target for edge in self.edges if edge.source == source)

    def find_edge(self, *, source: str, target: str) -> Edge | None:
        """The edge from one state to another, or None where the move is not legal."""
        return next((e for e in self.edges if e.source == source and e.target == target), None)

    def get_edge(self, *, source: str, target: str) -> Edge:
        """The edge from one state to another; `illegal_state` where the move is not legal."""
        found = self.find_edge(source=source, target=target)
        if found is None:
            raise DomainError("illegal_state", kind="refused", state=source, target=target)
        return found


def edge(
    source: str,
    target: str,
    event: str,
    *,
    who: Iterable[str],
    deadline: str | None = None,
    gives_back: str | None = None,
) -> Edge:
    """An edge, written as one line of a table."""
    return Edge(
        source=source,
        target=target,
        event=event,
        who=frozenset(who),
        deadline=deadline,
        gives_back=gives_back,
    )

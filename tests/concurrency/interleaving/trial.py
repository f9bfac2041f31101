"""One pair played in many orders: does each result equal a serial one?"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from core.values.errors import DomainError
from tests.concurrency.interleaving.gate import Gate, Played
from tests.concurrency.interleaving.kept import NEW, Kept, kept
from tests.concurrency.interleaving.pairs import Meeting, Pair, Work

_NEW_ID = re.compile(rf"{NEW // 1_000_000}[0-9]{{6}}")


@dataclass(frozen=True)
class Outcome:
    """The answers of both sides, the changed rows, and the failed proofs of the books."""

    told: tuple[str, ...]
    changes: tuple[str, ...]
    broken: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(("told: " + " | ".join(self.told), *self.changes, *self.broken))


@dataclass
class Trial:
    """A pair in its stored world, with the outcomes of both serial orders."""

    meeting: Meeting
    world: Kept
    gate: Gate

    def __post_init__(self) -> None:
        for _ in range(2):  # first among all tables, then among those that either order changes
            self.serial = [self._one_after_the_other("ab"), self._one_after_the_other("ba")]
            changed = {line.split()[0] for outcome in self.serial for line in outcome.changes}
            assert changed, f"neither order changes anything\n{self.serial[0]}\n{self.serial[1]}"
            self.world.of_tables(changed)
        self.seen: list[Outcome] = []

    def play(self, prefix: str) -> Played:
        """Play one order in the restored world; `harm` then returns its defect."""
        self.world.restore()
        played = self.gate.play((self.meeting.a, self.meeting.b), prefix)
        works = (self.meeting.a, self.meeting.b)
        told = [_again_if_busy(work, result) for work, result in zip(works, played.results, strict=True)]
        self.outcome = self._outcome(told)
        if self.outcome not in self.seen:
            self.seen.append(self.outcome)
        return played

    def harm(self, played: Played) -> str:
        """Return the defect of the last played order, or an empty string."""
        if self.outcome in self.serial and not played.deadlocks:
            return ""
        deadlocks = [f"deadlocks: {played.deadlocks}"] if played.deadlocks else []
        legal = "".join(f"\n--- legal\n{outcome}" for outcome in self.serial)
        return "\n".join((*deadlocks, str(self.outcome), legal, "--- order", str(played)))

    def _one_after_the_other(self, order: str) -> Outcome:
        self.world.restore()
        results = {name: _attempt(getattr(self.meeting, name)) for name in order}
        return self._outcome([results[name] for name in "ab"])

    def _outcome(self, results: list[Any]) -> Outcome:
        results = [*results, _attempt(self.meeting.afterwards)]
        broken = self.world.broken(self.meeting.never)
        return Outcome(told=tuple(map(_told, results)), changes=self.world.changes(), broken=broken)


@contextmanager
def trial(pair: Pair) -> Iterator[Trial]:
    """Create and store the pair's world; both serial outcomes satisfy all proofs."""
    meeting = pair.make()
    with kept() as world, Gate() as gate:
        found = Trial(meeting, world, gate)
        assert not any(outcome.broken for outcome in found.serial), f"{pair}\n{found.serial[0]}\n{found.serial[1]}"
        yield found
        assert not (left := world.left_behind()), left


def _attempt(work: Work) -> Any:
    try:
        return work()
    except Exception as error:
        return error


def _again_if_busy(work: Work, result: Any) -> Any:
    """Repeat an operation after `busy`, as a client would."""
    return _attempt(work) if getattr(result, "code", "") == "busy" else result


def _told(result: Any) -> str:
    if isinstance(result, DomainError):
        refusals = getattr(result, "refusals", None) or (result,)
        told = "; ".join(f"{each.code} {dict(each.params)}" for each in refusals)
    else:
        told = f"{type(result).__name__}: {result}" if isinstance(result, Exception) else "done"
    return _NEW_ID.sub("new", told)

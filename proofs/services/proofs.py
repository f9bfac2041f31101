"""The proof of the books as one list of findings."""

from collections.abc import Callable
from datetime import datetime

from core.events.seal_chain import verify_seals
from proofs.selectors.proofs import SHOWN, Finding, list_findings
from redemptions.selectors.damaged_files import (
    DamagedFile,
    damaged_files,
    find_damaged_files,
    name_recorded,
)


def prove(*, files: bool = False) -> list[Finding]:
    """Check every invariant over data and the chain of seals over the events; with `files` read every file of evidence.

    Writes nothing.
    """
    return [*list_findings(), _seals(), _recorded_damage(), *([_damage()] if files else [])]


def prove_nightly(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Run the proof of each night (每夜对账). RuntimeError names the broken invariants, so that the run fails."""
    findings = prove()
    progress(len(findings))
    broken = [f"{each.code} {each.says}: {', '.join(each.ids)}" for each in findings if each.broken]
    if broken:
        raise RuntimeError("; ".join(broken))
    return {"proofs": len(findings)}


def _seals() -> Finding:
    broken = verify_seals().broken
    return Finding(
        code="I9",
        says="the seals of the events hold, none is changed or gone",
        broken=len(broken),
        ids=tuple(f"{seal.first_event_id}-{seal.last_event_id}" for seal in broken),
    )


def _recorded_damage() -> Finding:
    says = "no file of evidence was found altered or lost at its last check"
    return _files(says, name_recorded(damaged_files()))


def _damage() -> Finding:
    return _files("every file of evidence is what was sent, read and hashed now", find_damaged_files())


def _files(says: str, damaged: list[DamagedFile]) -> Finding:
    return Finding(code="I14", says=says, broken=len(damaged), ids=tuple(map(str, damaged[:SHOWN])))

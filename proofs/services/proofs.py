"""The proof of the books as one list of findings."""

from collections.abc import Callable
from datetime import datetime

from core.events.seal_chain import verify_seals
from proofs.selectors.proofs import Finding, list_findings


def prove() -> list[Finding]:
    """Check every invariant over data and the chain of seals over the events. Writes nothing."""
    return [*list_findings(), _seals()]


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

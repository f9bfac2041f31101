"""What the proof of the books checks, and its runs."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import QuerySet

from core.jobs.run_selectors import RunRow, all_runs
from core.values.schedules import ENDED_RUNS
from proofs.selectors.proofs import PROOFS

PROVE = "prove"
"""The name of the job that proves the books (config/jobs.py)."""
BESIDE_QUERIES = ("I9", "I14")
"""Invariants that the proof also checks without a query of its own: the seals, and the recorded checks of the files."""


def count_checks() -> Mapping[str, int]:
    """Return invariant → the number of its checks, in the order of the invariants."""
    codes = [*(proof.code for proof in PROOFS), *BESIDE_QUERIES]
    return dict(sorted(Counter(codes).items(), key=lambda each: int(each[0].removeprefix("I"))))


def proof_runs() -> QuerySet[RunRow]:
    """Return every run of the proof."""
    return all_runs().filter(job=PROVE)


def find_last_proof() -> RunRow | None:
    """Return the newest run of the proof that ended; None before the first."""
    return proof_runs().filter(state__in=ENDED_RUNS).order_by("-finished_at", "-pk").first()

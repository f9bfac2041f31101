"""The proof of the books (对账): each invariant over data is one query that returns the ids that break it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from proofs.selectors.guards import GUARDS
from proofs.selectors.invariants import Proof
from proofs.selectors.money import MONEY
from proofs.selectors.states import STATES

PROOFS: tuple[Proof, ...] = (*MONEY, *STATES, *GUARDS)
SHOWN = 20
"""The most ids that a finding names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """The result of a proof: the number of rows that break it, and the first of their ids."""

    code: str
    says: str
    broken: int
    ids: tuple[str, ...]


def list_findings() -> Iterator[Finding]:
    """Yield the finding of every proof, in order, with one query each."""
    for proof in PROOFS:
        yield _find(proof)


def _find(proof: Proof) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH broken AS ({proof.sql}) SELECT (SELECT count(*) FROM broken), "
            f"ARRAY(SELECT id::text FROM broken ORDER BY 1 LIMIT {SHOWN})",
            dict(proof.params) or None,
        )
        count, ids = cursor.fetchone()
    return Finding(code=proof.code, says=proof.says, broken=count, ids=tuple(ids))

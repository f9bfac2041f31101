"""An invariant over data, as one query of the ids that break it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """An invariant: its code (docs/domain.md section 6), its sentence, and the query of the ids that break it."""

    code: str
    says: str
    sql: str
    params: Mapping[str, Any] = field(default_factory=dict)

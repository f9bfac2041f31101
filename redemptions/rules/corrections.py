"""补正. Whether a returned redemption answers what it was returned for (article 15.3). Pure."""

import hashlib
import json
from collections.abc import Mapping

from core.values.errors import Refusal


def open_points(reason: str) -> tuple[str, ...]:
    """Return the points of a return, one a line of its reason (退回事项)."""
    return tuple(line.strip() for line in reason.splitlines() if line.strip())


def content_hash(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of everything that a correction may change, given as JSON values."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def correction_refusals(*, returned: str, now: str, answer: str, reason: str) -> tuple[Refusal, ...]:
    """Return `nothing_corrected` with the open points if nothing changed since the return and no answer was written.

    `returned` and `now` are hashes of the content; `returned` is empty for a return before hashes were kept.
    """
    if not returned or returned != now or answer.strip():
        return ()
    points = "；".join(open_points(reason))
    return (Refusal(code="nothing_corrected", params={"points": points, "article": "第十五条"}, field="answer"),)

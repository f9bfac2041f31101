"""A request that may be sent again: done once, answered as often as it is asked."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from core.database.transactions import at_the_end, write
from core.models import IdempotencyKey
from core.sql import Asked, Written, prepared_cursor, together
from core.values.errors import DomainError

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The answer to a command, in JSON: as made now, or as kept from the first time (`replayed`)."""

    status: int
    text: str
    replayed: bool

    @property
    def body(self) -> Any:
        """What the text says."""
        return json.loads(self.text)


@write
def run_once(
    *,
    actor_id: int,
    key: UUID,
    operation: str,
    payload: Mapping[str, Any],
    at: datetime,
    action: Callable[[], T],
    render: Callable[[T], Any],
    status: int = 200,
    ahead: Sequence[Asked] = (),
) -> Outcome:
    """Do `action` and keep its rendered answer under the actor's key, in one transaction; a repeat gets that answer.

    The key is taken first: a second request with it waits for the first, and is answered before any rule is asked.
    A refused action rolls the key back with everything else, so a refusal binds no key. What the action asks first may
    travel with the key (`ahead`). `idempotency_key_reused` where the key came with another operation or payload.
    """
    digest = _digest(operation, payload)
    taking: dict[str, Any] = {
        "actor_id": actor_id,
        "key": key,
        "operation": operation,
        "request_hash": digest,
        "status": status,
        "at": at,
    }
    with together(Asked(_take, taking), *ahead):
        if not _take.rows(**taking):
            return _replay(actor_id=actor_id, key=key, digest=digest)
        text = _text(render(action()))
    at_the_end(lambda: _keep(actor_id=actor_id, key=key, body=text))
    return Outcome(status=status, text=text, replayed=False)


_take = Written(
    """
    INSERT INTO core_idempotencykey (actor_id, key, operation, request_hash, status, at)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (actor_id, key) DO NOTHING RETURNING true
    """,
    *("actor_id", "key", "operation", "request_hash", "status", "at"),
)


def _keep(*, actor_id: int, key: UUID, body: str) -> None:
    prepared_cursor().execute(
        "UPDATE core_idempotencykey SET body = %s WHERE actor_id = %s AND key = %s", [body, actor_id, key]
    )


def _replay(*, actor_id: int, key: UUID, digest: bytes) -> Outcome:
    kept = IdempotencyKey.objects.get(actor_id=actor_id, key=key)
    if bytes(kept.request_hash) != digest:
        raise DomainError("idempotency_key_reused", field="Idempotency-Key", kind="refused")
    return Outcome(status=kept.status, text=_text(kept.body), replayed=True)


def _text(body: Any) -> str:
    return json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def _digest(operation: str, payload: Mapping[str, Any]) -> bytes:
    canonical = json.dumps([operation, payload], sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(canonical.encode()).digest()

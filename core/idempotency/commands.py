"""Idempotent commands: a request with a key is executed once, and a repeat gets the stored answer."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.backends.utils import CursorWrapper

from core.database.transactions import write
from core.models import IdempotencyKey
from core.values.errors import DomainError

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyedRequest:
    """A request with an idempotency key: its actor, operation, payload, moment, and the status of its answer.

    The payload names the address too: several commands share an operation, such as the two answers to one request.
    """

    actor_id: int
    key: UUID
    operation: str
    payload: Mapping[str, Any]
    at: datetime
    status: int = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The answer to a command, in JSON; `replayed` where it is the stored answer of an earlier request."""

    status: int
    text: str
    replayed: bool

    @property
    def body(self) -> Any:
        """The answer, decoded from JSON."""
        return json.loads(self.text)


@write
def run_once(*, request: KeyedRequest, action: Callable[[], T], render: Callable[[T], Any]) -> Outcome:
    """Execute `action` and store its rendered answer under the key, in one transaction; a repeat gets that answer.

    A refusal rolls the key back too, so the key may be used again. Raises `idempotency_key_reused` where the key was
    used with another operation or payload.
    """
    if (answer := read_key(request, send_key(request))) is not None:
        return answer
    return keep_answer(request, render(action()))


TAKE_KEY = """
    INSERT INTO core_idempotencykey (actor_id, key, operation, request_hash, status, at)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (actor_id, key) DO NOTHING RETURNING true
"""
KEEP_ANSWER = "UPDATE core_idempotencykey SET body = %s WHERE actor_id = %s AND key = %s"


def send_key(request: KeyedRequest) -> CursorWrapper:
    """Send the statement that takes the request's key; `read_key` reads its result.

    It waits until another transaction with the same key has ended.
    """
    cursor = connection.cursor()
    digest = _digest(request)
    cursor.execute(TAKE_KEY, [request.actor_id, request.key, request.operation, digest, request.status, request.at])
    return cursor


def read_key(request: KeyedRequest, taken: CursorWrapper) -> Outcome | None:
    """Return None where the key was free and is taken now, else its stored answer. Raises `idempotency_key_reused`."""
    if taken.fetchone():
        return None
    stored = IdempotencyKey.objects.get(actor_id=request.actor_id, key=request.key)
    if bytes(stored.request_hash) != _digest(request):
        raise DomainError("idempotency_key_reused", field="Idempotency-Key", kind="refused")
    return Outcome(status=stored.status, text=stored.body, replayed=True)


def keep_answer(request: KeyedRequest, body: Any) -> Outcome:
    """Store the rendered answer under the request's key, as the last statement of the transaction."""
    text = _text(body)
    with connection.cursor() as cursor:
        cursor.execute(KEEP_ANSWER, [text, request.actor_id, request.key])
    return Outcome(status=request.status, text=text, replayed=False)


def _text(body: Any) -> str:
    return json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def _digest(request: KeyedRequest) -> bytes:
    asked = [request.operation, request.payload]
    canonical = json.dumps(asked, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(canonical.encode()).digest()

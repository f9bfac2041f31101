"""State transitions of rows: each is checked against the state machine and recorded as one event."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from django.db.models import F, Model

from core.database.transactions import assert_inside
from core.events.recording import Change, record_many
from core.values.errors import DomainError
from core.values.state_machine import StateMachine

State = TypeVar("State", bound=StrEnum)


class Versioned(Protocol):
    """A row whose version rises with every change."""

    version: int


def require_version(row: Versioned, version: int | None) -> None:
    """Refuse a locked row that was changed since the user saw this version: `stale_version`. None skips the test."""
    if version is not None and row.version != version:
        raise DomainError("stale_version", field="version", kind="refused")


def move(
    rows: Sequence[Any],
    *,
    machine: StateMachine[State],
    target: State,
    at: datetime,
    actor_id: int | None,
    columns: Mapping[str, object] | None = None,
    data: Mapping[str, object] | None = None,
    party: Callable[[Any], int | None] = lambda _: None,
) -> None:
    """Move locked rows of one model to `target` (状态变更): one UPDATE, one event for each row, `version` + 1.

    `columns` are set on every row, `data` goes into every event, `party` returns the party of an event. Raises
    `illegal_state`, and writes nothing, where the transition is illegal for one of the rows.
    """
    assert_inside()
    if not rows:
        return
    transitions = [machine.get_transition(source=row.state, target=target) for row in rows]
    changes = [
        Change(
            type=each.event,
            subject_kind=machine.name,
            subject_id=row.pk,
            party_id=party(row),
            actor_id=actor_id,
            at=at,
            from_state=row.state,
            to_state=target,
            data=dict(data or {}),
        )
        for row, each in zip(rows, transitions, strict=True)
    ]
    _update(rows, {"state": target, **(columns or {})})
    record_many(changes)


def _update(rows: Sequence[Any], values: Mapping[str, Any]) -> None:
    model: type[Model] = type(rows[0])
    versioned = any(field.name == "version" for field in model._meta.concrete_fields)
    raised = {"version": F("version") + 1} if versioned else {}
    model._default_manager.filter(pk__in=[row.pk for row in rows]).update(**values, **raised)
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
        if versioned:
            row.version += 1


def record_beginning(
    row: Any,
    *,
    machine: StateMachine[State],
    event: str,
    at: datetime,
    actor_id: int | None,
    party_id: int | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    """Record the event of a row's creation, with its initial state."""
    record_many(
        [
            Change(
                type=event,
                subject_kind=machine.name,
                subject_id=row.pk,
                party_id=party_id,
                actor_id=actor_id,
                at=at,
                to_state=row.state,
                data=dict(data or {}),
            )
        ]
    )

"""Moving rows along their life: the edge must be legal, the row and its one event change together."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Model

from core.database.transactions import assert_inside
from core.events.recording import Change, record_many
from core.values.state_machine import Life


def move(
    rows: Sequence[Any],
    *,
    life: Life,
    target: str,
    at: datetime,
    actor_id: int | None,
    columns: Mapping[str, object] | None = None,
    data: Mapping[str, object] | None = None,
    party: Callable[[Any], int | None] = lambda _: None,
) -> None:
    """Move locked rows of one model to `target` (状态变更): one UPDATE, one event a row, `version` up by one.

    `columns` change alike on every row; `data` is told by every event; `party` says whose event it is.
    `illegal_state`, and nothing written, where one of them cannot go there.
    """
    assert_inside()
    if not rows:
        return
    edges = [life.get_edge(source=row.state, target=target) for row in rows]
    changes = [
        Change(
            type=edge.event,
            subject_kind=life.name,
            subject_id=row.pk,
            party_id=party(row),
            actor_id=actor_id,
            at=at,
            from_state=row.state,
            to_state=target,
            data=dict(data or {}),
        )
        for row, edge in zip(rows, edges, strict=True)
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
    life: Life,
    event: str,
    at: datetime,
    actor_id: int | None,
    party_id: int | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    """Tell that a row begins its life in the state it was made in."""
    record_many(
        [
            Change(
                type=event,
                subject_kind=life.name,
                subject_id=row.pk,
                party_id=party_id,
                actor_id=actor_id,
                at=at,
                to_state=row.state,
                data=dict(data or {}),
            )
        ]
    )

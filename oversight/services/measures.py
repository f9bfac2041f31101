"""Sanctions into and out of force, with what their measures change in higher apps (settings.SANCTION_EFFECTS).

Measures that are carried out once: settings.SANCTION_SUBJECTS.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils.module_loading import import_string

from core.database.transactions import assert_inside
from core.events.transitions import move
from oversight.models import Sanction
from oversight.rules.sanctions import MEASURES, ONCE
from oversight.rules.states import SANCTION, SanctionState
from oversight.selectors.sanctions import list_subject_ids
from oversight.services.hearings import party_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """The functions of a measure that changes rows (处理措施的效果). All run in the transaction of the transition.

    `lock(party_ids=)` locks what will change, after the parties and their sanctions and before the transition is recorded.
    `begin(party_ids=, actor_id=, at=)` runs after a sanction is in force, `end` after it has ended or is lifted.
    `preview(party_id=)` returns how many rows it would hold or holds, and their yuan.
    """

    lock: Callable[..., None]
    begin: Callable[..., None]
    end: Callable[..., None]
    preview: Callable[..., tuple[int, Decimal]]


@dataclass(frozen=True, kw_only=True, slots=True)
class OnceEffect:
    """The functions of a measure that is carried out once on its subjects, in the transaction of its decision.

    `lock(subject_ids=)` locks what will change, after the party and the sanction. `carry_out(subject_ids=, party_id=,
    data=, actor_id=, at=)` changes it; `data` names the sanction, for events. `preview(subject_ids=)` returns how many
    of them would change, and their yuan.
    """

    lock: Callable[..., None]
    carry_out: Callable[..., None]
    preview: Callable[..., tuple[int, Decimal]]


def get_once_effect(measure: str) -> OnceEffect:
    """Return the functions of a measure that is carried out once, by the kind of its subjects."""
    effect: OnceEffect = import_string(settings.SANCTION_SUBJECTS[MEASURES[measure].subject])
    return effect


def lock_targets(sanction: Sanction) -> None:
    """Lock what a measure that is carried out once will change; nothing for one that lasts."""
    if sanction.measure in ONCE:
        get_once_effect(sanction.measure).lock(subject_ids=list_subject_ids(sanction.pk))


def carry_out(sanction: Sanction, *, actor_id: int, at: datetime) -> None:
    """Carry a decided measure out on its subjects (执行), after `lock_targets`."""
    assert_inside()
    move([sanction], machine=SANCTION, target=SanctionState.CARRIED_OUT, at=at, actor_id=actor_id, party=party_of)
    get_once_effect(sanction.measure).carry_out(
        subject_ids=list_subject_ids(sanction.pk),
        party_id=sanction.party_id,
        data={"sanction": sanction.pk, "number": sanction.number, "reason": sanction.reason},
        actor_id=actor_id,
        at=at,
    )


def preview_subjects(sanction: Sanction) -> tuple[int, Decimal] | None:
    """Return how many subjects of a measure that is carried out once would change, and their yuan; None for others."""
    if sanction.measure not in ONCE:
        return None
    return get_once_effect(sanction.measure).preview(subject_ids=list_subject_ids(sanction.pk))


def get_effect(measure: str) -> Effect | None:
    """Return the functions of a measure, or None for one whose days alone decide."""
    name = settings.SANCTION_EFFECTS.get(measure)
    effect: Effect | None = import_string(name) if name else None
    return effect


def preview(measure: str, *, party_id: int) -> tuple[int, Decimal] | None:
    """Return how many rows a measure would hold or holds of a party, and their yuan; None for one that holds nothing."""
    effect = get_effect(measure)
    return None if effect is None else effect.preview(party_id=party_id)


def lock_effects(rows: Sequence[Sanction]) -> None:
    """Lock what the effects of locked sanctions change, of all their parties at once: each table is locked once, by id."""
    assert_inside()
    for effect, party_ids in _parties_by_effect(rows):
        effect.lock(party_ids=party_ids)


def turn(
    rows: Sequence[Sanction],
    *,
    target: SanctionState,
    actor_id: int | None,
    at: datetime,
    columns: Mapping[str, object] | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    """Move locked sanctions of locked parties into force (生效), or out of it (期满、解除), with their effects.

    What an effect changes is locked first: an order that was faster is then recorded before the sanction.
    """
    assert_inside()
    lock_effects(rows)
    move(rows, machine=SANCTION, target=target, at=at, actor_id=actor_id, columns=columns, data=data, party=party_of)
    for effect, party_ids in _parties_by_effect(rows):
        act = effect.begin if target == SanctionState.IN_FORCE else effect.end
        act(party_ids=party_ids, actor_id=actor_id, at=at)


def _parties_by_effect(rows: Sequence[Sanction]) -> list[tuple[Effect, list[int]]]:
    by_measure: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        by_measure[row.measure].add(row.party_id)
    effects = [(get_effect(measure), sorted(party_ids)) for measure, party_ids in sorted(by_measure.items())]
    return [(effect, party_ids) for effect, party_ids in effects if effect is not None]

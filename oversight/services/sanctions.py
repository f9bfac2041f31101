"""Sanctions: proposed, heard, decided by a second person, put in force, ended (article 17). Lifted: services.liftings."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.locks import lock_parties, lock_party
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from oversight.models import Sanction
from oversight.rules.sanctions import measure_refusals
from oversight.rules.states import SANCTION, SanctionState
from oversight.selectors.locks import lock_sanction, lock_sanctions
from oversight.selectors.sanctions import get_party_of, list_party_ids, list_turning_ids
from oversight.services.measures import lock_effects, party_of, turn

CHUNK = 200


@write
def propose_sanction(
    *, party_id: int, measure: str, reason: str, begins_on: date, until: date, actor_id: int, at: datetime
) -> Sanction:
    """Propose a measure against a party (拟处理), from `begins_on` to `until`, both included.

    Raises `not_found`, `conflict_of_interest`, `sanction_party` for a kind of party that the measure is not for, and
    `sanction_days` with the latest possible day.
    """
    party = lock_party(party_id)
    require_no_conflict(user_id=actor_id, party_ids=[party_id], at=at)
    today = beijing_day(at)
    if refusals := measure_refusals(measure, party_kind=party.kind, begins_on=begins_on, until=until, today=today):
        raise Refused(refusals, kind="invalid")
    sanction = Sanction.objects.create(
        party_id=party_id,
        measure=measure,
        reason=reason,
        begins_on=begins_on,
        until=until,
        proposed_by_id=actor_id,
        proposed_at=at,
    )
    data = {"measure": measure, "begins_on": begins_on.isoformat(), "until": until.isoformat(), "reason": reason}
    record_beginning(
        sanction, machine=SANCTION, event="sanction.proposed", at=at, actor_id=actor_id, party_id=party_id, data=data
    )
    return sanction


@write
def hear_sanction(*, sanction_id: int, statement: str, actor_id: int, at: datetime) -> Sanction:
    """Record the statement of the party on a proposed measure (陈述申辩).

    Raises `not_found`, `illegal_state`, `conflict_of_interest`.
    """
    sanction = lock_case(sanction_id, actor_id=actor_id, at=at)
    _move(
        sanction, target=SanctionState.HEARD, at=at, actor_id=actor_id, columns={"statement": statement, "heard_at": at}
    )
    return sanction


@write
def decide_sanction(*, sanction_id: int, actor_id: int, at: datetime) -> Sanction:
    """Decide a measure (处理决定); put it in force at once where its first day has come.

    The lock of the party orders the decision before or after any claim and any payment of the party (I10). Raises
    `not_found`, `illegal_state`, `conflict_of_interest`, and `same_person` for the person who proposed it.
    """
    sanction = lock_case(sanction_id, actor_id=actor_id, at=at)
    SANCTION.get_transition(source=sanction.state, target=SanctionState.DECIDED)
    if sanction.proposed_by_id == actor_id:
        raise DomainError("same_person", kind="refused")
    _move(
        sanction,
        target=SanctionState.DECIDED,
        at=at,
        actor_id=actor_id,
        columns={"decided_by_id": actor_id, "decided_at": at},
    )
    if sanction.begins_on <= beijing_day(at):
        turn([sanction], target=SanctionState.IN_FORCE, actor_id=actor_id, at=at)
    return sanction


def turn_sanctions(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Put sanctions in force on their first day and end them after their last (处理措施起止). Periodic job.

    No refusal depends on it: `barred_until` and `list_under` compare the days of the decision.
    """
    done, last = 0, 0
    while ids := list_turning_ids(today=beijing_day(at), after=last, limit=CHUNK):
        done += turn_some_sanctions(sanction_ids=ids, at=at)
        last = ids[-1]
        progress(len(ids))
    return {"turned": done}


@write
def turn_some_sanctions(*, sanction_ids: list[int], at: datetime) -> int:
    """Run one chunk of `turn_sanctions`; return the number of sanctions."""
    today = beijing_day(at)
    lock_parties(list_party_ids(sanction_ids))
    rows = lock_sanctions(sanction_ids)
    begun = [row for row in rows if row.state == SanctionState.DECIDED and row.begins_on <= today]
    over = [row for row in rows if row.until < today and (row in begun or row.state == SanctionState.IN_FORCE)]
    lock_effects([*begun, *over])
    turn(begun, target=SanctionState.IN_FORCE, actor_id=None, at=at)
    turn(over, target=SanctionState.ENDED, actor_id=None, at=at)
    return len({row.pk for row in (*begun, *over)})


def lock_case(sanction_id: int, *, actor_id: int, at: datetime) -> Sanction:
    """Lock a sanction after its party, for an act of a person without a conflict of interest. Raises `not_found`."""
    party_id = get_party_of(sanction_id)
    if party_id is None:
        raise DomainError("not_found", kind="missing")
    lock_party(party_id)
    sanction = lock_sanction(sanction_id)
    require_no_conflict(user_id=actor_id, party_ids=[party_id], at=at)
    return sanction


def _move(
    sanction: Sanction,
    *,
    target: SanctionState,
    at: datetime,
    actor_id: int,
    columns: Mapping[str, object] | None = None,
) -> None:
    move([sanction], machine=SANCTION, target=target, at=at, actor_id=actor_id, columns=columns, party=party_of)

"""Sanctions: proposed, heard, decided or dropped by a second person, put in force, ended (article 17).

Lifted: services.liftings.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import partial

from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.locks import lock_parties, lock_parties_shared, lock_party
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.jobs.chunks import run_in_chunks
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from oversight.models import Sanction, SanctionSubject
from oversight.rules.sanctions import MEASURES, ONCE, measure_refusals
from oversight.rules.states import SANCTION, SanctionState
from oversight.selectors.cases import map_sanction_parties
from oversight.selectors.locks import lock_sanction, lock_sanctions, lock_unanswered
from oversight.selectors.sanctions import get_sanction, list_party_ids, list_turning_ids
from oversight.services.hearings import answer_day, drop, end_hearings, hear, party_of, require_other_person
from oversight.services.measures import carry_out, lock_effects, lock_targets, turn

CHUNK = 200


@write
def propose_sanction(
    *,
    party_id: int,
    measure: str,
    reason: str,
    begins_on: date | None,
    until: date | None,
    subject_ids: Collection[int] = (),
    actor_id: int,
    at: datetime,
) -> Sanction:
    """Propose a measure against a party (拟处理), from `begins_on` to `until`, both included.

    A measure that is carried out once has subjects instead of days: who calls has checked them.

    Raises `not_found`, `conflict_of_interest`, `sanction_party` for a kind of party that the measure is not for,
    and `sanction_days` with the latest possible day.
    """
    party = lock_party(party_id)
    require_no_conflict(user_id=actor_id, party_ids=[party_id], at=at)
    today = beijing_day(at)
    if refusals := measure_refusals(measure, party_kind=party.kind, begins_on=begins_on, until=until, today=today):
        raise Refused(refusals, kind="invalid")
    answer_by = answer_day(at=at)
    sanction = Sanction.objects.create(
        party_id=party_id,
        measure=measure,
        reason=reason,
        begins_on=begins_on,
        until=until,
        proposed_by_id=actor_id,
        proposed_at=at,
        answer_by=answer_by,
    )
    kind = MEASURES[measure].subject
    SanctionSubject.objects.bulk_create(
        SanctionSubject(sanction=sanction, subject_kind=kind, subject_id=each) for each in sorted(subject_ids)
    )
    days = {name: day.isoformat() for name, day in (("begins_on", begins_on), ("until", until)) if day}
    data = {"measure": measure, **days, "reason": reason, "answer_by": answer_by.isoformat()}
    record_beginning(
        sanction, machine=SANCTION, event="sanction.proposed", at=at, actor_id=actor_id, party_id=party_id, data=data
    )
    return sanction


@write
def hear_sanction(*, sanction_id: int, statement: str, actor_id: int, at: datetime) -> Sanction:
    """Record the statement that the party sent on a proposed measure (陈述申辩); an empty one after its days.

    Raises `not_found`, `illegal_state`, `conflict_of_interest`; `hearing_days` with the last day to answer.
    """
    sanction = lock_case(sanction_id, actor_id=actor_id, at=at)
    SANCTION.get_transition(source=sanction.state, target=SanctionState.HEARD)
    hear(sanction, machine=SANCTION, target=SanctionState.HEARD, statement=statement, actor_id=actor_id, at=at)
    return sanction


@write
def answer_sanction(*, sanction_id: int, party_id: int, statement: str, actor_id: int, at: datetime) -> Sanction:
    """Answer a proposed measure, as the party that it is against (提交陈述申辩). Raises `not_found`, `illegal_state`."""
    sanction = lock_sanction(sanction_id)
    if sanction.party_id != party_id:
        raise DomainError("not_found", kind="missing")
    SANCTION.get_transition(source=sanction.state, target=SanctionState.HEARD)
    hear(sanction, machine=SANCTION, target=SanctionState.HEARD, statement=statement, actor_id=actor_id, at=at)
    return sanction


def end_sanction_hearings(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Record the hearings of parties that did not answer within their days (陈述申辩期满). Periodic job."""
    return {"ended": run_in_chunks(partial(end_some_hearings, at=at), progress=progress)}


@write
def end_some_hearings(*, at: datetime) -> int:
    """Run one chunk of `end_sanction_hearings`; return the number of sanctions."""
    rows = lock_unanswered(Sanction, state=SanctionState.PROPOSED, today=beijing_day(at), limit=CHUNK)
    end_hearings(rows, machine=SANCTION, target=SanctionState.HEARD, at=at)
    return len(rows)


@write
def drop_sanction(*, sanction_id: int, reason: str, actor_id: int, at: datetime) -> Sanction:
    """Drop a proposed measure after the party was heard (不予处理), with the reason. Raises as `decide_sanction`."""
    sanction = lock_case(sanction_id, actor_id=actor_id, at=at)
    SANCTION.get_transition(source=sanction.state, target=SanctionState.DROPPED)
    drop(sanction, machine=SANCTION, target=SanctionState.DROPPED, reason=reason, actor_id=actor_id, at=at)
    return sanction


@write
def decide_sanction(*, sanction_id: int, actor_id: int, at: datetime) -> Sanction:
    """Decide a measure (处理决定); put it in force at once where its first day has come, or carry it out.

    The lock of the party orders the decision before or after any claim and any payment of the party (I10). Raises
    `not_found`, `illegal_state`, `conflict_of_interest`, and `same_person` for the person who proposed it; the refusals
    of what is carried out.
    """
    sanction = lock_case(sanction_id, actor_id=actor_id, at=at)
    SANCTION.get_transition(source=sanction.state, target=SanctionState.DECIDED)
    require_other_person(sanction, actor_id=actor_id)
    lock_targets(sanction)
    columns = {"decided_by_id": actor_id, "decided_at": at}
    move(
        [sanction],
        machine=SANCTION,
        target=SanctionState.DECIDED,
        at=at,
        actor_id=actor_id,
        columns=columns,
        party=party_of,
    )
    if sanction.begins_on is None:
        carry_out(sanction, actor_id=actor_id, at=at)
    elif sanction.begins_on <= beijing_day(at):
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
    begun = [row for row in rows if row.state == SanctionState.DECIDED and row.begins_on and row.begins_on <= today]
    over = [
        row for row in rows if row.until and row.until < today and (row in begun or row.state == SanctionState.IN_FORCE)
    ]
    lock_effects([*begun, *over])
    turn(begun, target=SanctionState.IN_FORCE, actor_id=None, at=at)
    turn(over, target=SanctionState.ENDED, actor_id=None, at=at)
    return len({row.pk for row in (*begun, *over)})


def lock_case(sanction_id: int, *, actor_id: int, at: datetime) -> Sanction:
    """Lock a sanction after its party, for an act of a person without a conflict of interest. Raises `not_found`.

    The party of a measure that is carried out once is locked FOR SHARE: its subjects, such as redemptions, are locked
    afterwards, and who has locked them may lock a party FOR SHARE (docs/locking.md).
    """
    known = get_sanction(sanction_id)
    if known.measure in ONCE:
        lock_parties_shared([known.party_id])
    else:
        lock_party(known.party_id)
    sanction = lock_sanction(sanction_id)
    parties = map_sanction_parties(case_ids=[sanction_id])[sanction_id]
    require_no_conflict(user_id=actor_id, party_ids=parties, at=at)
    return sanction

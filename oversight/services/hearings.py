"""Steps that every case against a party has: it is heard, then decided or dropped by a second person (article 17)."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from core.database.transactions import assert_inside
from core.events.transitions import move
from core.models.heard_cases import HeardCase
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from core.values.state_machine import StateMachine
from oversight.rules.hearings import answer_deadline, hearing_refusals

State = TypeVar("State", bound=StrEnum)


def answer_day(*, at: datetime) -> date:
    """Return the last Beijing day on which the party of a case that is proposed now may answer."""
    return answer_deadline(proposed_on=beijing_day(at), calendar=get_calendar()).day


def hear(
    case: HeardCase, *, machine: StateMachine[State], target: State, statement: str, actor_id: int | None, at: datetime
) -> None:
    """Record the statement of the party (陈述申辩) on a locked case; an empty one once its days are over.

    Raises `hearing_days` with the last day.
    """
    assert_inside()
    if refusals := hearing_refusals(statement=statement, answer_by=case.answer_by, today=beijing_day(at)):
        raise Refused(refusals)
    columns = {"statement": statement, "heard_at": at}
    move([case], machine=machine, target=target, at=at, actor_id=actor_id, columns=columns, party=party_of)


def end_hearings(cases: Sequence[HeardCase], *, machine: StateMachine[State], target: State, at: datetime) -> None:
    """Record that the parties of locked cases let their days pass without an answer (逾期未陈述)."""
    move(
        cases,
        machine=machine,
        target=target,
        at=at,
        actor_id=None,
        columns={"heard_at": at},
        data={"days_over": True},
        party=party_of,
    )


def require_other_person(case: HeardCase, *, actor_id: int) -> None:
    """Refuse the person who proposed the case (I11): `same_person`."""
    if case.proposed_by_id == actor_id:
        raise DomainError("same_person", kind="refused")


def drop(
    case: HeardCase, *, machine: StateMachine[State], target: State, reason: str, actor_id: int, at: datetime
) -> None:
    """Drop a locked case that was heard (不予处理), with the reason, by a second person.

    Raises `same_person`.
    """
    assert_inside()
    require_other_person(case, actor_id=actor_id)
    columns = {"decided_by_id": actor_id, "decided_at": at, "drop_reason": reason}
    data = {"reason": reason}
    move([case], machine=machine, target=target, at=at, actor_id=actor_id, columns=columns, data=data, party=party_of)


def party_of(case: HeardCase) -> int:
    """Return the party of a case, for its events."""
    return case.party_id

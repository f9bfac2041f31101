"""Objections: filed by the public, investigated, dismissed or upheld, escalated when overdue."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.selectors.conflicts import require_no_conflict
from core.database.transactions import write
from core.events.recording import Change, record, record_many
from core.events.transitions import move, record_beginning
from core.personal_data.encryption import decrypt, encrypt
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import Period, beijing_day, deadline, late_from, never_earlier
from core.values.errors import DomainError
from core.values.names import visible_name
from oversight.models import Notice, Objection
from oversight.rules.states import OBJECTION, OPEN_OBJECTIONS, ObjectionState
from oversight.selectors.cases import map_objection_parties
from oversight.selectors.locks import lock_notice, lock_objection, lock_objections, lock_provisional_objections
from oversight.selectors.notices import get_item, list_overdue_ids, must_not_decide

CHUNK = 200


class Reopen(Protocol):
    """A service of settings.NOTICE_SUBJECTS: it returns a subject to review after an upheld objection."""

    def __call__(self, *, subject_id: int, objection_id: int, actor_id: int, at: datetime) -> None: ...


@write
def file_objection(*, notice_id: int, item_id: int, objector: str, contact: str, text: str, at: datetime) -> Objection:
    """File an objection to an item (提出异议), by anyone, until the end of the notice's last day.

    The contact is stored encrypted; the event has neither the contact nor the name. Raises `not_found`, `notice_over`
    with the last day, and the errors of `visible_name`.
    """
    notice = lock_notice(notice_id)
    item = get_item(notice_id=notice_id, item_id=item_id)
    if notice.ended_at is not None or at >= late_from(notice.ends_on):
        raise DomainError("notice_over", kind="refused", ends_on=notice.ends_on.isoformat())
    due = deadline(start=beijing_day(at), period=_time_to_decide(notice), calendar=get_calendar())
    objection = Objection.objects.create(
        item=item,
        objector=visible_name(objector, field="objector", most=100),
        contact_encrypted=encrypt(contact, context=_context(item.pk)),
        text=text,
        filed_at=at,
        decide_by_raw=due.raw,
        decide_by=due.day,
        provisional=due.provisional,
        calendar_version=due.calendar_version,
    )
    data = {"notice": notice_id, "item": item_id, "decide_by": due.day.isoformat()}
    record_beginning(objection, machine=OBJECTION, event="objection.filed", at=at, actor_id=None, data=data)
    return objection


@write
def recompute_days_to_decide(*, at: datetime) -> int:
    """Recompute the provisional deadlines of open objections (放假安排公布后重算); return how many moved.

    A deadline never becomes earlier than the one shown before.
    """
    calendar = get_calendar()
    rows = lock_provisional_objections()
    moved = []
    for row in rows:
        fresh = deadline(start=beijing_day(row.filed_at), period=_time_to_decide(row.item.notice), calendar=calendar)
        new = never_earlier(shown=row.decide_by, fresh=fresh)
        if new.day != row.decide_by:
            data = {"decide_by": new.day.isoformat(), "before": row.decide_by.isoformat()}
            moved.append(
                Change(type="objection.day_moved", subject_kind="objection", subject_id=row.pk, at=at, data=data)
            )
        row.decide_by, row.decide_by_raw = new.day, new.raw
        row.provisional, row.calendar_version = new.provisional, new.calendar_version
    Objection.objects.bulk_update(rows, ["decide_by", "decide_by_raw", "provisional", "calendar_version"])
    record_many(moved)
    return len(moved)


@write
def investigate_objection(*, objection_id: int, findings: str, actor_id: int, at: datetime) -> Objection:
    """Submit the findings on an objection to the approver (异议核查).

    Raises `not_found`, `illegal_state`, `conflict_of_interest`.
    """
    objection = _lock_case(objection_id, actor_id=actor_id, at=at)
    columns = {"findings": findings, "investigated_by_id": actor_id, "investigated_at": at}
    move([objection], machine=OBJECTION, target=ObjectionState.INVESTIGATED, at=at, actor_id=actor_id, columns=columns)
    return objection


@write
def decide_objection(
    *, objection_id: int, outcome: ObjectionState, reason: str, actor_id: int, at: datetime
) -> Objection:
    """Dismiss or uphold an objection (异议处理).

    The item of a dismissed objection joins the next approval; that of an upheld one returns to review. Raises
    `not_found`, `illegal_state`, `conflict_of_interest`, and `same_person` for the person who investigated it.
    """
    objection = _lock_case(objection_id, actor_id=actor_id, at=at)
    if must_not_decide(objection, user_id=actor_id, at=at):
        raise DomainError("same_person", kind="refused")
    columns = {"reason": reason, "decided_by_id": actor_id, "decided_at": at}
    move([objection], machine=OBJECTION, target=outcome, at=at, actor_id=actor_id, columns=columns)
    if outcome == ObjectionState.UPHELD:
        _reopen(objection, actor_id=actor_id, at=at)
    return objection


@write
def reveal_contact(*, objection_id: int, reason: str, actor_id: int, at: datetime) -> str:
    """Return the objector's contact and record the reason in the audit (查看联系方式).

    Raises `not_found`, `conflict_of_interest`.
    """
    objection = _lock_case(objection_id, actor_id=actor_id, at=at)
    record(_change(objection, event="objection.contact_revealed", at=at, actor_id=actor_id, data={"reason": reason}))
    return decrypt(bytes(objection.contact_encrypted), context=_context(objection.item_id))


def escalate_objections(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Escalate overdue objections to the approvers (异议逾期上报), in chunks. Periodic job."""
    done, last = 0, 0
    while ids := list_overdue_ids(today=beijing_day(at), after=last, limit=CHUNK):
        done += escalate_some_objections(objection_ids=ids, at=at)
        last = ids[-1]
        progress(len(ids))
    return {"escalated": done}


@write
def escalate_some_objections(*, objection_ids: list[int], at: datetime) -> int:
    """Run one chunk of `escalate_objections`; return the number of objections."""
    due = [row for row in lock_objections(objection_ids) if _is_overdue(row, at=at)]
    Objection.objects.filter(pk__in=[row.pk for row in due]).update(escalated_at=at)
    record_many(
        [
            _change(
                row, event="objection.escalated", at=at, actor_id=None, data={"decide_by": row.decide_by.isoformat()}
            )
            for row in due
        ]
    )
    return len(due)


def _lock_case(objection_id: int, *, actor_id: int, at: datetime) -> Objection:
    """Lock an objection for an act of the authority on the parties of its item."""
    objection = lock_objection(objection_id)
    parties = map_objection_parties(case_ids=[objection_id])[objection_id]
    require_no_conflict(user_id=actor_id, party_ids=parties, at=at)
    return objection


def _is_overdue(objection: Objection, *, at: datetime) -> bool:
    is_open = objection.state in OPEN_OBJECTIONS and objection.escalated_at is None
    return is_open and at >= late_from(objection.decide_by)


def _reopen(objection: Objection, *, actor_id: int, at: datetime) -> None:
    reopen: Reopen = import_string(settings.NOTICE_SUBJECTS[objection.item.subject_kind])
    reopen(subject_id=objection.item.subject_id, objection_id=objection.pk, actor_id=actor_id, at=at)


def _time_to_decide(notice: Notice) -> Period:
    unit: Any = notice.objection_unit
    return Period(count=notice.objection_count, unit=unit, rolls=notice.objection_rolls)


def _context(item_id: int) -> str:
    return f"objection to item {item_id}"


def _change(
    objection: Objection, *, event: str, at: datetime, actor_id: int | None, data: Mapping[str, object]
) -> Change:
    return Change(type=event, subject_kind="objection", subject_id=objection.pk, at=at, actor_id=actor_id, data=data)

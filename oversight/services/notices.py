"""Publicity notices: publishing, withdrawing, ending (articles 14, 15.5)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.database.transactions import write
from core.events.recording import Change, record, record_many
from core.jobs.chunks import run_in_chunks
from core.values.deadlines import Deadline, Period, beijing_day, late_from, never_earlier
from core.values.errors import DomainError
from oversight.models import Notice, NoticeItem
from oversight.selectors.locks import lock_notice, lock_notices
from oversight.selectors.notices import list_ended_ids

CHUNK = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeLine:
    """One item to publish: its subject, its public label, and its amount in yuan."""

    subject_kind: str
    subject_id: int
    label: str
    amount: Decimal | None


@write
def publish_notice(
    *,
    subject_kind: str,
    subject_id: int,
    title: str,
    lines: Sequence[NoticeLine],
    ends: Deadline,
    objection: Period,
    actor_id: int,
    at: datetime,
) -> Notice:
    """Publish a notice (发布公示) until the end of a Beijing day.

    `objection` is the time to decide an objection, counted from its filing. Labels are public and must not contain
    personal data. Raises `notice_empty` without lines.
    """
    if not lines:
        raise DomainError("notice_empty", kind="refused")
    notice = Notice.objects.create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        title=title,
        published_at=at,
        published_on=beijing_day(at),
        ends_on_raw=ends.raw,
        ends_on=ends.day,
        provisional=ends.provisional,
        calendar_version=ends.calendar_version,
        objection_count=objection.count,
        objection_unit=objection.unit,
        objection_rolls=objection.rolls,
    )
    NoticeItem.objects.bulk_create(
        NoticeItem(
            notice=notice,
            subject_kind=line.subject_kind,
            subject_id=line.subject_id,
            label=line.label,
            amount=line.amount,
        )
        for line in lines
    )
    data = {"ends_on": ends.day.isoformat(), "items": len(lines)}
    record(_change(notice, event="notice.published", at=at, actor_id=actor_id, data=data))
    return notice


@write
def close_notices(*, notice_ids: Collection[int], at: datetime) -> None:
    """End these notices, whose last day must be over, so that they take no more objections.

    An objection that is filed at the same time waits for the lock of the notice. Raises `notice_running` with the last
    day for a notice that still runs at `at`.
    """
    notices = lock_notices(notice_ids)
    running = [notice for notice in notices if at < late_from(notice.ends_on)]
    if running:
        raise DomainError("notice_running", kind="refused", ends_on=max(each.ends_on for each in running).isoformat())
    _end([notice for notice in notices if notice.ended_at is None], at=at)


@write
def withdraw_notice(*, notice_id: int, reason: str, actor_id: int, at: datetime) -> set[int]:
    """Withdraw a notice (撤回公示), which then takes no more objections; return the ids of its subjects.

    Raises `not_found`, and `illegal_state` for a notice that was withdrawn before.
    """
    notice = lock_notice(notice_id)
    if notice.withdrawn_at is not None:
        raise DomainError("illegal_state", kind="refused", state="withdrawn")
    Notice.objects.filter(pk=notice_id).update(withdrawn_at=at, ended_at=notice.ended_at or at)
    record(_change(notice, event="notice.withdrawn", at=at, actor_id=actor_id, data={"reason": reason}))
    return set(NoticeItem.objects.filter(notice=notice).values_list("subject_id", flat=True))


@write
def move_notice_ends(*, ends: Mapping[int, Deadline], at: datetime) -> tuple[int, ...]:
    """Set new ends of running notices after a holiday notice, never earlier ones; return the ids of those that moved."""
    moved: list[Change] = []
    rows = [notice for notice in lock_notices(list(ends)) if notice.ended_at is None]
    for notice in rows:
        new = never_earlier(shown=notice.ends_on, fresh=ends[notice.pk])
        if new.day != notice.ends_on:
            data = {"ends_on": new.day.isoformat(), "before": notice.ends_on.isoformat()}
            moved.append(_change(notice, event="notice.deadline_moved", at=at, actor_id=None, data=data))
        notice.ends_on, notice.ends_on_raw = new.day, new.raw
        notice.provisional, notice.calendar_version = new.provisional, new.calendar_version
    Notice.objects.bulk_update(rows, ["ends_on", "ends_on_raw", "provisional", "calendar_version"])
    record_many(moved)
    return tuple(change.subject_id for change in moved)


def end_notices(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Record the end of notices (公示期满), in chunks. Periodic job.

    A late run changes no decision: objections and approvals compare `ends_on` with the present moment.
    """
    return {"ended": run_in_chunks(lambda: end_some_notices(at=at), progress=progress)}


@write
def end_some_notices(*, at: datetime) -> int:
    """Run one chunk of `end_notices`; return the number of notices."""
    notices = lock_notices(list_ended_ids(today=beijing_day(at), limit=CHUNK))
    due = [notice for notice in notices if notice.ended_at is None]
    _end(due, at=at)
    return len(due)


def _end(notices: Sequence[Notice], *, at: datetime) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(ended_at=at)
    record_many([_change(notice, event="notice.ended", at=at, actor_id=None, data={}) for notice in notices])


def _change(notice: Notice, *, event: str, at: datetime, actor_id: int | None, data: Mapping[str, object]) -> Change:
    about = {"subject_kind": notice.subject_kind, "subject_id": notice.subject_id}
    return Change(
        type=event, subject_kind="notice", subject_id=notice.pk, at=at, actor_id=actor_id, data={**about, **data}
    )

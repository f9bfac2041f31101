"""Handlers that tests subscribe to events, and jobs that they register."""

from dataclasses import replace

from core.database.transactions import write
from core.events.recording import Change, record
from core.notifications.sending import notify
from core.values.schedules import MINUTELY, Job, daily
from tests.factories.moments import AT

PATH = "tests.factories.reactions"
TABLE = {
    "test.told": (f"{PATH}.tell",),
    "test.broken": (f"{PATH}.tell_and_break",),
    "test.both": (f"{PATH}.tell_and_break", f"{PATH}.tell"),
    "test.silent": (),
    "outbox.restarted": (),
    "job.requested": (),
    "job.restarted": (),
    "clock.moved": (),
    "clock.reset": (),
    "access.denied": (),
    "access.denied_often": (),
}


def tell(*, event):
    notify(user_ids=[7], kind="test.notice", params={}, dedup=f"told:{event.pk}", at=event.at)


def tell_and_break(*, event):
    notify(user_ids=[8], kind="test.notice", params={}, dedup=f"broken:{event.pk}", at=event.at)
    raise RuntimeError("cannot react\nDETAIL: a secret")


@write
def happen(event_type, *, at=AT):
    return record(Change(type=event_type, subject_kind="test", subject_id=1, at=at))


def count_to_three(*, at, progress):
    progress(1)
    progress(2)
    return {"at": at.isoformat()}


def anything_to_count(*, at):
    return True


def break_after_one(*, at, progress):
    happen("test.silent", at=at)
    progress(1)
    raise RuntimeError("broken\nsecret")


JOBS = {
    "count": Job(service=f"{PATH}.count_to_three", cadence=daily(hour=0, minute=10), zh="数三", en="Count"),
    "break": Job(service=f"{PATH}.break_after_one", cadence=MINUTELY, zh="失败", en="Break"),
}
ONE_JOB = {"count": JOBS["count"]}
NEEDED_JOB = {"count": replace(JOBS["count"], needed=f"{PATH}.anything_to_count")}

from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from core.database.transactions import write
from core.events.outbox import MAX_ATTEMPTS, Delivery, deliver_outbox, restart_outbox_item
from core.events.recording import RECORD_SET, Change, record, record_set
from core.models import Event, Notification, OutboxItem
from core.values.errors import DomainError
from tests.factories import reactions
from tests.factories.moments import AT
from tests.factories.reactions import PATH, happen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("subscribed")]


def test_a_reaction_is_done_once_and_taken_off_the_queue():
    event = happen("test.told")
    assert deliver_outbox(at=AT) == Delivery(done=1, failed=0)
    assert deliver_outbox(at=AT) == Delivery(done=0, failed=0)
    assert list(Notification.objects.values_list("user_id", "dedup")) == [(7, f"told:{event.pk}")]
    assert not OutboxItem.objects.exists()


def test_an_event_nobody_reacts_to_is_not_queued():
    happen("test.silent")
    assert not OutboxItem.objects.exists()


def test_a_failed_reaction_leaves_no_work_and_is_put_off_ten_seconds():
    happen("test.broken")
    assert deliver_outbox(at=AT) == Delivery(done=0, failed=1)
    assert not Notification.objects.exists()
    item = OutboxItem.objects.get()
    assert (item.attempts, item.next_at, item.dead) == (1, AT + timedelta(seconds=10), False)
    assert item.last_error == "RuntimeError: cannot react"


def test_a_failed_reaction_holds_up_no_other():
    happen("test.broken")
    event = happen("test.both")
    later = happen("test.told")
    assert deliver_outbox(at=AT) == Delivery(done=2, failed=2)
    assert set(Notification.objects.values_list("dedup", flat=True)) == {f"told:{event.pk}", f"told:{later.pk}"}
    assert set(OutboxItem.objects.values_list("handler", flat=True)) == {f"{PATH}.tell_and_break"}


@pytest.mark.parametrize(("seconds", "attempts"), [(9, 1), (10, 2), (11, 2)])
def test_it_is_tried_again_when_its_time_has_come(seconds, attempts):
    happen("test.broken")
    deliver_outbox(at=AT)
    deliver_outbox(at=AT + timedelta(seconds=seconds))
    assert OutboxItem.objects.get().attempts == attempts


def test_a_repaired_reaction_is_delivered_at_its_next_time():
    happen("test.broken")
    deliver_outbox(at=AT)
    OutboxItem.objects.update(handler=f"{PATH}.tell")
    assert deliver_outbox(at=AT + timedelta(seconds=10)) == Delivery(done=1, failed=0)


@pytest.mark.parametrize(("attempts", "dead"), [(MAX_ATTEMPTS - 2, False), (MAX_ATTEMPTS - 1, True)])
def test_it_is_dead_after_ten_failures(attempts, dead):
    happen("test.broken")
    OutboxItem.objects.update(attempts=attempts)
    deliver_outbox(at=AT)
    assert OutboxItem.objects.get().dead is dead


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 30), (2, 90), (5, 2430)])
def test_the_wait_grows_threefold(attempts, seconds):
    happen("test.broken")
    OutboxItem.objects.update(attempts=attempts)
    deliver_outbox(at=AT)
    assert OutboxItem.objects.get().next_at == AT + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "error", [OperationalError("server closed the connection"), DomainError("outcome_unknown", kind="busy")]
)
def test_where_the_database_was_gone_or_busy_it_is_tried_again_soon(monkeypatch, error):
    def fail(*, event):
        raise error

    monkeypatch.setattr(reactions, "tell", fail)
    happen("test.told")
    OutboxItem.objects.update(attempts=5)
    deliver_outbox(at=AT)
    assert OutboxItem.objects.get().next_at == AT + timedelta(seconds=10)


def test_the_wait_grows_to_an_hour():
    happen("test.broken")
    OutboxItem.objects.update(attempts=MAX_ATTEMPTS - 2)
    deliver_outbox(at=AT)
    assert OutboxItem.objects.get().next_at == AT + timedelta(hours=1)


def test_a_dead_one_is_left_alone_until_it_is_restarted(administrator):
    happen("test.told")
    item = OutboxItem.objects.get()
    OutboxItem.objects.update(dead=True, attempts=10)
    assert deliver_outbox(at=AT + timedelta(days=9)) == Delivery(done=0, failed=0)
    restart_outbox_item(item_id=item.pk, actor=administrator, at=AT)
    assert deliver_outbox(at=AT) == Delivery(done=1, failed=0)
    restarted = Event.objects.get(type="outbox.restarted")
    assert (restarted.actor_id, restarted.data["handler"]) == (5, f"{PATH}.tell")


def test_one_that_still_waits_is_not_restarted(administrator):
    happen("test.told")
    with pytest.raises(DomainError, match="illegal_state"):
        restart_outbox_item(item_id=OutboxItem.objects.get().pk, actor=administrator, at=AT)
    assert not Event.objects.filter(type="outbox.restarted").exists()


def test_restarting_what_is_not_there(administrator):
    with pytest.raises(DomainError, match="not_found"):
        restart_outbox_item(item_id=1, actor=administrator, at=AT)


def test_an_event_type_that_is_not_listed_is_not_written():
    with pytest.raises(KeyError, match=r"test\.unknown"):
        happen("test.unknown")
    assert not Event.objects.filter(subject_kind="test").exists()


@write
def happen_to_all(kind: str, *subject_ids: int) -> None:
    """Record an event of each subject in one statement, as a set-based job does."""
    given = record_set(type=kind, subject_kind="test", at=AT, actor_id=None, from_state="one", to_state="two")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH changes AS (
                SELECT id AS subject_id, id + 100 AS party_id, jsonb_build_object('n', id) AS data
                FROM unnest(%(ids)s::bigint[]) AS t (id)
            ), {RECORD_SET.format(rows="changes")} SELECT count(*) FROM recorded
            """,
            {"ids": list(subject_ids), **given},
        )
        assert cursor.fetchone() == (len(subject_ids),)


@write
def happen_alone(kind: str, subject_id: int) -> None:
    change = Change(
        type=kind,
        subject_kind="test",
        subject_id=subject_id,
        party_id=subject_id + 100,
        at=AT,
        from_state="one",
        to_state="two",
        data={"n": subject_id},
    )
    record(change)


def written() -> list[tuple[dict, list[dict]]]:
    """Return every event of a test with its outbox items, by column, without generated values."""
    columns = [field.name for field in Event._meta.concrete_fields if field.name not in ("id", "recorded_at")]
    waiting = [field.name for field in OutboxItem._meta.concrete_fields if field.name not in ("id", "event")]
    return [
        ({name: getattr(event, name) for name in columns}, list(event.outbox.order_by("handler").values(*waiting)))
        for event in Event.objects.filter(subject_kind="test").order_by("pk")
    ]


@pytest.mark.parametrize(("kind", "reactions"), [("test.both", 2), ("test.silent", 0)])
def test_a_set_is_recorded_and_queued_exactly_as_one_by_one(kind, reactions):
    happen_to_all(kind, 3, 1)
    happen_alone(kind, 1)
    happen_alone(kind, 3)
    rows = written()
    assert rows[:2] == rows[2:]
    assert [len(waiting) for _, waiting in rows] == [reactions] * 4


def test_a_set_needs_a_service_and_a_listed_type():
    given = {"subject_kind": "test", "at": AT, "actor_id": None, "from_state": "", "to_state": ""}
    with pytest.raises(RuntimeError, match="only a service"):
        record_set(type="test.silent", **given)
    with pytest.raises(KeyError):
        write(record_set)(type="test.unknown", **given)

import pytest
from django.db import connection

from core.events import sealing as seals
from core.events.seal_chain import verify_seals
from core.events.sealing import seal_events
from core.models import Event, EventSeal
from tests.factories.moments import AT
from tests.factories.reactions import happen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("subscribed")]


@pytest.fixture
def sealed(monkeypatch):
    """Three seals of two events each, after the seed's events."""
    seal_events(at=AT, progress=lambda count: None)
    monkeypatch.setattr(seals, "RUN", 2)
    events = [happen("test.silent") for _ in range(6)]
    seal_events(at=AT, progress=lambda count: None)
    return events


def behind_the_triggers(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute(statement, params)
        cursor.execute("SET LOCAL session_replication_role = 'origin'")


def broken_runs():
    return [(seal.first_event_id, seal.last_event_id, seal.missing) for seal in verify_seals().broken]


def test_every_event_is_sealed_in_runs_each_holding_the_one_before(sealed):
    last = list(EventSeal.objects.order_by("-pk")[:3])
    assert [seal.count for seal in last] == [2, 2, 2]
    assert (last[0].previous_id, last[1].previous_id) == (last[1].pk, last[2].pk)
    assert verify_seals().events == Event.objects.count()


def test_an_untouched_chain_holds_and_names_its_newest_digest(sealed):
    report = verify_seals()
    assert report.broken == ()
    assert report.head == bytes(EventSeal.objects.latest("pk").digest).hex()


def test_sealing_again_seals_nothing(sealed):
    before = EventSeal.objects.count()
    assert seal_events(at=AT, progress=lambda count: None) == {"sealed": 0, "head": ""}
    assert EventSeal.objects.count() == before


def test_progress_counts_the_sealed(sealed):
    happen("test.silent")
    counts = []
    assert seal_events(at=AT, progress=counts.append)["sealed"] == 1
    assert counts == [1]


@pytest.mark.parametrize(
    "change",
    [
        "type = 'x'",
        "subject_kind = 'x'",
        "subject_id = 9",
        "party_id = 9",
        "actor_id = 9",
        "from_state = 'x'",
        "to_state = 'x'",
        'data = \'{"amount": "1.00"}\'',
        "at = at + interval '1 microsecond'",
        "recorded_at = recorded_at - interval '1 microsecond'",
    ],
)
def test_any_column_changed_behind_the_triggers_is_found(sealed, change):
    behind_the_triggers(f"UPDATE core_event SET {change} WHERE id = %s", sealed[3].pk)
    assert broken_runs() == [(sealed[2].pk, sealed[3].pk, 0)]


def test_a_deleted_event_is_found(sealed):
    behind_the_triggers("DELETE FROM core_event WHERE id = %s", sealed[1].pk)
    assert broken_runs() == [(sealed[0].pk, sealed[1].pk, 1)]


def test_a_whole_run_deleted_is_found(sealed):
    behind_the_triggers("DELETE FROM core_event WHERE id IN (%s, %s)", sealed[4].pk, sealed[5].pk)
    assert broken_runs() == [(sealed[4].pk, sealed[5].pk, 2)]


def test_an_event_put_in_later_is_found(sealed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('core_event', 'id'))")
        (skipped,) = cursor.fetchone()
    later = happen("test.silent")
    seal_events(at=AT, progress=lambda count: None)
    behind_the_triggers(
        "INSERT INTO core_event (id, type, subject_kind, subject_id, from_state, to_state, data, at) "
        "VALUES (%s, 'test.silent', 'test', 1, '', '', '{}', now())",
        skipped,
    )
    assert broken_runs() == [(later.pk, later.pk, -1)]


def test_a_seal_written_anew_over_changed_events_breaks_the_next_one(sealed):
    second = EventSeal.objects.order_by("-pk")[1]
    behind_the_triggers("UPDATE core_eventseal SET digest = sha256('x') WHERE id = %s", second.pk)
    assert broken_runs() == [(sealed[2].pk, sealed[3].pk, 0), (sealed[4].pk, sealed[5].pk, 0)]


def test_a_seal_taken_out_of_the_chain_is_found(sealed):
    third, second, first = EventSeal.objects.order_by("-pk")[:3]
    behind_the_triggers("DELETE FROM core_eventseal WHERE id = %s", second.pk)
    behind_the_triggers("UPDATE core_eventseal SET previous_id = %s WHERE id = %s", first.pk, third.pk)
    assert broken_runs() == [(sealed[4].pk, sealed[5].pk, -2)]

from datetime import timedelta
from uuid import uuid4

import pytest

from core.database.transactions import write
from core.events.recording import Change, record
from core.models import Event, JobRun, Notification, OutboxItem
from core.notifications.sending import notify
from tests.factories.moments import AT
from tests.factories.reactions import PATH, happen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_job")]


@write
def event(**values):
    return record(Change(**{"type": "test.silent", "subject_kind": "coupon", "subject_id": 1, "at": AT} | values))


def post(client, path, body=None, key=None):
    return client.post(f"/api/v1/{path}", body or {}, headers={"Idempotency-Key": str(key or uuid4())})


def ids(response):
    assert response.status_code == 200, response.json()
    return [row["id"] for row in response.json()["results"]]


# Events


@pytest.mark.parametrize("role", ["auditor", "system_admin"])
def test_auditors_and_administrators_read_every_event(member, client_of, role):
    first, second = event(party_id=1), event(party_id=2)
    assert ids(client_of(member(role)).get("/api/v1/events/?subject_kind=coupon")) == [second.pk, first.pk]


@pytest.mark.parametrize("role", ["applicant_manager", "unit_manager", "case_officer", "expert"])
def test_others_read_the_events_of_their_party_only(member, client_of, role):
    user = member(role)
    own = event(party_id=user.memberships.get().party_id)
    event(party_id=999)
    event()
    assert ids(client_of(user).get("/api/v1/events/?subject_kind=coupon")) == [own.pk]


def test_who_belongs_to_no_party_reads_no_event(member, client_of):
    user = member("applicant_manager")
    user.memberships.update(ended_at=AT)
    event()
    assert ids(client_of(user).get("/api/v1/events/")) == []


@pytest.mark.parametrize(
    "query",
    [
        "type=test.told",
        "subject_id=2",
        "party_id=3",
        "actor_id=4",
        "since=2026-03-02T09:00:01%2B08:00",
    ],
)
def test_events_are_filtered(member, client_of, query):
    event()
    wanted = event(type="test.told", subject_id=2, party_id=3, actor_id=4, at=AT + timedelta(seconds=1))
    assert ids(client_of(member("auditor")).get(f"/api/v1/events/?subject_kind=coupon&{query}")) == [wanted.pk]


def test_until_does_not_count(member, client_of):
    first = event()
    event(at=AT + timedelta(seconds=1))
    query = "subject_kind=coupon&until=2026-03-02T09:00:01%2B08:00"
    assert ids(client_of(member("auditor")).get(f"/api/v1/events/?{query}")) == [first.pk]


def test_events_page_by_key(member, client_of):
    events = [event() for _ in range(3)]
    client = client_of(member("auditor"))
    first = client.get("/api/v1/events/?subject_kind=coupon&limit=2")
    assert ids(first) == [events[2].pk, events[1].pk]
    assert ids(client.get(first.json()["next"])) == [events[0].pk]


@pytest.mark.parametrize(("language", "sentence"), [("zh-hans", "时钟由 a 调至 b"), ("en", "Clock moved from a to b")])
def test_an_event_is_told_in_the_readers_language(member, client_of, language, sentence):
    event(type="clock.moved", data={"from": "a", "to": "b"})
    response = client_of(member("auditor"), language=language).get("/api/v1/events/?type=clock.moved")
    assert sentence in response.json()["results"][0]["sentence"]


def test_wrong_filters_are_refused(member, client_of):
    response = client_of(member("auditor")).get("/api/v1/events/?subject_id=x&since=yesterday")
    assert response.status_code == 400
    assert {error["field"] for error in response.json()["errors"]} == {"subject_id", "since"}


# Jobs


def test_the_table_of_jobs_with_the_newest_run(member, client_of):
    JobRun.objects.create(job="count", period="x", at=AT, state="failed", error="broken")
    (job,) = client_of(member("auditor")).get("/api/v1/jobs/").json()
    assert (job["name"], job["title"], job["every"]) == ("count", "数三", "day")
    assert (job["last_run"]["state"], job["last_run"]["error"]) == ("failed", "broken")


def test_an_administrator_runs_a_job_once_a_key(member, client_of):
    user, key = member("system_admin"), uuid4()
    first = post(client_of(user), "job-runs/", {"job": "count"}, key)
    again = post(client_of(user), "job-runs/", {"job": "count"}, key)
    assert (first.status_code, first.json()) == (201, again.json())
    run = JobRun.objects.get()
    assert (run.pk, run.state, run.requested_by_id) == (first.json()["id"], "queued", user.pk)


def test_a_job_nobody_knows(member, client_of):
    response = post(client_of(member("system_admin")), "job-runs/", {"job": "x"})
    assert (response.status_code, response.json()["code"]) == (400, "job_unknown")
    assert not JobRun.objects.exists()


def test_a_job_under_way(member, client_of):
    JobRun.objects.create(job="count", period="x", at=AT)
    response = post(client_of(member("system_admin")), "job-runs/", {"job": "count"})
    assert (response.status_code, response.json()["code"]) == (409, "job_running")
    assert JobRun.objects.count() == 1


def test_runs_are_listed_by_state(member, client_of):
    JobRun.objects.create(job="count", period="x", at=AT, state="done")
    failed = JobRun.objects.create(job="count", period="y", at=AT, state="failed")
    assert ids(client_of(member("auditor")).get("/api/v1/job-runs/?state=failed")) == [failed.pk]


def test_an_administrator_restarts_a_failed_run(member, client_of):
    run = JobRun.objects.create(job="count", period="x", at=AT, state="failed")
    response = post(client_of(member("system_admin")), f"job-runs/{run.pk}/restart/")
    assert (response.status_code, response.json()["state"]) == (200, "queued")


def test_restarting_a_run_that_is_not_there(member, client_of):
    response = post(client_of(member("system_admin")), "job-runs/1/restart/")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("role", ["auditor", "case_officer", "applicant_manager"])
def test_only_administrators_run_jobs(member, client_of, role):
    failed = JobRun.objects.create(job="count", period="x", at=AT, state="failed")
    client = client_of(member(role))
    assert post(client, "job-runs/", {"job": "count"}).status_code == 403
    assert post(client, f"job-runs/{failed.pk}/restart/").status_code == 403
    assert list(JobRun.objects.values_list("state", flat=True)) == ["failed"]


@pytest.mark.parametrize("path", ["jobs/", "job-runs/", "outbox/"])
def test_jobs_are_seen_by_administrators_and_auditors_only(member, client_of, path):
    assert client_of(member("system_admin")).get(f"/api/v1/{path}").status_code == 200
    assert client_of(member("case_officer")).get(f"/api/v1/{path}").status_code == 403


def test_a_dead_reaction_is_seen_and_restarted(member, client_of):
    happen("test.told")
    OutboxItem.objects.update(dead=True, last_error="broken")
    client = client_of(member("system_admin"))
    (row,) = client.get("/api/v1/outbox/?dead=true").json()["results"]
    assert (row["type"], row["handler"], row["last_error"]) == ("test.told", f"{PATH}.tell", "broken")
    assert post(client, f"outbox/{row['id']}/restart/").json()["dead"] is False


# Notifications


def tell(user, dedup="1"):
    params = {"coupon": "C-1", "day": "2026-03-09"}
    notify(user_ids=[user.pk], kind="test.notice", params=params, dedup=dedup, at=AT)
    return Notification.objects.latest("pk")


def test_a_user_sees_the_own_messages_in_words(member, client_of):
    user = member("applicant_manager")
    own = tell(user)
    tell(member("applicant_manager"))
    response = client_of(user, language="en").get("/api/v1/notifications/")
    assert ids(response) == [own.pk]
    assert response.json()["results"][0]["title"] == "Coupon C-1 lapses soon"


def test_reading_a_message(member, client_of):
    user = member("applicant_manager")
    read, unread = tell(user), tell(user, dedup="2")
    assert post(client_of(user), f"notifications/{read.pk}/read/").json()["read_at"]
    assert ids(client_of(user).get("/api/v1/notifications/?unread=true")) == [unread.pk]


def test_reading_anothers_message_is_like_reading_none(member, client_of):
    other = tell(member("applicant_manager"))
    client = client_of(member("applicant_manager"))
    foreign, absent = (post(client, f"notifications/{pk}/read/") for pk in (other.pk, other.pk + 1))
    assert foreign.status_code == 404
    assert foreign.json() == absent.json()
    assert Notification.objects.get().read_at is None


def test_nothing_is_seen_without_signing_in(client):
    assert client.get("/api/v1/notifications/").status_code == 401
    assert not Event.objects.filter(type="access.denied").exists()

"""A batch over the API, from its creation to the payments, by permitted users."""

import pytest

from payments.models import Payment
from redemptions.models import Redemption, RedemptionBatch
from tests.factories import batches as make
from tests.factories.api import Caller
from tests.factories.contracts import MONDAY, acting, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(time_machine):
    """Return a function that sets the business moment of views."""

    def be(moment):
        time_machine.move_to(moment, tick=False)

    be(MONDAY)
    return be


def now(row):
    """Return the present version of a redemption, as its page shows it."""
    return Redemption.objects.get(pk=row.pk).version


def codes(response):
    return [error["code"] for error in response.json()["errors"]]


def test_a_batch_goes_from_its_beginning_to_payments(at):
    row = make.redemption("50000.00")
    officer, deputy = Caller(staff("case_officer")), Caller(staff("deputy_officer"))
    approver = Caller(staff("approver"))
    made = officer.post("batches/", {"title": "2026年第一批"})
    assert (made.status_code, made.json()["state"], made.json()["items_count"]) == (201, "collecting", 0)
    path = f"batches/{made.json()['id']}/"
    collected = officer.post(f"{path}collect/", {"redemptions": [row.pk]}).json()
    assert (collected["items_count"], collected["payable_total"]) == (1, "50000.00")
    assert officer.post(f"{path}begin-review/").json()["state"] == "reviewing"
    decided = officer.post(f"redemptions/{row.pk}/decide/", {"decision": "approve", "version": now(row)}).json()
    assert (decided["state"], decided["decided_amount"]) == ("recommended", "50000.00")
    assert codes(officer.post(f"{path}summarise/", {"version": collected["version"]})) == ["stale_version"]
    summary = {
        "version": officer.post(f"{path}summarise/", {"version": officer.get(path).json()["version"]}).json()["version"]
    }
    assert codes(officer.post(f"{path}clear/", summary)) == ["same_person"]
    assert deputy.post(f"{path}clear/", summary).json()["state"] == "cleared"
    public = officer.post(f"{path}publish/").json()
    assert public["state"] == "publicised"
    assert codes(approver.post(f"{path}approve/", {"version": public["version"]})) == ["notice_running"]
    at(make.OVER)
    assert approver.post(f"{path}approve/", {"version": public["version"]}).json()["state"] == "approved"
    item = officer.get(path).json()["items"][0]
    assert (item["state"], item["notified_on"], Payment.objects.count()) == ("final", "2026-03-10", 1)


def test_an_approval_sent_twice_is_answered_twice_and_done_once(at):
    batch = make.publicised(make.redemption())
    at(make.OVER)
    approver, key = Caller(staff("approver")), "0d9f5a44-7a39-4f38-a2cf-6a3f3b1d5d10"
    answers = [approver.post(f"batches/{batch.pk}/approve/", {"version": batch.version}, key=key) for _ in range(2)]
    assert answers[0].json() == answers[1].json() and answers[1].headers["Idempotent-Replayed"] == "true"
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"decision": "perhaps"},
        {"decision": "reduce", "amount": 1.5},
        {"decision": "reduce", "amount": "1.001"},
        {"decision": "reduce", "amount": "NaN"},
        {"decision": "approve", "fault": "somebody"},
        {"decision": "approve", "extra": 1},
        {"decision": "approve", "version": 0},
        {"decision": "approve", "version": None},
        {},
    ],
)
def test_a_decision_that_is_none_is_refused_and_writes_nothing(at, body):
    row = make.redemption()
    make.reviewing(row)
    body = {"version": now(row), **body}
    answer = Caller(staff("case_officer")).post(f"redemptions/{row.pk}/decide/", body)
    assert answer.status_code == 400 and Redemption.objects.get().decision == ""


STEPS = ["collect", "remove", "begin-review", "summarise", "clear", "send-back", "publish", "refuse", "approve"]


@pytest.mark.parametrize("step", [*STEPS, "approve-carried"])
@pytest.mark.parametrize("role", ["applicant_manager", "unit_manager", "finance", "auditor"])
def test_who_has_no_part_in_a_batch_takes_no_step(at, step, role):
    row = make.redemption()
    batch = make.reviewing(row)
    who = staff(role) if role in ("finance", "auditor") else acting(row.unit.party, role)
    assert Caller(who).post(f"batches/{batch.pk}/{step}/").status_code == 403
    assert RedemptionBatch.objects.get().version == batch.version


@pytest.mark.parametrize(("role", "status"), [("unit_manager", 403), ("applicant_manager", 403)])
def test_batches_are_for_staff(role, status):
    row = make.redemption()
    batch = make.reviewing(row)
    caller = Caller(acting(row.unit.party, role))
    assert caller.get("batches/").status_code == status
    assert caller.get(f"batches/{batch.pk}/").status_code == status


def test_a_batch_that_is_not_there_is_404(at):
    officer = Caller(staff("case_officer"))
    assert officer.get("batches/1000000/").status_code == 404
    assert officer.post("batches/1000000/begin-review/").status_code == 404


def test_batches_are_filtered_by_state_and_cost_the_same_queries_for_many(django_assert_max_num_queries):
    batch = make.summarised(make.redemption())
    for _ in range(3):
        make.reviewing(make.redemption())
    auditor = Caller(staff("auditor"))
    assert [each["id"] for each in auditor.get("batches/", state="summarised").json()["results"]] == [batch.pk]
    with django_assert_max_num_queries(4):
        assert len(auditor.get("batches/").json()["results"]) == 4

"""Public notices; objections and sanctions for staff."""

import pytest

from core.models import IdempotencyKey
from oversight.models import Objection, Sanction
from tests.factories import batches as make
from tests.factories import sanctions
from tests.factories.api import Caller
from tests.factories.contracts import MONDAY, acting, party, staff

pytestmark = pytest.mark.django_db

OBJECTION = {"objector": "王小明", "contact": "13800000000", "text": "该项目与公示内容不符"}
KEY = "2b6f4a2e-54bb-4bd5-9c8a-0f2f0c6a7d11"


@pytest.fixture
def at(time_machine):
    """Return a function that sets the business moment of views."""

    def be(moment):
        time_machine.move_to(moment, tick=False)

    be(MONDAY)
    return be


@pytest.fixture
def item(at):
    row = make.redemption()
    make.publicised(row)
    return make.item_of(row)


def path(item):
    return f"notices/{item.notice_id}/items/{item.pk}/objections/"


def codes(response):
    return [error["code"] for error in response.json()["errors"]]


def test_anybody_reads_notices_with_parties_and_amounts(item):
    found = Caller().get("notices/").json()["results"]
    assert [(each["id"], each["ends_on"]) for each in found] == [(item.notice_id, "2026-03-09")]
    assert found[0]["items"] == [{"id": item.pk, "label": item.label, "amount": "50000.00"}]
    assert Caller().get(f"notices/{item.notice_id}/").json() == found[0]


def test_notices_cost_the_same_queries_for_many(item, django_assert_num_queries):
    for _ in range(2):
        make.publicised(make.redemption())
    with django_assert_num_queries(2):
        assert len(Caller().get("notices/").json()["results"]) == 3


def test_anybody_objects_and_gets_nothing_of_himself_back(item):
    answer = Caller().post(path(item), OBJECTION)
    assert answer.status_code == 201
    body = {"id": Objection.objects.get().pk, "item": item.pk, "state": "filed", "decide_by": "2026-03-23"}
    assert {name: answer.json()[name] for name in body} == body
    assert sorted(answer.json()) == ["decide_by", "filed_at", "id", "item", "state"]


def test_an_objection_sent_twice_with_one_key_is_filed_once_and_its_key_tells_nothing(item):
    answers = [Caller().post(path(item), OBJECTION, key=KEY) for _ in range(2)]
    assert answers[0].json() == answers[1].json() and Objection.objects.count() == 1
    kept = IdempotencyKey.objects.get(operation="objection.file")
    assert kept.actor_id == 0 and "13800000000" not in kept.body


def test_a_key_with_another_objection_is_refused(item):
    Caller().post(path(item), OBJECTION, key=KEY)
    answer = Caller().post(path(item), {**OBJECTION, "text": "另一事由"}, key=KEY)
    assert (answer.status_code, codes(answer)) == (409, ["idempotency_key_reused"])
    assert Objection.objects.count() == 1


def test_an_objection_needs_a_key_of_its_own(item):
    answer = Caller().client.post(f"/api/v1/{path(item)}", OBJECTION, format="json")
    assert (answer.status_code, codes(answer)) == (400, ["idempotency_key_required"])


@pytest.mark.parametrize("changes", [{"text": ""}, {"contact": " "}, {"objector": "王" * 101}, {"state": "dismissed"}])
def test_an_objection_that_lacks_something_is_refused(item, changes):
    assert Caller().post(path(item), {**OBJECTION, **changes}).status_code == 400
    assert not Objection.objects.exists()


def test_an_objection_after_the_last_second_is_refused(item, at):
    at(make.OVER)
    answer = Caller().post(path(item), OBJECTION)
    assert (answer.status_code, codes(answer)) == (409, ["notice_over"])


def test_an_objection_to_an_item_that_is_not_there_is_404(item):
    assert Caller().post(f"notices/{item.notice_id}/items/1000000/objections/", OBJECTION).status_code == 404
    assert Caller().post(f"notices/1000000/items/{item.pk}/objections/", OBJECTION).status_code == 404


def test_staff_read_objections_without_the_objector_and_decide_them(item):
    Caller().post(path(item), OBJECTION)
    officer, approver = Caller(staff("case_officer")), Caller(staff("approver"))
    found = officer.get("objections/", state="filed", notice=item.notice_id).json()["results"][0]
    assert found["objector"] == "王**" and "contact" not in found
    pk = found["id"]
    assert officer.post(f"objections/{pk}/decide/", {"outcome": "upheld", "reason": "属实"}).status_code == 403
    assert officer.post(f"objections/{pk}/investigate/", {"findings": "已核查"}).json()["state"] == "investigated"
    decided = approver.post(f"objections/{pk}/decide/", {"outcome": "dismissed", "reason": "不符"}).json()
    assert (decided["state"], decided["findings"]) == ("dismissed", "已核查")


def test_a_contact_is_revealed_for_a_reason_only(item):
    Caller().post(path(item), OBJECTION)
    pk, officer = Objection.objects.get().pk, Caller(staff("case_officer"))
    assert officer.post(f"objections/{pk}/contact/").status_code == 400
    answer = officer.post(f"objections/{pk}/contact/", {"reason": "核实情况"})
    assert (answer.json(), answer.headers["Cache-Control"]) == ({"contact": "13800000000"}, "no-store")
    assert IdempotencyKey.objects.filter(operation__startswith="objection").count() == 1
    assert Caller(staff("auditor")).post(f"objections/{pk}/contact/", {"reason": "核实"}).status_code == 403


def test_objections_are_for_staff(item):
    assert Caller(acting(party(), "unit_manager")).get("objections/").status_code == 403
    assert Caller().get("objections/").status_code == 401


def test_a_party_reads_the_sanctions_against_it_and_no_others(at):
    mine = party()
    for row in (mine, party()):
        sanctions.heard(row.pk)
    found = Caller(acting(mine, "unit_manager")).get("sanctions/").json()["results"]
    assert [each["party"] for each in found] == [mine.pk]
    assert Caller().get("sanctions/").status_code == 401


def test_an_officer_proposes_and_hears_and_an_approver_decides_a_sanction(at):
    officer, approver, row = Caller(staff("case_officer")), Caller(staff("approver")), party()
    body = {"party": row.pk, "measure": "applicant_barred", "reason": "提供虚假信息"}
    days = {"begins_on": "2026-03-02", "until": "2029-03-02"}
    made = officer.post("sanctions/", {**body, **days})
    assert (made.status_code, made.json()["state"], made.json()["party_name"]) == (201, "proposed", row.name)
    pk = made.json()["id"]
    assert officer.post(f"sanctions/{pk}/hear/", {"statement": "无异议"}).json()["state"] == "heard"
    assert officer.post(f"sanctions/{pk}/decide/").status_code == 403
    assert approver.post(f"sanctions/{pk}/decide/").json()["state"] == "in_force"
    assert officer.get("sanctions/", party=row.pk).json()["results"][0]["until"] == "2029-03-02"


def test_a_sanction_of_a_measure_or_party_that_is_none_is_refused(at):
    officer, days = Caller(staff("case_officer")), {"begins_on": "2026-03-02", "until": "2026-03-03"}
    body = {"party": party().pk, "measure": "applicant_barred", "reason": "提供虚假信息", **days}
    assert officer.post("sanctions/", {**body, "measure": "prison"}).status_code == 400
    assert officer.post("sanctions/", {**body, "party": 10**6}).status_code == 404
    assert officer.post("sanctions/", {**body, "until": "2026-13-01"}).status_code == 400
    assert not Sanction.objects.exists()


def test_an_officer_proposes_a_lifting_that_an_approver_refuses_and_then_confirms(at):
    officer, approver = Caller(staff("case_officer")), Caller(staff("approver"))
    pk = sanctions.decided(party().pk, at=MONDAY).pk
    reason = {"reason": "已整改"}
    assert officer.post(f"sanctions/{pk}/propose-lifting/", reason).json()["lift_reason"] == "已整改"
    assert officer.post(f"sanctions/{pk}/lift/").status_code == 403
    assert approver.post(f"sanctions/{pk}/refuse-lifting/", reason).json()["state"] == "in_force"
    officer.post(f"sanctions/{pk}/propose-lifting/", reason)
    assert approver.post(f"sanctions/{pk}/lift/").json()["state"] == "lifted"

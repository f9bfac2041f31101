"""From a request to a registered, amended and accepted contract over the API; each side sees only its own rows."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories.api import Caller
from tests.factories.contracts import MONDAY, acting, draft, offer, party, registered, service, staff, unit
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import Coupon, ServiceContract, ServiceRecord

pytestmark = pytest.mark.django_db

TERMS = {
    "reference": "HT-2026-001",
    "title": "电池材料测试",
    "category": "testing",
    "amount": "200000.00",
    "signed_on": "2026-03-02",
    "start_on": "2026-03-02",
    "end_on": "2026-05-20",
    "shortfall_bearer": "applicant",
}
WORK = {"done_on": "2026-03-02", "hours": "8.00", "amount": "200000.00", "description": "X 射线衍射"}


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def sides():
    """An applicant's caller, a unit, its caller."""
    of = unit()
    return Caller(acting(enterprise(), "applicant_operator")), of, Caller(acting(of.party, "unit_operator"))


def accepted(applicant, of, unit_side, **more):
    """Return the id of a project requested and accepted over the API."""
    body = {
        "asks": [{"unit": of.pk, **more}],
        "title": "电池材料测试",
        "description": "三元材料的结构表征",
        "expected_amount": "200000.00",
        "statutory_testing": False,
        "municipal_funding": False,
    }
    asked = applicant.post("projects/", body).json()["projects"][0]
    assert unit_side.post(f"projects/{asked['id']}/accept/").json()["state"] == "accepted"
    return asked["id"]


def codes(answer):
    return [error["code"] for error in answer.json()["errors"]]


def test_from_a_request_to_accepted_results():
    applicant, of, unit_side = sides()
    project = accepted(applicant, of, unit_side, service=service(of).pk)
    claimed = applicant.post("coupons/", {"round": round_().pk, "amount": "50000.00"}).json()["id"]

    made = unit_side.post("contracts/", {**TERMS, "project": project})
    assert (made.status_code, made.json()["next"]) == (201, ["update", "drop", "register"])
    path = f"contracts/{made.json()['id']}"
    assert codes(unit_side.post(f"{path}/register/", {"coupons": [claimed]})) == ["coupon_not_offered"]

    offered = applicant.post(f"{path}/offer/", {"coupons": [claimed]}).json()
    assert ([each["id"] for each in offered["offered"]], offered["next"]) == ([claimed], ["offer"])
    done = unit_side.post(f"{path}/register/", {"coupons": [claimed]}).json()
    assert (done["state"], done["coupon_total"], done["coupon_limit"]) == ("registered", "50000.00", "100000.00")
    assert (done["own_share"], done["shortfall_bearer"]) == ("150000.00", "applicant")
    assert (done["valid_until"], done["redeem_by"]) == ("2026-06-02", "2026-06-22")
    assert [(each["state"], each["redeem_by"]) for each in done["coupons"]] == [("registered", "2026-06-22")]
    assert done["offered"] == []

    record = unit_side.post(f"{path}/records/", WORK)
    assert record.status_code == 201
    amended = unit_side.post(f"{path}/amend/", {"amount": "180000.00", "end_on": "2026-05-31", "reason": "减少样品"})
    assert (amended.json()["state"], len(amended.json()["amendments"])) == ("amended", 1)
    assert applicant.post(f"{path}/confirm-amendment/").json()["state"] == "registered"
    assert unit_side.post(f"{path}/complete/").json()["next"] == ["record"]
    assert applicant.post(f"{path}/press/").status_code == 200
    assert applicant.post(f"{path}/accept-results/").json()["results_accepted_at"] is not None


def test_others_find_nothing():
    row = registered(coupon())
    strangers = [acting(unit().party, "unit_manager"), acting(enterprise(), "applicant_manager")]
    for caller in map(Caller, strangers):
        assert caller.get(f"contracts/{row.pk}/").status_code == 404
        assert caller.get("contracts/").json()["results"] == []
        assert caller.get(f"contracts/{row.pk}/records/").status_code == 404


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("update", {**TERMS, "version": 1}),
        ("drop", {"reason": "否"}),
        ("register", {"coupons": [1]}),
        ("amend", {"amount": "1.00", "end_on": "2026-05-20", "reason": "否"}),
        ("complete", {}),
        ("terminate", {"reason": "否"}),
        ("records", WORK),
    ],
)
def test_another_unit_moves_nothing(step, body):
    row = registered(coupon())
    before = list(ServiceContract.objects.values())
    answer = Caller(acting(unit().party, "unit_manager")).post(f"contracts/{row.pk}/{step}/", body)
    assert (answer.status_code, codes(answer)) == (404, ["not_found"])
    assert list(ServiceContract.objects.values()) == before
    assert not ServiceRecord.objects.exists()


@pytest.mark.parametrize("step", ["confirm-amendment", "accept-results", "press"])
def test_another_applicant_moves_nothing(step):
    row = registered(coupon())
    answer = Caller(acting(enterprise(), "applicant_manager")).post(f"contracts/{row.pk}/{step}/")
    assert answer.status_code == 404


def test_sides_do_only_what_is_theirs():
    row = registered(coupon())
    applicant = Caller(acting(row.applicant, "applicant_manager"))
    unit_side = Caller(acting(row.unit.party, "unit_manager"))
    assert applicant.post(f"contracts/{row.pk}/complete/").status_code == 403
    assert unit_side.post(f"contracts/{row.pk}/accept-results/").status_code == 403
    assert Caller(staff("auditor")).post(f"contracts/{row.pk}/terminate/", {"reason": "否"}).status_code == 403
    assert Caller(staff("case_officer")).post(f"contracts/{row.pk}/terminate/", {"reason": "终止"}).status_code == 200


def test_a_registration_is_made_once_a_key():
    owner = enterprise()
    one = coupon(of=owner)
    row = draft(applicant=owner, of=unit())
    offer(row, one)
    caller, key, body = Caller(acting(row.unit.party, "unit_operator")), str(uuid4()), {"coupons": [one.pk]}
    first = caller.post(f"contracts/{row.pk}/register/", body, key=key)
    again = caller.post(f"contracts/{row.pk}/register/", body, key=key)
    assert (first.status_code, again.json()) == (200, first.json())
    assert codes(caller.post(f"contracts/{row.pk}/register/", body)) == ["coupon_state"]


def test_every_reason_comes_with_its_sentence():
    owner = enterprise()
    one = coupon(of=owner)
    row = draft(applicant=owner, of=unit(), category="other", statutory_testing=True)
    offer(row, one)
    answer = Caller(acting(row.unit.party, "unit_operator")).post(
        f"contracts/{row.pk}/register/", {"coupons": [one.pk]}
    )
    assert (answer.status_code, codes(answer)) == (409, ["service_category", "statutory_testing"])
    assert answer.json()["errors"][0]["detail"] == "服务类别 其他 不在创新券支持范围内。"
    assert Coupon.objects.get().state == "claimed"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "NaN"},
        {"amount": 0.1},
        {"amount": "1.001"},
        {"amount": "1000000000000.00"},
        {"end_on": "2026-02-30"},
        {"end_on": "9999-12-31"},
        {"category": "catering"},
        {"shortfall_bearer": "nobody"},
        {"project": 2**63},
        {"reference": "x" * 61},
        {"title": "名\x00"},
        {"state": "registered"},
    ],
)
def test_a_bad_draft_is_refused_and_not_written(change):
    of = unit()
    caller = Caller(acting(of.party, "unit_operator"))
    assert caller.post("contracts/", {**TERMS, "project": 1, **change}).status_code == 400
    assert not ServiceContract.objects.exists()


@pytest.mark.parametrize("coupons", [None, "x", [0], [2**63], [[1]], [1] * 201])
def test_a_bad_list_of_coupons_is_refused(coupons):
    row = draft(applicant=party(), of=unit())
    caller = Caller(acting(row.unit.party, "unit_operator"))
    assert caller.post(f"contracts/{row.pk}/register/", {"coupons": coupons}).status_code == 400


def test_contracts_are_filtered_and_read_in_a_fixed_number_of_queries(django_assert_max_num_queries):
    owner, of, in_round = enterprise(), unit(), round_()
    rows = [registered(coupon(of=owner, in_round=in_round, amount="100.00"), of=of) for _ in range(3)]
    draft(applicant=owner, of=of)
    caller = Caller(acting(owner, "applicant_operator"))
    with django_assert_max_num_queries(2):
        found = caller.get("contracts/", state="registered", redeem_by_until="2026-06-22").json()["results"]
    assert [each["id"] for each in found] == [row.pk for row in rows]
    assert caller.get("contracts/", redeem_by_until="2026-06-21").json()["results"] == []


def test_a_record_is_corrected_and_removed():
    row = registered(coupon())
    caller = Caller(acting(row.unit.party, "unit_operator"))
    record = caller.post(f"contracts/{row.pk}/records/", WORK).json()["id"]
    changed = caller.post(f"service-records/{record}/correct/", {**WORK, "hours": "6.50"})
    assert changed.json()["hours"] == "6.50"
    listed = Caller(acting(row.applicant, "applicant_operator")).get(f"contracts/{row.pk}/records/").json()["results"]
    assert [each["hours"] for each in listed] == ["6.50"]
    assert caller.post(f"service-records/{record}/remove/").status_code == 200
    assert caller.get(f"service-records/{record}/").status_code == 404


def test_a_late_registration_is_refused_though_no_job_ran(time_machine):
    owner = enterprise()
    one = coupon(of=owner)
    row = draft(applicant=owner, of=unit())
    offer(row, one)
    time_machine.move_to(MONDAY + timedelta(days=16), tick=False)
    answer = Caller(acting(row.unit.party, "unit_operator")).post(
        f"contracts/{row.pk}/register/", {"coupons": [one.pk]}
    )
    assert codes(answer) == ["register_by"]

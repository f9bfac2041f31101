import pytest

from matching.models import Project
from tests.factories.api import Caller
from tests.factories.contracts import acting, party, project, service, unit

pytestmark = pytest.mark.django_db

NEED = {
    "title": "电池材料测试",
    "expected_amount": "100000.00",
    "statutory_testing": False,
    "municipal_funding": False,
}


def body(*asks, **changes):
    return {**NEED, "asks": list(asks), "description": "结构表征", **changes}


def test_an_applicant_asks_and_each_unit_sees_its_own():
    row, other = service(unit()), unit()
    applicant = Caller(acting(party(name="示例科技公司"), "applicant_operator"))
    made = applicant.post("projects/", body({"unit": row.unit_id, "service": row.pk}, {"unit": other.pk}))
    assert (made.status_code, len(made.json()["projects"])) == (201, 2)
    caller = Caller(acting(row.unit.party, "unit_operator"))
    found = caller.get("projects/", state="requested").json()["results"]
    assert [(each["applicant_name"], each["service_name"]) for each in found] == [("示例科技公司", "晶体结构分析")]
    foreign = next(each["id"] for each in made.json()["projects"] if each["unit"] == other.pk)
    assert caller.get(f"projects/{foreign}/").status_code == 404
    assert caller.post(f"projects/{foreign}/accept/").status_code == 404
    assert Project.objects.get(pk=foreign).state == "requested"


def test_a_request_is_made_once_a_key():
    of, key = unit(), "6f1b3ad0-93a5-4b7e-8f3a-3f0d0e0a4b11"
    applicant = Caller(acting(party(), "applicant_operator"))
    first = applicant.post("projects/", body({"unit": of.pk}), key=key)
    assert applicant.post("projects/", body({"unit": of.pk}), key=key).json() == first.json()
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"asks": []},
        {"asks": [{"unit": 0}]},
        {"asks": [{"unit": 2**63}]},
        {"asks": "x"},
        {"asks": [1]},
        {"expected_amount": "NaN"},
        {"expected_amount": "1.001"},
        {"expected_amount": 0.5},
        {"statutory_testing": None},
        {"title": ""},
        {"extra": 1},
    ],
)
def test_a_bad_request_is_refused_and_not_written(change):
    applicant = Caller(acting(party(), "applicant_operator"))
    answer = applicant.post("projects/", body({"unit": unit().pk}, **change))
    assert answer.status_code == 400
    assert not Project.objects.exists()


def test_a_refusal_names_the_unit():
    applicant = Caller(acting(party(), "applicant_operator"))
    answer = applicant.post("projects/", body({"unit": 10**6}))
    assert answer.status_code == 409
    assert [(error["code"], error["field"]) for error in answer.json()["errors"]] == [("not_open_unit", "asks[0].unit")]


def test_a_unit_accepts_and_an_applicant_withdraws():
    of, applicant = unit(), party()
    rows = [project(applicant=applicant, of=of, accepted=False) for _ in range(2)]
    Project.objects.update(answer_by="2099-01-05")
    unit_side, applicant_side = (
        Caller(acting(of.party, "unit_operator")),
        Caller(acting(applicant, "applicant_operator")),
    )
    accepted = unit_side.post(f"projects/{rows[0].pk}/accept/").json()
    assert (accepted["state"], accepted["next"]) == ("accepted", [])
    assert unit_side.get(f"projects/{rows[1].pk}/").json()["next"] == ["accepted", "declined"]
    assert applicant_side.get(f"projects/{rows[1].pk}/").json()["next"] == ["withdrawn"]
    assert unit_side.post(f"projects/{rows[1].pk}/withdraw/").status_code == 403
    assert applicant_side.post(f"projects/{rows[1].pk}/withdraw/").json()["state"] == "withdrawn"


def test_a_list_takes_the_same_queries_for_many_as_for_one(django_assert_max_num_queries):
    of, applicant = unit(), party()
    for _ in range(4):
        project(applicant=applicant, of=of)
    caller = Caller(acting(applicant, "applicant_operator"))
    with django_assert_max_num_queries(2):
        assert len(caller.get("projects/").json()["results"]) == 4

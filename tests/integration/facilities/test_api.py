import pytest

from facilities.models import OpenUnit, Service
from tests.factories.api import Caller
from tests.factories.contracts import acting, party, service, staff, unit

pytestmark = pytest.mark.django_db

SERVICE = {"name": "成分分析", "category": "analysis", "price": "500.00", "price_unit": "样"}


def codes(response):
    return [error["code"] for error in response.json()["errors"]]


def test_anybody_searches_units_and_services():
    of = unit(for_party=party(name="示例材料研究院"))
    row = service(of, category="analysis")
    unit(for_party=party(name="示例生物研究院"))
    found = Caller().get("open-units/", search="材料", service_category="analysis").json()["results"]
    assert [(each["id"], each["name"]) for each in found] == [(of.pk, "示例材料研究院")]
    found = Caller().get("services/", search="晶体", category="analysis", unit=of.pk).json()["results"]
    assert [(each["id"], each["unit_name"], each["price"]) for each in found] == [(row.pk, "示例材料研究院", "800.00")]


@pytest.mark.parametrize(("path", "query"), [("open-units/", {"category": "x"}), ("services/", {"unit": "x"})])
def test_a_filter_that_is_none_is_refused(path, query):
    assert Caller().get(path, **query).status_code == 400


def test_units_page_by_key():
    rows = [unit() for _ in range(3)]
    first = Caller().get("open-units/", limit=2).json()
    second = Caller().client.get(first["next"]).json()
    assert [each["id"] for page in (first, second) for each in page["results"]] == [row.pk for row in reversed(rows)]


def test_lists_take_the_same_queries_for_many_as_for_one(django_assert_num_queries):
    for _ in range(3):
        service(unit())
    with django_assert_num_queries(1):
        assert len(Caller().get("services/").json()["results"]) == 3


@pytest.mark.parametrize("number", [0, 10**6, 2**63, 2**80])
@pytest.mark.parametrize("path", ["open-units/{}/", "services/{}/"])
def test_what_is_not_there_is_404(path, number):
    assert Caller().get(path.format(number)).status_code == 404


def test_an_officer_enters_and_an_approver_admits():
    officer, approver = Caller(staff("case_officer")), Caller(staff("approver"))
    made = officer.post("open-units/enter/", {"party": party().pk, "category": "recognised"})
    assert (made.status_code, made.json()["state"]) == (201, "applied")
    pk = made.json()["id"]
    assert officer.post(f"open-units/{pk}/review/").json()["state"] == "reviewing"
    assert officer.post(f"open-units/{pk}/decide/", {"reason": "符合条件"}).status_code == 403
    assert approver.post(f"open-units/{pk}/decide/", {"reason": "符合条件"}).json()["state"] == "decided"
    assert officer.post(f"open-units/{pk}/publicise/").json()["state"] == "publicised"
    assert codes(approver.post(f"open-units/{pk}/admit/")) == ["publicity_running"]


def test_only_the_unit_itself_or_an_officer_announces_its_exit():
    of = unit()
    body = {"leaves_on": "2099-12-31", "reason": "业务调整"}
    assert Caller(acting(unit().party, "unit_manager")).post(f"open-units/{of.pk}/exit/", body).status_code == 404
    assert Caller(acting(of.party, "unit_operator")).post(f"open-units/{of.pk}/exit/", body).status_code == 403
    assert OpenUnit.objects.get(pk=of.pk).state == "admitted"
    left = Caller(acting(of.party, "unit_manager")).post(f"open-units/{of.pk}/exit/", body)
    assert (left.json()["state"], left.json()["leaves_on"]) == ("exiting", "2099-12-31")


def test_a_unit_sees_itself_in_the_register_and_staff_see_all():
    of, other = unit(), unit(category="in_beijing")
    mine = Caller(acting(of.party, "unit_operator"))
    assert [each["id"] for each in mine.get("open-units/register/").json()["results"]] == [of.pk]
    assert mine.get(f"open-units/register/{other.pk}/").status_code == 404
    applied = Caller(staff("auditor")).get("open-units/register/", state="applied").json()["results"]
    assert [each["id"] for each in applied] == [other.pk]
    assert Caller(acting(party(), "applicant_manager")).get("open-units/register/").status_code == 403


def test_a_unit_publishes_changes_and_takes_off():
    caller = Caller(acting(unit().party, "unit_operator"))
    made = caller.post("services/publish/", SERVICE)
    assert (made.status_code, made.json()["version"]) == (201, 1)
    path = f"services/{made.json()['id']}"
    changed = caller.post(f"{path}/update/", {**SERVICE, "price": "450.00", "version": 1})
    assert (changed.json()["price"], changed.json()["version"]) == ("450.00", 2)
    assert codes(caller.post(f"{path}/unpublish/", {"version": 1})) == ["stale_version"]
    assert caller.post(f"{path}/unpublish/", {"version": 2}).json()["published"] is False
    assert [each["published"] for each in caller.get("services/own/").json()["results"]] == [False]


@pytest.mark.parametrize(
    "change",
    [
        {"price": "1.001"},
        {"price": "-1.00"},
        {"price": "NaN"},
        {"category": "catering"},
        {"name": "名\x00"},
        {"more": 1},
    ],
)
def test_a_bad_service_is_refused_and_not_written(change):
    caller = Caller(acting(unit().party, "unit_operator"))
    assert caller.post("services/publish/", {**SERVICE, **change}).status_code == 400
    assert not Service.objects.exists()


def test_a_party_that_is_no_unit_publishes_nothing():
    caller = Caller(acting(party(), "unit_operator"))
    assert caller.post("services/publish/", SERVICE).status_code == 404
    assert Caller(acting(party(), "applicant_manager")).post("services/publish/", SERVICE).status_code == 403

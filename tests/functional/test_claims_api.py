"""Rounds and coupons over the API, as applicants, officers and strangers use them."""

from uuid import uuid4

import pytest

from config.settings.base import cache
from core.models import Event, IdempotencyKey
from tests.factories.api import Caller
from tests.factories.contracts import MONDAY, acting, registered, staff
from tests.factories.rounds import appropriation, coupon, enterprise, policy, round_
from vouchers.models import Coupon, Round

pytestmark = pytest.mark.django_db

WINDOW = {"opens_at": "2026-03-02T09:00:00+08:00", "closes_at": "2026-03-31T18:00:00+08:00"}


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def applicant(firm=None):
    firm = firm or enterprise()
    return Caller(acting(firm, "applicant_operator"))


def claim(caller, in_round, amount="50000.00", **more):
    return caller.post("coupons/", {"round": in_round.pk, "amount": amount}, **more)


def test_a_claim_is_answered_with_the_coupon_and_its_deadline():
    answer = claim(applicant(), round_())
    assert answer.status_code == 201
    assert answer.json()["register_by"] == "2026-03-17"
    assert answer.json()["amount"] == "50000.00"
    assert answer.json()["number"] == f"BJ2026-{answer.json()['id']:07d}"


def test_the_same_key_and_body_get_the_same_answer():
    caller, open_round, key = applicant(), round_(), str(uuid4())
    first, again = claim(caller, open_round, key=key), claim(caller, open_round, key=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Coupon.objects.count() == 1


def test_the_same_key_with_another_body_is_a_conflict():
    caller, open_round, key = applicant(), round_(), str(uuid4())
    claim(caller, open_round, key=key)
    answer = claim(caller, open_round, "1.00", key=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


def test_a_refusal_names_limit_and_rest_and_binds_no_key():
    caller, open_round, key = applicant(), round_(), str(uuid4())
    answer = claim(caller, open_round, "50000.01", key=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "coupon_cap")
    assert answer.json()["errors"][0]["params"]["limit"] == "50000.00"
    assert IdempotencyKey.objects.count() == 0
    assert claim(caller, open_round, key=key).status_code == 201


@pytest.mark.parametrize(("language", "start"), [("zh-hans", "单张创新券最高"), ("en", "A coupon is at most")])
def test_a_refusal_speaks_the_readers_language(language, start):
    caller = applicant()
    caller.headers["Accept-Language"] = language
    assert claim(caller, round_(), "60000.00").json()["title"].startswith(start)


@pytest.mark.parametrize(
    ("amount", "status"),
    [("NaN", 400), ("Infinity", 400), (1.5, 400), (None, 400), (True, 400), ([], 400), ("1e5", 400), ("0.001", 409)],
)
def test_what_is_no_amount_is_refused_with_its_field(amount, status):
    answer = applicant().post("coupons/", {"round": round_().pk, "amount": amount})
    assert answer.status_code == status
    assert answer.json()["errors"][0]["field"] == "amount"
    assert Coupon.objects.count() == 0


@pytest.mark.parametrize("number", [0, -1, 2**63, "x", None, 999_999])
def test_a_round_that_is_none(number):
    answer = applicant().post("coupons/", {"round": number, "amount": "1.00"})
    assert answer.status_code in (400, 404)
    assert answer.json()["errors"][0]["field"] == "round"


def test_a_field_nobody_knows_is_refused():
    answer = applicant().post("coupons/", {"round": round_().pk, "amount": "1.00", "discount": 1})
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_field")


def test_a_key_is_required():
    caller = applicant()
    answer = caller.client.post("/api/v1/coupons/", {}, format="json", headers=caller.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_required")


def test_anonymous_callers_are_told_to_sign_in():
    assert Caller().get("coupons/").status_code == 401


def test_a_unit_cannot_claim():
    answer = claim(Caller(acting(enterprise(), "unit_operator")), round_())
    assert (answer.status_code, answer.json()["code"]) == (403, "denied")


def test_another_firms_coupon_is_as_absent():
    made = coupon()
    other, absent = applicant().get(f"coupons/{made.pk}/"), applicant().get("coupons/999999/")
    assert (other.status_code, other.json()) == (404, absent.json())


def test_what_an_applicant_declared_is_not_for_the_unit():
    row = registered(coupon())
    held = Coupon.objects.get()
    path = f"coupons/{held.pk}/"
    seen = [Caller(actor).get(path).json() for actor in (acting(row.unit.party, "unit_operator"), staff("auditor"))]
    own = applicant(held.applicant).get(path).json()
    assert [each["facts"] for each in seen] == [None, held.facts] and own["facts"] == held.facts
    assert seen[0]["amount"] == "50000.00"


def test_a_coupon_is_returned_by_its_applicant_alone():
    made = coupon()
    assert applicant().post(f"coupons/{made.pk}/return/").status_code == 404
    assert applicant(made.applicant).post(f"coupons/{made.pk}/return/").json()["state"] == "returned"


def test_a_list_pages_by_key_and_filters_by_number():
    firm, open_round = enterprise(), round_()
    made = [coupon(of=firm, in_round=open_round, amount="1.00") for _ in range(3)]
    first = applicant(firm).get("coupons/", limit=2).json()
    assert [row["id"] for row in first["results"]] == [made[2].pk, made[1].pk]
    assert "after=" in first["next"]
    found = applicant(firm).get("coupons/", number=f"BJ2026-{made[0].pk:07d}").json()
    assert [row["id"] for row in found["results"]] == [made[0].pk]


def test_an_officer_drafts_and_proposes_a_round_and_an_approver_announces_it():
    appropriation()
    officer, approver = Caller(staff("case_officer")), Caller(staff("approver"))
    body = {"name": "第一期", "policy_version": policy().pk, "budget": "30000000.00", **WINDOW}
    made = officer.post("rounds/", body)
    assert (made.status_code, made.json()["free"], made.json()["state"]) == (201, "30000000.00", "draft")
    path = f"rounds/{made.json()['id']}"
    proposed = officer.post(f"{path}/propose/", {"version": made.json()["version"]}).json()
    assert proposed["state"] == "proposed"
    assert officer.post(f"{path}/announce/").status_code == 403
    assert approver.post(f"{path}/announce/", {"version": proposed["version"]}).json()["state"] == "announced"


def test_a_round_that_was_edited_since_it_was_read_is_not_announced():
    appropriation()
    officer, approver = Caller(staff("case_officer")), Caller(staff("approver"))
    body = {"name": "第一期", "policy_version": policy().pk, "budget": "1000000.00", **WINDOW}
    path = f"rounds/{officer.post('rounds/', body).json()['id']}"
    seen = officer.post(f"{path}/propose/", {"version": 1}).json()["version"]
    drafted = officer.post(f"{path}/withdraw/").json()["version"]
    edited = officer.post(f"{path}/edit/", {**body, "budget": "9000000.00", "version": drafted}).json()["version"]
    assert officer.post(f"{path}/propose/", {"version": edited}).status_code == 200
    answer = approver.post(f"{path}/announce/", {"version": seen})
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")


def test_a_draft_that_was_edited_since_it_was_read_is_not_edited_over():
    officer = Caller(staff("case_officer"))
    body = {"name": "第一期", "policy_version": policy().pk, "budget": "1000000.00", **WINDOW}
    path = f"rounds/{officer.post('rounds/', body).json()['id']}"
    assert officer.post(f"{path}/edit/", {**body, "name": "甲", "version": 1}).json()["version"] == 2
    assert officer.post(f"{path}/edit/", {**body, "name": "乙", "version": 1}).json()["code"] == "stale_version"
    assert officer.get(f"{path}/").json()["name"] == "甲"


def test_a_draft_is_not_shown_to_applicants():
    officer = Caller(staff("case_officer"))
    body = {"name": "第一期", "policy_version": policy().pk, "budget": "1.00", **WINDOW}
    made = officer.post("rounds/", body).json()
    assert applicant().get(f"rounds/{made['id']}/").status_code == 404


def test_a_budget_is_lowered_by_what_is_free_at_most():
    made = coupon(in_round=round_(budget="60000.00"))
    officer = Caller(staff("case_officer"))
    answer = officer.post(f"rounds/{made.round_id}/budget/", {"budget": "49999.99", "reason": "调减"})
    assert (answer.status_code, answer.json()["code"]) == (409, "budget_below_use")
    change = officer.post(f"rounds/{made.round_id}/budget/", {"budget": "50000.00", "reason": "调减"})
    assert (change.status_code, change.json()["state"]) == (201, "proposed")
    path = f"budget-changes/{change.json()['id']}/approve/"
    assert officer.post(path).status_code == 403
    assert Caller(staff("approver")).post(path).json()["state"] == "approved"
    assert Round.objects.get(pk=made.round_id).budget == 50000


def test_a_policy_is_published_by_a_second_person():
    officer = staff("case_officer")
    params = policy().params | {"code": "other", "in_force_from": "2026-01-01"}
    draft = Caller(officer).post("policy-versions/", {"params": params, "in_force_from": "2026-01-01"})
    assert (draft.status_code, draft.json()["warnings"]) == (201, [])
    own = Caller(acting(enterprise(), "approver", person=None))
    assert own.post(f"policy-versions/{draft.json()['id']}/approve/").json()["state"] == "in_force"


def test_the_warnings_of_a_policy_are_acknowledged_and_the_event_keeps_them():
    params = policy().params | {"code": "other", "unverified": True, "experts": 2}
    draft = Caller(staff("case_officer")).post("policy-versions/", {"params": params}).json()
    assert [each["code"] for each in draft["warnings"]] == ["policy_unverified", "policy_count_unusual"]
    assert draft["warnings"][1]["detail"] == "experts 为 2，不在通常的 3 至 9 之间。"
    approver, path = Caller(acting(enterprise(), "approver", person=None)), f"policy-versions/{draft['id']}/approve/"
    refused = approver.post(path, {"acknowledged": ["policy_count_unusual"]})
    assert (refused.status_code, [each["code"] for each in refused.json()["errors"]]) == (
        409,
        ["policy_not_acknowledged", "policy_unverified"],
    )
    assert approver.post(path, {"acknowledged": ["policy_unheard_of"]}).status_code == 400
    both = ["policy_unverified", "policy_count_unusual"]
    assert approver.post(path, {"acknowledged": both}).json()["state"] == "in_force"
    assert Event.objects.get(type="policy.approved", subject_id=draft["id"]).data["acknowledged"] == sorted(both)
    shown = approver.get(f"policy-versions/{draft['id']}/").json()
    assert (shown["warnings"], shown["acknowledged"]) == ([], sorted(both))


@pytest.mark.parametrize(("said", "status"), [("2023-10-01", 201), (None, 201), ("2026-01-01", 400)])
def test_the_first_day_of_a_policy_is_said_once_or_alike(said, status):
    params = policy().params | {"code": "other"}
    answer = Caller(staff("case_officer")).post("policy-versions/", {"params": params, "in_force_from": said})
    assert answer.status_code == status
    assert status == 201 or [each["code"] for each in answer.json()["errors"]] == [
        "policy_invalid",
        "policy_two_first_days",
    ]


def test_a_policy_with_a_wrong_parameter_names_its_path():
    params = policy().params | {"coupon_cap": "fifty", "payee": "nobody"}
    answer = Caller(staff("case_officer")).post("policy-versions/", {"params": params})
    assert (answer.status_code, answer.json()["code"]) == (400, "policy_invalid")
    summary, *errors = answer.json()["errors"]
    assert summary["params"]["path"] == "coupon_cap"
    assert [(each["field"], each["detail"]) for each in errors] == [
        ("coupon_cap", "coupon_cap 须为以文本表示的元数。"),
        ("payee", "payee 须为以下之一：unit, applicant。"),
    ]


def test_claims_work_without_valkey(settings):
    settings.CACHES = {"default": cache(url="redis://127.0.0.1:1/1")}
    assert claim(applicant(), round_()).status_code == 201


def test_the_sentence_of_a_refusal_speaks_in_words_and_its_params_in_codes():
    error = claim(applicant(enterprise(industry="other", annual_sales="200000000.01")), round_()).json()["errors"]
    assert [each["code"] for each in error] == ["annual_sales", "industry"]
    assert "200,000,000.01" in error[0]["detail"]
    assert "其他" in error[1]["detail"]
    assert error[1]["params"]["value"] == "other"

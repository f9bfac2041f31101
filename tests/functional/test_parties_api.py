from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from accounts.models import Party, SignUp, User
from accounts.selectors.sign_ups import sign_up_key
from accounts.services.second_factor import code_at, enrol_totp
from applicants.models import Certificate, TeamMember
from core.models import Event
from core.timekeeping import clock
from tests.factories import contracts, parties
from tests.factories.api import DECLARATION, Caller
from tests.factories.registrations import send

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"
ENTERPRISE = {"name": "示例新材料有限公司", "uscc": "91110108XXXXXXX19E", **DECLARATION}
TEAM = {"name": "示例团队", "region": "beijing", "project_stage": "development", "industry": "health"}


def codes(response) -> list[str]:
    return [error["code"] for error in response.json()["errors"]]


def sign_in(client: APIClient, username: str, **more: str):
    body = {"username": username, "password": parties.PASSWORD, **more}
    response = client.post("/api/v1/tokens/", body)
    if response.status_code == 201:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {response.json()['token']}")
    return response


def post(client: APIClient, path: str, body: dict | None = None):
    return client.post(f"/api/v1/{path}", body or {}, headers={"Idempotency-Key": str(uuid4())})


def signed(client: APIClient) -> Caller:
    """Return a caller with the token of a client."""
    caller = Caller()
    caller.client = client
    return caller


def signed_up() -> APIClient:
    client = APIClient()
    assert client.post("/api/v1/users/", {"email": "sun@example.org"}).status_code == 202
    key = sign_up_key(SignUp.objects.get().pk)
    body = {"key": key, "username": "sun", "name": "孙示例", "password": parties.PASSWORD}
    assert client.post("/api/v1/users/complete/", body).status_code == 201
    assert sign_in(client, "sun").status_code == 201
    return client


def test_from_sign_up_to_a_verified_enterprise() -> None:
    client = signed_up()
    made = post(client, "enterprises/", ENTERPRISE)
    assert (made.status_code, made.json()["state"]) == (201, "registered")
    path = f"parties/{made.json()['id']}/verify/"
    assert codes(Caller(parties.staff()).post(path)) == ["registration_unsent"]
    assert send(signed(client), made.json()["id"]).json()["draft"] is False
    assert Caller(parties.staff()).post(path, {"reason": "执照与授权书已核"}).status_code == 200
    assert client.get(f"/api/v1/enterprises/{made.json()['id']}/").json()["state"] == "verified"


@pytest.mark.parametrize(
    ("kinds", "missing"),
    [
        ((), ["registration_without_licence", "registration_without_authorisation"]),
        (("licence",), ["registration_without_authorisation"]),
        (("authorisation",), ["registration_without_licence"]),
    ],
)
def test_a_registration_over_the_api_is_not_sent_without_its_documents(kinds, missing) -> None:
    client = signed_up()
    made = post(client, "enterprises/", ENTERPRISE).json()
    answer = send(signed(client), made["id"], kinds=kinds)
    assert (answer.status_code, codes(answer)) == (409, missing)
    assert (Party.objects.get(pk=made["id"]).draft, made["draft"]) == (True, True)


def test_a_registration_over_the_api_is_withdrawn() -> None:
    client = signed_up()
    made = post(client, "enterprises/", ENTERPRISE).json()
    assert post(client, f"registrations/{made['id']}/withdraw/").json()["state"] == "ended"
    assert codes(post(client, f"registrations/{made['id']}/withdraw/")) == ["illegal_state"]


def test_a_retry_is_answered_alike_and_done_once() -> None:
    client, key = signed_up(), {"Idempotency-Key": str(uuid4())}
    made = post(client, "enterprises/", ENTERPRISE).json()
    path = f"/api/v1/registrations/{made['id']}/withdraw/"
    answers = [client.post(path, {}, headers=key) for _ in range(2)]
    assert answers[0].json() == answers[1].json() and answers[1].headers["Idempotent-Replayed"] == "true"
    assert Event.objects.filter(type="party.ended").count() == 1


def test_me_names_parties_and_roles() -> None:
    client = signed_up()
    made = post(client, "enterprises/", ENTERPRISE).json()
    mine = client.get("/api/v1/me/").json()
    assert (mine["username"], mine["has_second_factor"], mine["needs_second_factor"]) == ("sun", False, False)
    assert mine["parties"] == [
        {
            "id": made["id"],
            "kind": "organisation",
            "name": ENTERPRISE["name"],
            "state": "registered",
            "roles": ["applicant_manager"],
        }
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"username": "sun", "password": "wrong"},
        {"username": "nobody", "password": parties.PASSWORD},
        {"username": "officer", "password": parties.PASSWORD},
        {"username": "officer", "password": parties.PASSWORD, "code": "000000"},
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(body: dict) -> None:
    parties.account(username="sun")
    enrol_totp(user_id=parties.account(username="officer").pk, secret=SECRET, at=parties.AT)
    response = APIClient().post("/api/v1/tokens/", body)
    assert (response.status_code, codes(response)) == (401, ["authentication_failed"])


def test_officer_signs_in_with_a_code_once() -> None:
    person = parties.account(username="officer")
    parties.acting(parties.authority(), "case_officer", person=person, second_factor=False)
    enrol_totp(user_id=person.pk, secret=SECRET, at=parties.AT)
    code = code_at(secret=SECRET, moment=clock.real_now())
    assert sign_in(APIClient(), "officer", code=code).status_code == 201
    assert codes(sign_in(APIClient(), "officer", code=code)) == ["authentication_failed"]


def test_guessing_is_stopped_with_a_time_to_wait() -> None:
    for _ in range(10):
        APIClient().post("/api/v1/tokens/", {"username": "nobody", "password": "wrong"})
    response = APIClient().post("/api/v1/tokens/", {"username": "nobody", "password": "wrong"})
    assert (response.status_code, codes(response)) == (429, ["throttled"])
    assert 0 < int(response.headers["Retry-After"]) <= 900


def test_ended_token_opens_nothing() -> None:
    client = signed_up()
    assert client.delete("/api/v1/tokens/current/").status_code == 204
    assert client.get("/api/v1/me/").status_code == 401


def test_second_factor_is_wanted_for_acting_in_the_role_alone() -> None:
    client = signed_up()
    firm = post(client, "enterprises/", ENTERPRISE).json()["id"]
    lab = parties.acting(
        contracts.party(), "unit_manager", person=User.objects.get(username="sun"), second_factor=False
    )
    assert client.get("/api/v1/enterprises/", headers={"Acting-Party": str(firm)}).status_code == 200
    refused = client.get("/api/v1/parties/", headers={"Acting-Party": str(lab.party_id)})
    assert (refused.status_code, codes(refused)) == (403, ["second_factor_missing"])


def test_second_factor_ends_the_tokens_issued_without_it() -> None:
    client = signed_up()
    enrol_totp(user_id=User.objects.get(username="sun").pk, secret=SECRET, at=parties.AT)
    assert client.get("/api/v1/me/").status_code == 401


def test_sign_up_names_every_fault() -> None:
    response = APIClient().post("/api/v1/users/", {"email": "x"})
    assert (response.status_code, User.objects.count()) == (400, 0)
    APIClient().post("/api/v1/users/", {"email": "s@example.org"})
    body = {"key": sign_up_key(SignUp.objects.get().pk), "username": "sun", "name": "孙", "password": "1"}
    assert codes(APIClient().post("/api/v1/users/complete/", body)) == [
        "password_too_short",
        "password_too_common",
        "password_entirely_numeric",
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"annual_sales": "NaN"}, "annual_sales"),
        ({"annual_sales": 1.5}, "annual_sales"),
        ({"annual_sales": "1.005"}, "annual_sales"),
        ({"total_assets": "-1"}, "total_assets"),
        ({"total_assets": "1000000000000.00"}, "total_assets"),
        ({"staff": -1}, "staff"),
        ({"staff": 10**30}, "staff"),
        ({"established_on": "2023-02-29"}, "established_on"),
        ({"established_on": "9999-12-31"}, "established_on"),
        ({"name": "a\0b"}, "name"),
        ({"region": "mars"}, "region"),
        ({"extra": 1}, "extra"),
    ],
)
def test_bad_input_is_refused_by_field_and_writes_nothing(change: dict, field: str) -> None:
    client = signed_up()
    response = post(client, "enterprises/", {**ENTERPRISE, **change})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, field)
    assert Party.objects.count() == 0


def test_refusals_speak_chinese_or_english() -> None:
    client = signed_up()
    body = {**ENTERPRISE, "uscc": "91110108XXXXXXX19F"}
    headers = {"Idempotency-Key": str(uuid4())}
    chinese = client.post("/api/v1/enterprises/", body, headers=headers).json()
    english = client.post("/api/v1/enterprises/", body, headers={**headers, "Accept-Language": "en"}).json()
    assert chinese["code"] == english["code"] == "uscc_check"
    assert "校验位不符" in chinese["title"]
    assert "check character" in english["title"]


@pytest.mark.parametrize("path", ["parties/{}/", "enterprises/{}/"])
def test_another_partys_object_is_as_absent(path: str) -> None:
    row, other = parties.enterprise(), Caller(parties.manager(parties.enterprise()))
    there, absent = other.get(path.format(row.pk)), other.get(path.format(999_999))
    assert (there.status_code, there.json()) == (404, absent.json())


def test_another_partys_declaration_is_as_absent() -> None:
    row, other = parties.enterprise(), Caller(parties.manager(parties.enterprise()))
    body = {name: value for name, value in ENTERPRISE.items() if name not in {"name", "uscc"}} | {"version": 1}
    assert other.post(f"enterprises/{row.pk}/declare/", body).status_code == 404
    assert Caller(parties.manager(row)).post(f"enterprises/{row.pk}/declare/", body).json()["version"] == 2


@pytest.mark.parametrize("role", ["approver", "finance", "auditor", "system_admin"])
def test_only_officers_verify(role: str) -> None:
    row = parties.enterprise(verified=False)
    response = Caller(parties.staff(role)).post(f"parties/{row.pk}/verify/")
    assert (response.status_code, Party.objects.get(pk=row.pk).state) == (403, "registered")
    assert Event.objects.filter(type="access.denied").count() == 1


def test_lists_show_staff_all_and_others_their_own() -> None:
    row = parties.enterprise(name="甲示例有限公司")
    parties.enterprise(name="乙示例有限公司")
    assert [item["id"] for item in Caller(parties.manager(row)).get("enterprises/").json()["results"]] == [row.pk]
    found = Caller(parties.staff("auditor")).get("enterprises/", search="甲").json()["results"]
    assert [item["name"] for item in found] == ["甲示例有限公司"]


def test_team_is_shown_masked_and_revealed_for_a_reason() -> None:
    client, number = signed_up(), parties.make_id_number()
    body = {**TEAM, "members": [{"name": "李示例", "id_number": number, "student": True}]}
    made = post(client, "teams/", body)
    assert send(signed(client), made.json()["id"], kinds=("licence",)).status_code == 200
    (member,) = made.json()["members"]
    assert (member["name"], member["id_number"]) == ("李**", f"1****{number[-2:]}")
    officer = Caller(parties.staff())
    path = f"team-members/{member['id']}/reveal/"
    assert officer.post(path, {}).status_code == 400
    assert officer.post(path, {"reason": "核对学籍"}).json() == {"id_number": number}
    assert Caller(parties.staff("finance")).post(path, {"reason": "好奇"}).status_code == 403
    assert Event.objects.filter(type="personal_data.revealed").count() == 1


def test_wrong_members_are_named_by_place() -> None:
    wrong = {"name": "李示例", "id_number": "110000190102290017", "student": True}
    right = {"name": "王示例", "id_number": parties.make_id_number(), "student": True}
    response = post(signed_up(), "teams/", {**TEAM, "members": [right, wrong]})
    assert response.status_code == 409
    assert [(error["code"], error["field"]) for error in response.json()["errors"]] == [
        ("id_number", "members[1].id_number")
    ]


def test_an_updated_team_keeps_the_number_of_a_member_named_by_id() -> None:
    row = parties.team()
    caller, [first, *others] = Caller(parties.manager(row)), TeamMember.objects.filter(team=row).order_by("pk")
    stay = {"id": first.pk, "name": first.name, "student": True}
    body = {**TEAM, "name": row.party.name, "members": [stay], "version": row.version}
    answer = caller.post(f"teams/{row.pk}/declare/", body)
    assert [each["id"] for each in answer.json()["members"]] == [first.pk]
    nobody = {**stay, "id": others[0].pk}
    refused = caller.post(f"teams/{row.pk}/declare/", {**body, "members": [nobody], "version": row.version + 1})
    assert refused.json()["errors"][0]["field"] == "members[0].id_number"


def test_manager_keeps_the_members() -> None:
    row = parties.enterprise()
    boss, guest = Caller(parties.manager(row)), Caller(parties.nobody_yet(parties.user(username="wang")))
    sent = boss.post("invitations/", {"named": "Wang", "role": "applicant_operator"})
    assert (sent.status_code, boss.get("members/", role="applicant_operator").json()["results"]) == (201, [])
    assert [item["id"] for item in guest.get("received-invitations/").json()["results"]] == [sent.json()["id"]]
    made = guest.post(f"received-invitations/{sent.json()['id']}/accept/").json()
    assert {item["username"] for item in boss.get("members/", role="applicant_operator").json()["results"]} == {"wang"}
    assert boss.post(f"members/{made['id']}/remove/").status_code == 200
    assert boss.get("members/", role="applicant_operator").json()["results"] == []


def test_takeover_is_asked_for_and_decided() -> None:
    row = parties.enterprise()
    client = signed_up()
    asked = post(client, "takeovers/", {"uscc": row.party.uscc, "role": "applicant_manager", "reason": "负责人离职"})
    assert asked.status_code == 201
    path = f"takeovers/{asked.json()['id']}/approve/"
    assert Caller(parties.staff()).post(path, {"reason": "授权书已核"}).json()["state"] == "approved"
    assert client.get("/api/v1/enterprises/").json()["results"][0]["id"] == row.pk


def test_the_key_of_an_approval_refuses_nothing() -> None:
    row, key, officer = parties.enterprise(), str(uuid4()), Caller(parties.staff())
    asked = post(signed_up(), "takeovers/", {"uscc": row.party.uscc, "role": "applicant_manager", "reason": "离职"})
    path, body = f"takeovers/{asked.json()['id']}", {"reason": "授权书已核"}
    assert officer.post(f"{path}/approve/", body, key=key).status_code == 200
    assert codes(officer.post(f"{path}/refuse/", body, key=key)) == ["idempotency_key_reused"]


def test_one_key_registers_once() -> None:
    client, headers = signed_up(), {"Idempotency-Key": str(uuid4())}
    first = client.post("/api/v1/enterprises/", ENTERPRISE, headers=headers)
    second = client.post("/api/v1/enterprises/", ENTERPRISE, headers=headers)
    assert (first.json(), second.headers["Idempotent-Replayed"]) == (second.json(), "true")
    other = client.post("/api/v1/enterprises/", {**ENTERPRISE, "staff": 43}, headers=headers)
    assert codes(other) == ["idempotency_key_reused"]


def upload(actor, text: str, *, path: str = "certificate-imports/", **more: str):
    from django.core.files.uploadedfile import SimpleUploadedFile

    caller = Caller(actor)
    body = {
        "kind": "tech_sme",
        "published_on": "2026-03-01",
        "file": SimpleUploadedFile("名单.csv", text.encode("gb18030")),
        **more,
    }
    headers = {**caller.headers, "Idempotency-Key": str(uuid4())}
    return caller.client.post(f"/api/v1/{path}", body, format="multipart", headers=headers)


LIST = "企业名称,登记编号,首次入库日期,入库日期,有效期至\n甲示例有限公司,2026110108A8000001,2024-05-06,2026-03-01,2027-03-31\n"
WITHOUT_DAYS = "企业名称,登记编号,所属区\n甲示例有限公司,2026110108A8000001,海淀\n"


def test_official_list_is_previewed_imported_and_listed() -> None:
    officer = parties.staff()
    plan = upload(officer, LIST, path="certificate-imports/preview/").json()
    assert (plan["rows"], plan["waiting"], plan["errors"], Certificate.objects.count()) == (1, 1, [], 0)
    made = upload(officer, LIST)
    assert (made.status_code, made.json()["rows"], Certificate.objects.count()) == (201, 1, 1)
    assert Caller(officer).get("certificate-imports/").json()["results"] == [made.json()]
    assert codes(upload(officer, LIST)) == ["list_imported_once"]


def test_a_list_without_days_asks_and_is_imported_when_an_officer_confirms() -> None:
    officer = parties.staff()
    refused = upload(officer, WITHOUT_DAYS)
    asked = ["list_columns_unused", "list_days_assumed", "list_last_days_computed", "list_first_entries_assumed"]
    assert (refused.status_code, codes(refused)) == (409, ["list_unconfirmed", *asked])
    plan = upload(officer, WITHOUT_DAYS, path="certificate-imports/preview/").json()
    assert [each["code"] for each in plan["questions"]] == asked
    assert plan["questions"][1]["detail"] == "有 1 行没有写起始日期，将从公布日 2026-03-01 起算：第 2 行。"
    assert (plan["assumed"], plan["computed"], Certificate.objects.count()) == (1, 1, 0)
    made = upload(officer, WITHOUT_DAYS, confirmation=plan["confirmation"])
    assert (made.status_code, Certificate.objects.get().valid_from.isoformat()) == (201, "2026-03-01")


def test_a_confirmation_is_of_one_list_and_day() -> None:
    officer = parties.staff()
    plan = upload(officer, WITHOUT_DAYS, path="certificate-imports/preview/").json()
    other = WITHOUT_DAYS.replace("甲", "乙")
    assert codes(upload(officer, other, confirmation=plan["confirmation"]))[0] == "list_unconfirmed"
    later = upload(officer, WITHOUT_DAYS, confirmation=plan["confirmation"], published_on="2026-04-01")
    assert (codes(later)[0], Certificate.objects.count()) == ("list_unconfirmed", 0)


def test_wrong_row_is_told_with_row_column_code_and_sentence() -> None:
    officer, text = parties.staff(), LIST + "乙示例有限公司,,2024-05-06,2026-03-01\n"
    response = upload(officer, text)
    (error,) = response.json()["errors"]
    assert (response.status_code, error["code"], error["field"]) == (409, "list_number_missing", "rows[3].number")
    assert (error["params"]["row"], error["detail"]) == (3, "第 3 行没有编号。")
    (told,) = upload(officer, text, path="certificate-imports/preview/").json()["errors"]
    assert (told["row"], told["column"], told["detail"]) == (3, "number", "第 3 行没有编号。")
    assert Certificate.objects.count() == 0


def test_applicant_imports_nothing() -> None:
    assert upload(parties.manager(parties.enterprise()), LIST).status_code == 403
    assert Certificate.objects.count() == 0


def test_certificate_is_entered_bound_to_its_holder_and_revoked() -> None:
    row, officer = parties.enterprise(), Caller(parties.staff())
    body = {"party": row.pk, "kind": "national_hnte", "number": "GR202511000001", "valid_from": "2025-12-01"}
    made = officer.post("certificates/", body).json()
    assert made["valid_until"] == "2028-12-01"
    assert Caller(parties.manager(row)).get("certificates/").json()["results"][0]["id"] == made["id"]
    assert Caller(parties.manager(parties.enterprise())).get(f"certificates/{made['id']}/").status_code == 404
    done = officer.post(f"certificates/{made['id']}/revoke/", {"revoked_on": "2026-03-02", "reason": "取消资格"})
    assert done.json()["revoked_on"] == "2026-03-02"

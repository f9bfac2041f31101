"""One normal form in, one way out: pages, API, searches and exports read and write the same things alike."""

from uuid import uuid4

import pytest

from accounts.models import Party
from accounts.services.second_factor import code_at, enrol_totp
from applicants.models import Certificate, Enterprise
from core.timekeeping import clock
from tests import files
from tests.factories import parties
from tests.factories.api import DECLARATION, Caller
from tests.factories.contracts import MONDAY, acting, party, staff
from tests.factories.pages import Visitor, click, text
from tests.factories.rounds import certified, draft_round, enterprise, policy, round_
from vouchers.models import Coupon, Round

pytestmark = pytest.mark.django_db

CODE = "91110108XXXXXXX19E"
WIDE = "９１１１０１０８ＸＸＸＸＸＸＸ１９Ｅ"
WAYS = [CODE, CODE.lower(), WIDE, f"\ufeff{CODE[:9]}\u200b{CODE[9:]}\u200e", f" {CODE[:6]} {CODE[6:]}\u3000"]
ENTERPRISE = {"name": "示例新材料有限公司", "uscc": CODE, **DECLARATION}
WINDOW = {"opens_at": "2026-03-02T09:00:00+08:00", "closes_at": "2026-03-31T18:00:00+08:00"}
ROUND = {"name": "第一期", "budget": "1000.00", **WINDOW}


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def found(answer) -> int:
    assert answer.status_code == 200, answer.content
    return len(answer.json()["results"])


def errors(answer) -> list[tuple[str, str]]:
    return [(each["field"], each["code"]) for each in answer.json()["errors"]]


@pytest.mark.parametrize("written", WAYS)
def test_a_code_is_one_code_however_it_is_written(written):
    person = acting(party(), "applicant_manager")
    body = {**ENTERPRISE, "uscc": written, "district": "１１０１０８"}
    assert Caller(person).post("enterprises/", body).status_code == 201
    row = Enterprise.objects.get(party__uscc=CODE)
    assert (row.district, row.party.name) == ("110108", ENTERPRISE["name"])


@pytest.mark.parametrize("path", ["enterprises/", "parties/"])
@pytest.mark.parametrize("written", WAYS)
def test_a_question_is_read_like_what_is_stored(path, written):
    parties.enterprise(code=CODE)
    assert found(Caller(staff("case_officer")).get(path, uscc=written)) == 1


@pytest.mark.parametrize("written", ["\u200b", "\u3164", "x"])
def test_a_code_that_shows_nothing_is_no_question_without_an_answer(written):
    parties.enterprise(code=CODE)
    assert found(Caller(staff("case_officer")).get("enterprises/", uscc=written)) == 0


@pytest.mark.parametrize("write", [str, str.lower, lambda number: f" {number[:4]}\u200b {number[4:]}"])
def test_a_certificate_is_found_by_its_number(write):
    certified(enterprise())
    number = Certificate.objects.get().number
    assert found(Caller(staff("case_officer")).get("certificates/", number=write(number))) == 1


@pytest.mark.parametrize("typed", ["甲(北京)ab", "甲（北京）ＡＢ", " 甲（北 京）ａｂ", "\u200b甲（北京）"])
def test_a_name_is_found_on_pages_and_in_lists_however_it_is_typed(typed):
    name = "甲（北京）ＡＢ示例"
    parties.enterprise(name=name)
    assert name in text(Visitor(staff("case_officer")).get("/parties/", text=typed))
    assert found(Caller(staff("case_officer")).get("enterprises/", search=typed)) == 1


def test_a_title_is_found_in_either_width():
    draft_round()
    Round.objects.update(name="２０２６年第１期（A）")
    officer = Visitor(staff("case_officer"))
    for typed in ("２０２６年第１期", "（A）"):
        assert "２０２６年第１期" in text(officer.get("/rounds/", text=typed))
    Round.objects.update(name="2026年第1期")
    assert "2026年第1期" in text(officer.get("/rounds/", text="２０２６年第１期"))


@pytest.mark.parametrize(
    ("amount", "status"),
    [("１０００．００", 201), ("1_000", 400), ("1e3", 400), ("10²", 400)],
)
def test_an_amount_is_read_alike_by_the_api_and_the_page(amount, status):
    firm, release = enterprise(), round_()
    person = acting(firm, "applicant_operator")
    assert Caller(person).post("coupons/", {"round": release.pk, "amount": amount}).status_code == status
    page = click(Visitor(person), f"/coupons/claim/{release.pk}/", amount=amount)
    assert page.status_code == (303 if status == 201 else 422)
    assert set(Coupon.objects.values_list("amount", flat=True)) == ({1000} if status == 201 else set())


@pytest.mark.parametrize("moment", ["2026-12-20", "2026-12-20T09:00:00", "2026-12-20 09:00"])
def test_a_moment_has_an_offset_in_the_api(moment):
    body = {**ROUND, "policy_version": policy().pk, "closes_at": moment}
    answer = Caller(staff("case_officer")).post("rounds/", body)
    assert (answer.status_code, errors(answer), Round.objects.count()) == (400, [("closes_at", "invalid")], 0)


def test_a_bare_day_on_a_page_is_asked_for_its_time():
    fields = {**ROUND, "policy_version": policy().pk, "opens_at": "2026-03-03T09:00", "closes_at": "2026-12-20"}
    answer = click(Visitor(staff("case_officer")), "/rounds/create/", **fields)
    assert (answer.status_code, "请同时填写时间" in text(answer), Round.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("enterprises/", {"usc": CODE}),
        ("coupons/", {"State": "claimed"}),
        ("events/", {"page": "2"}),
        ("rounds/", {"sort": "name"}),
        ("policy-versions/", {"limits": "3"}),
        ("me/", {"verbose": "1"}),
        ("services/", {"q": "x"}),
        ("notices/", {"format": "json"}),
        ("jobs/", {"state": "failed"}),
    ],
)
def test_an_unknown_query_parameter_is_named(path, query):
    answer = Caller(staff("auditor")).get(path, **query)
    assert (answer.status_code, errors(answer)) == (400, [(next(iter(query)), "unknown_parameter")])


def test_an_unknown_query_parameter_of_a_command_is_named_and_nothing_done():
    firm, release = enterprise(), round_()
    answer = Caller(acting(firm, "applicant_operator")).post(
        "coupons/?dry_run=1", {"round": release.pk, "amount": "1.00"}
    )
    assert (answer.status_code, errors(answer), Coupon.objects.count()) == (400, [("dry_run", "unknown_parameter")], 0)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("coupons/", "state=claimed&state=lapsed"),
        ("services/", "category=testing&category=testing"),
        ("rounds/", "limit=1&limit=1"),
        ("notices/", "after=x&after="),
        ("policy-versions/", "code=a&code=a"),
    ],
)
def test_a_query_parameter_that_is_there_twice_is_named(path, query):
    answer = Caller(staff("auditor")).get(f"{path}?{query}")
    assert (answer.status_code, errors(answer)) == (400, [(query.split("=")[0], "parameter_twice")])


def test_a_filter_of_several_values_takes_them():
    assert found(Caller(staff("auditor")).get("contracts/?state=draft&state=registered")) == 0


def test_a_form_of_the_api_has_a_field_once():
    body = {"kind": ["licence", "authorisation"], "file": files.upload("x.pdf", files.pdf())}
    caller = Caller(acting(enterprise(), "applicant_manager"))
    headers = {**caller.headers, "Idempotency-Key": str(uuid4())}
    answer = caller.client.post("/api/v1/registration-evidence/", body, format="multipart", headers=headers)
    assert (answer.status_code, errors(answer)) == (400, [("kind", "field_twice")])


def test_a_form_of_a_page_has_a_field_once():
    release, officer = round_(), staff("case_officer")
    answer = click(Visitor(officer), f"/rounds/{release.pk}/close/", reason=["甲", "乙"])
    assert (answer.status_code, "同一字段出现了两次" in text(answer)) == (422, True)
    assert Round.objects.get().state == "announced"


def test_a_page_passes_an_unknown_parameter_over():
    assert Visitor(staff("case_officer")).get("/parties/", utm_source="mail").status_code == 200


@pytest.mark.parametrize(("value", "status"), [("true", 200), ("0", 200), ("", 200), ("maybe", 400), ("2", 400)])
def test_a_flag_is_true_or_false(value, status):
    answer = Caller(staff("case_officer")).get("certificates/", waiting=value)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("contracts/", {"redeem_by_until": "２０２６-03-02"}, 200),
        ("contracts/", {"redeem_by_until": "03/02/2026"}, 400),
        ("coupons/", {"redeem_by_until": "2026-W10-1"}, 400),
        ("coupons/", {"year": "２０２６"}, 200),
        ("coupons/", {"year": "2_026"}, 400),
        ("events/", {"since": "2026-12-20"}, 400),
        ("events/", {"since": "2026-12-20T00:00:00+08:00"}, 200),
    ],
)
def test_days_years_and_moments_of_a_question(path, query, status):
    answer = Caller(staff("auditor")).get(path, **query)
    assert answer.status_code == status


@pytest.mark.parametrize("reason", ["\u200b\u2060", "\u3164", "\u00ad", "\u2800", "。。"])
def test_a_reason_that_says_nothing_is_none(reason):
    release, officer = round_(), staff("case_officer")
    answer = Caller(officer).post(f"rounds/{release.pk}/close/", {"reason": reason})
    assert (answer.status_code, errors(answer)) == (400, [("reason", "invalid")])
    assert click(Visitor(officer), f"/rounds/{release.pk}/close/", reason=reason).status_code == 422
    assert Round.objects.get().state == "announced"


@pytest.mark.parametrize(
    "write", [str, lambda code: "".join(chr(ord(c) - 48 + 0xFF10) for c in code), "\u200b{}".format]
)
def test_the_second_factor_is_read_in_any_width(client, write):
    secret = "JBSWY3DPEHPK3PXP"
    person = parties.account(username="zhou")
    enrol_totp(user_id=person.pk, secret=secret, at=MONDAY)
    code = write(code_at(secret=secret, moment=clock.real_now()))
    body = {"username": "zhou", "password": parties.PASSWORD, "code": code}
    assert Caller().client.post("/api/v1/tokens/", body, format="json").status_code == 201


@pytest.mark.parametrize("name", ["3-1", "911101081234567890", "3月1日"])
def test_digits_and_references_stay_text_in_a_csv(name):
    Party.objects.filter(pk=(firm := enterprise()).pk).update(name=name)
    claimer = acting(firm, "applicant_operator")
    Caller(claimer).post("coupons/", {"round": round_().pk, "amount": "1.00"})
    answer = Visitor(claimer).get("/coupons/", format="csv")
    assert f',"=""{name}""",' in b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1]

"""The policy calculator (政策计算器) over the API and as a command with a database."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from calculator.api.calculator import MOST_CASES
from core.models import CalendarDay, CalendarYear
from tests.factories.api import Caller
from tests.factories.rounds import policy
from tests.plain_cases import CASES, REGISTRATION, changed

pytestmark = pytest.mark.django_db

DEADLINE = {"id": "a", "op": "deadline", "rule": "register_by", "start": "2026-02-06"}
PAYMENT = {"id": "p", "op": "payment", "approved_on": "2026-10-01"}


def ask(body, *, code="beijing-2023", **headers):
    return Caller().client.post(f"/api/v1/calculator/?policy={code}", body, format="json", headers=headers)


def test_one_case_gets_one_answer():
    answer = ask(DEADLINE)
    assert (answer.status_code, list(answer.json().values())) == (
        200,
        ["a", "2026-02-21", "2026-02-24", "2026-02-25T00:00:00+08:00", False],
    )


def test_a_list_is_answered_in_order_with_errors_in_their_place():
    answers = ask([DEADLINE, {"id": "b"}, 7, PAYMENT]).json()
    assert [each["id"] for each in answers] == ["a", "b", None, "p"]
    assert [each["error"]["field"] for each in answers[1:3]] == ["op", None]
    assert answers[3]["fiscal_year"] == 2027


@pytest.mark.parametrize(("size", "status"), [(0, 200), (MOST_CASES, 200), (MOST_CASES + 1, 400)])
def test_a_list_has_so_many_cases_at_most(size, status):
    answer = ask([{}] * size)
    assert answer.status_code == status
    assert status == 400 or len(answer.json()) == size


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        ('{"id": NaN}', "application/json", 400),
        ("op=payment", "application/x-www-form-urlencoded", 415),
        (json.dumps([PAYMENT]).ljust(3_000_000), "application/json", 413),
    ],
)
def test_what_is_no_json_or_too_much_is_a_problem(body, kind, status):
    answer = Caller().client.post("/api/v1/calculator/", body, content_type=kind)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_an_error_speaks_the_language_asked_for():
    messages = [ask({"id": 1}, **{"Accept-Language": tag}).json()["error"]["message"] for tag in ("zh-hans", "en")]
    assert [message[:5] for message in messages] == ["算例无效：", "The c"]


@pytest.mark.parametrize("code", ["nowhere", "%00"])
def test_an_unknown_policy_is_not_found(code):
    assert ask(PAYMENT, code=code).status_code == 404


def test_a_policy_that_only_the_database_knows_is_asked_by_its_code():
    policy(code="elsewhere", payment_months=[12])
    assert ask(PAYMENT, code="elsewhere").json()["not_before"] == "2026-12-01"


def test_before_a_notice_is_entered_the_ones_the_library_knows_are_used():
    CalendarDay.objects.all().delete()
    CalendarYear.objects.all().delete()
    assert ask(DEADLINE).json()["deadline"] == "2026-02-24"


def run(monkeypatch, case, code):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(case).encode())))
    out = io.StringIO()
    call_command("calculate", policy=code, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("code", ["elsewhere", "beijing-2023"])
def test_the_command_answers_as_the_api_does(monkeypatch, code):
    policy(code=code, payment_months=[12])
    assert run(monkeypatch, PAYMENT, code) == ask(PAYMENT, code=code).json()
    assert run(monkeypatch, PAYMENT, code)["not_before"] == "2026-12-01"


def test_without_a_database_the_command_answers_by_the_file(monkeypatch):
    def away(code):
        raise OperationalError

    policy(code="beijing-2023", payment_months=[12])
    monkeypatch.setattr("calculator.management.commands.calculate.get_calculator_policy", away)
    assert run(monkeypatch, PAYMENT, "beijing-2023")["not_before"] == "2027-01-01"
    with pytest.raises(CommandError, match="shipped are"):
        run(monkeypatch, PAYMENT, "elsewhere")


def test_the_command_answers_by_the_calendar_entered(monkeypatch):
    policy(code="elsewhere", payment_months=[12])
    CalendarDay.objects.create(day="2026-02-24", kind="off", name="春节", year_id=2026)
    CalendarYear.objects.filter(year=2026).update(edition="00000000-0000-0000-0000-000000000001")
    assert run(monkeypatch, DEADLINE, "elsewhere")["deadline"] == "2026-02-25"
    assert run(monkeypatch, DEADLINE, "beijing-2023")["deadline"] == "2026-02-25"


def test_the_command_names_the_policies_it_knows(monkeypatch):
    with pytest.raises(CommandError, match="beijing-2023"):
        run(monkeypatch, PAYMENT, "nowhere")


def run_lines(monkeypatch, lines: bytes, **options: str) -> str:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    out = io.StringIO()
    try:
        call_command("calculate", stdout=out, **options)
    except CommandError as error:
        return f"{out.getvalue()}status {error.returncode}"
    return f"{out.getvalue()}status 0"


def test_the_command_answers_line_by_line_in_order(monkeypatch):
    lines = b"\n".join(json.dumps(case).encode() for case in CASES)
    *answers, status = run_lines(monkeypatch, lines).splitlines()
    assert [json.loads(answer)["id"] for answer in answers] == [case["id"] for case in CASES]
    assert status == "status 0"


def test_the_command_goes_on_after_a_bad_line_and_ends_with_1(monkeypatch):
    first, second, status = run_lines(
        monkeypatch, b'oops\n\n{"op": "payment", "approved_on": "2026-10-01"}\n'
    ).splitlines()
    assert json.loads(first)["error"]["code"] == "invalid_case"
    assert json.loads(second)["not_before"] == "2027-01-01"
    assert status == "status 1"


def test_the_command_takes_another_shipped_policy(monkeypatch):
    line = json.dumps(changed(REGISTRATION, "contract.category", "compute_training")).encode()
    answer = json.loads(run_lines(monkeypatch, line, policy="beijing-compute-2026").splitlines()[0])
    assert (answer["allowed"], answer["valid_until"]) == (True, "2027-03-02")

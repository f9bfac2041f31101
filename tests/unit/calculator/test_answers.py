import io
import json
import math
import subprocess
import sys
from subprocess import PIPE

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.selectors import answers as calculator
from calculator.selectors.answers import answer_case, answer_line, read_lines
from config.env import PROJECT
from tests.facts import CALENDAR, POLICY
from tests.plain_cases import CASES, CLAIM, REDEMPTION, REGISTRATION, changed
from tests.strategies import json_values


def _paths(value: object, path: str = "") -> list[str]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [inner for name, item in pairs for inner in (f"{path}{name}", *_paths(item, f"{path}{name}."))]


def _without(case: dict, path: str) -> dict:
    copied = changed(case, path, None)
    *folders, name = path.split(".")
    inner = copied
    for folder in folders:
        inner = inner[int(folder)] if isinstance(inner, list) else inner[folder]
    del inner[int(name) if isinstance(inner, list) else name]
    return copied


def _answer(case: object) -> dict:
    return answer_case(case=case, policy=POLICY, calendar=CALENDAR)


def _line(line: bytes) -> dict | None:
    return answer_line(line=line, policy=POLICY, calendar=CALENDAR)


def _bad_field(case: object) -> str | None:
    error = _answer(case)["error"]
    assert (set(error), error["code"]) == ({"code", "field", "message"}, "invalid_case")
    return error["field"]


def _fields(cases: list[dict]) -> list:
    return [
        pytest.param(case, path, id=f"{case['op']}-{path}")
        for case in cases
        for path in _paths(case)
        if path != "id" and not path.rpartition(".")[2].isdigit()
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["op"])
def test_each_operation_answers(case):
    assert "error" not in _answer(case)


@pytest.mark.parametrize(("case", "path"), _fields(CASES))
def test_every_field_is_needed(case, path):
    assert _bad_field(_without(case, path)) == path


@pytest.mark.parametrize("value", [7.5, ["x"], {"x": 1}, math.nan], ids=repr)
@pytest.mark.parametrize(("case", "path"), _fields(CASES))
def test_a_value_of_another_type_names_its_field(case, path, value):
    assert str(_bad_field(changed(case, path, value))).startswith(path)


@pytest.mark.parametrize(
    ("case", "path", "value"),
    [
        (CLAIM, "amount", 50000),
        (CLAIM, "amount", "5e4"),
        (CLAIM, "amount", "50000.00\n"),
        (CLAIM, "amount", "1234567890123"),
        (CLAIM, "amount", ""),
        (CLAIM, "at", "2026-03-02T09:00:00"),
        (CLAIM, "at", "2026-03-02"),
        (CLAIM, "at", "2026-02-30T09:00:00+08:00"),
        (CLAIM, "at", "9999-12-31T23:00:00+00:00"),
        (CLAIM, "at", "0001-01-01T00:00:00+14:00"),
        (CLAIM, "round.opens_at", None),
        (CLAIM, "barred_until", "never"),
        (CLAIM, "applicant.kind", "person"),
        (CLAIM, "applicant.staff", True),
        (CLAIM, "applicant.staff", "42"),
        (CLAIM, "applicant.staff", -1),
        (CLAIM, "applicant.legal_person", 1),
        (CLAIM, "applicant.established_on", "2026-03-03"),
        (CLAIM, "applicant.certificates.0.until", "2026-13-01"),
        (CASES[4], "applicant.students", 6),
        (CASES[4], "applicant.members", 2.0),
        (CASES[4], "on", "2026-02-29"),
        (CASES[3], "rule", "appeal"),
        (CASES[3], "start", "0000-01-01"),
        (CASES[3], "start", "9999-12-31"),
        (CASES[3], "start", "20260302"),
        (CASES[3], "start", "２０２６-03-02"),
        (CASES[6], "approved_on", "9999-10-01"),
        (CASES[7], "class", "III"),
        (CASES[7], "grade", "superb"),
        (REGISTRATION, "coupons", []),
        (REGISTRATION, "on", "9999-11-30"),
        (REGISTRATION, "contract.end", "9999-12-15"),
        (REGISTRATION, "coupons.0.claimed_on", "9999-12-20"),
        (REDEMPTION, "coupons", []),
        (REDEMPTION, "coupons.0", 50000),
        (REDEMPTION, "contract.end", "9999-12-15"),
        (CLAIM, "op", "annual_report"),
        (CLAIM, "op", []),
    ],
)
def test_what_is_no_case_names_its_field(case, path, value):
    assert _bad_field(changed(case, path, value)) == path


@pytest.mark.parametrize(
    ("case", "path", "value", "refusals"),
    [
        (CLAIM, "applicant.industry", "", ["industry"]),
        (CLAIM, "applicant.region", "mars", ["region"]),
        (CLAIM, "applicant.staff", 10**30, ["staff"]),
        (CLAIM, "applicant.annual_sales", "999999999999.99", ["annual_sales"]),
        (CLAIM, "amount", "-5.00", ["amount"]),
        (CLAIM, "amount", "100.000", ["amount"]),
        (CLAIM, "round.remaining", "-1.00", ["round_budget"]),
        (CLAIM, "round.opens_at", "9999-12-31T23:00:00+00:00", ["round_closed"]),
        (CLAIM, "round.closes_at", "0001-01-01T00:00:00+14:00", ["round_closed"]),
        (CLAIM, "used_this_year", f"150000.{'0' * 60}1", ["annual_limit"]),
        (REGISTRATION, "open_unit.status", "unheard_of", ["not_open_unit"]),
        (REGISTRATION, "coupons.0.state", "unheard_of", ["coupon_state"]),
        (REGISTRATION, "contract.category", "unheard_of", ["service_category"]),
        (REDEMPTION, "actual_amount", "-1", ["actual_amount"]),
    ],
)
def test_what_is_unknown_or_out_of_bounds_is_a_fact_that_fails(case, path, value, refusals):
    assert _answer(changed(case, path, value))["refusals"] == refusals


@pytest.mark.parametrize("moment", ["2026-03-02T01:00:00Z", "2026-03-01T20:00:00-05:00", "2026-03-02T09:00+08:00"])
def test_a_moment_may_have_any_offset(moment):
    assert _answer(changed(CLAIM, "at", moment))["allowed"]


@pytest.mark.parametrize("case_id", ["v1", "", 7, -1.5, None, "券"])
def test_the_id_comes_back(case_id):
    assert _answer({**CASES[6], "id": case_id})["id"] == case_id
    assert _answer({"id": case_id})["id"] == case_id


def test_a_case_without_an_id_is_answered():
    assert _answer({"op": "payment", "approved_on": "2026-10-01"})["id"] is None


@pytest.mark.parametrize("case_id", [True, [1], {}, math.inf, "\ud800"])
def test_an_id_that_cannot_come_back_is_refused(case_id):
    assert _answer({**CASES[6], "id": case_id})["id"] is None
    assert _bad_field({**CASES[6], "id": case_id}) == "id"


@pytest.mark.parametrize("case", [None, 1, "x", [], [{}], True])
def test_a_case_is_an_object(case):
    assert _bad_field(case) is None


@pytest.mark.parametrize("line", [b"", b"\n", b" \t\r\n", b"\xef\xbb\xbf\n", "　\n".encode()])
def test_blank_lines_are_skipped(line):
    assert _line(line) is None


@pytest.mark.parametrize(
    "line",
    [b"{", b"\xff\xfe{}", b"[" * 100_000, b'{"id": ' + b"9" * 5000 + b"}", b'{"id": 1} {}', b"\x00"],
    ids=lambda line: repr(line[:12]),
)
def test_an_unreadable_line_has_no_id(line):
    answer = _line(line)
    assert (answer["id"], answer["error"]["code"], answer["error"]["field"]) == (None, "invalid_case", None)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999"])
def test_a_number_that_is_none_is_refused_where_it_stands(number):
    answer = _line(b'{"id": "v1", "op": "payment", "approved_on": %b}' % number)
    assert (answer["id"], answer["error"]["field"]) == ("v1", "approved_on")
    assert _line(b'{"id": %b}' % number)["error"]["field"] == "id"


def test_a_byte_order_mark_does_no_harm():
    assert _line(b"\xef\xbb\xbf" + json.dumps(CASES[6]).encode())["fiscal_year"] == 2027


def test_a_line_too_long_is_one_unreadable_line(monkeypatch):
    monkeypatch.setattr(calculator, "LONGEST_LINE", 10)
    lines = list(read_lines(io.BytesIO(b"x" * 35 + b"\n" + b"{}\n" + b"y" * 10)))
    assert [len(line) for line in lines] == [11, 3, 10]
    assert _line(lines[0])["error"]["field"] is None


def test_the_message_is_chinese_and_names_the_field():
    assert "applicant.staff" in _answer(_without(CLAIM, "applicant.staff"))["error"]["message"]
    assert _answer(1)["error"]["message"].startswith("算例无效")


@given(json_values)
def test_no_json_makes_it_fail(value):
    assert isinstance(_answer(value)["error"]["message"], str)


@given(st.binary(max_size=60))
def test_no_bytes_make_it_fail(line):
    answer = _line(line)
    assert answer is None or "error" in answer


@given(st.sampled_from(CASES), st.data())
def test_no_value_anywhere_makes_it_fail(case, data):
    path = data.draw(st.sampled_from(_paths(case)))
    answer = _answer(changed(case, path, data.draw(json_values)))
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer


def test_a_reader_who_goes_away_ends_the_command_without_a_traceback():
    lines = json.dumps(CASES[6]).encode() + b"\n"
    with subprocess.Popen(
        [sys.executable, "manage.py", "calculate"], cwd=PROJECT, stdin=PIPE, stdout=PIPE, stderr=PIPE
    ) as run:
        run.stdin.write(lines)
        run.stdin.flush()
        run.stdout.readline()
        run.stdout.close()
        run.stdin.write(lines)
        run.stdin.close()
        said = run.stderr.read()
    assert (run.returncode, said) == (1, b"")

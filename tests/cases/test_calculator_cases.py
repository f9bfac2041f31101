"""The calculator against the reference cases with answers."""

import json
from pathlib import Path

import pytest

from calculator.selectors.answers import answer_line
from tests.facts import CALENDAR, POLICY

CASES = Path(__file__).parents[3] / "shared" / "cases" / "calculator.jsonl"
NONE = [pytest.param(None, marks=pytest.mark.skip(reason=f"the cases are not beside the project: {CASES}"))]


def _rows() -> list:
    if not CASES.exists():
        return NONE
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=row["case"]["id"]) for row in rows]


@pytest.mark.parametrize("row", _rows())
def test_the_answer_is_the_expected_one_to_the_letter(row):
    answer = answer_line(line=json.dumps(row["case"]).encode(), policy=POLICY, calendar=CALENDAR)
    assert list(answer.items()) == list(row["answer"].items())

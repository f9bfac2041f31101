from datetime import date

import pytest

from core.values.calendar import Calendar
from oversight.rules.hearings import answer_deadline, hearing_refusals

CALENDAR = Calendar(off=frozenset({date(2026, 3, 5)}), makeup=frozenset(), published=frozenset({2026}), version="1")
LAST = date(2026, 3, 10)


def test_a_party_has_five_working_days_to_answer():
    assert answer_deadline(proposed_on=date(2026, 3, 2), calendar=CALENDAR).day == LAST


@pytest.mark.parametrize(
    ("statement", "answer_by", "today", "codes"),
    [
        ("", LAST, date(2026, 3, 2), ["hearing_days"]),
        ("", LAST, LAST, ["hearing_days"]),
        ("", LAST, date(2026, 3, 11), []),
        ("不属实", LAST, date(2026, 3, 2), []),
        ("", None, date(2026, 3, 2), []),
    ],
)
def test_silence_counts_once_the_days_are_over(statement, answer_by, today, codes):
    found = hearing_refusals(statement=statement, answer_by=answer_by, today=today)
    assert [each.code for each in found] == codes
    assert [(each.field, each.params["answer_by"]) for each in found] == [("statement", "2026-03-10")] * len(codes)

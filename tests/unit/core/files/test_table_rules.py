"""Rules over an uploaded table run in the child process that reads it, within its limits."""

import os
from datetime import date

import pytest

from core.files.child_process import processor_seconds
from core.files.table_import import apply_to_sheets
from core.values.errors import DomainError
from tests.factories import table_rules

DAY = date(2026, 3, 2)


TABLE = "甲,1\n乙,2\n".encode()


def applied(rules, data=TABLE):
    return apply_to_sheets(data, rules=rules, params={"day": DAY})


def test_rules_run_in_another_process_and_return_what_they_found():
    found = applied(table_rules.say)
    assert found["process"] != os.getpid()
    assert (found["rows"], found["day"]) == ([["甲", "1"], ["乙", "2"]], DAY)


def test_what_rules_refuse_is_refused():
    with pytest.raises(DomainError) as caught:
        applied(table_rules.refuse)
    assert (caught.value.code, caught.value.field) == ("list_empty", "file")
    assert caught.value.params == {"count": 2, "day": "2026-03-02"}


def test_rules_that_need_too_much_end_only_the_child():
    with pytest.raises(DomainError, match="file_too_costly"):
        applied(table_rules.exhaust)


def test_the_time_of_rules_is_counted_with_that_of_the_check():
    before = processor_seconds()
    applied(table_rules.say)
    assert processor_seconds() > before


@pytest.mark.parametrize(("data", "code"), [(b"", "file_empty"), (b"\x81", "file_kind")])
def test_a_file_that_is_no_table_is_refused_before_the_rules(data, code):
    with pytest.raises(DomainError, match=code):
        applied(table_rules.say, data)

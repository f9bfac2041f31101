"""What a restored machine lacks is named by table and file."""

from collections import Counter

from scripts.drill.contents import Contents, lost

BEFORE = Contents(tables={"coupon": Counter(a=2, b=1), "event": Counter(c=1)}, files={"x": "1", "y": "2"})


def test_the_same_rows_and_files_lose_nothing():
    assert lost(before=BEFORE, after=BEFORE) == []
    assert BEFORE.rows == 4


def test_rows_and_files_that_are_added_are_no_loss():
    after = Contents(tables={**BEFORE.tables, "more": Counter(d=1)}, files={**BEFORE.files, "z": "3"})
    assert lost(before=BEFORE, after=after) == []


def test_a_row_that_is_gone_changed_or_there_once_instead_of_twice_is_lost():
    after = Contents(tables={"coupon": Counter(a=1, other=1)}, files=BEFORE.files)
    assert lost(before=BEFORE, after=after) == ["coupon: 2 of 3 rows", "event: 1 of 1 rows"]


def test_a_file_that_is_gone_or_altered_is_named():
    after = Contents(tables=BEFORE.tables, files={"x": "9"})
    assert lost(before=BEFORE, after=after) == ["x: altered", "y: lost"]

"""A sheet says as little as its file does."""

from core.values.tables import CellError, Sheet


def test_a_sheet_is_shown_and_counts_from_1900_unless_its_file_says_otherwise():
    sheet = Sheet(name="名单", rows=[])
    assert (sheet.is_hidden, sheet.hidden_rows, sheet.hidden_columns) == (False, frozenset(), frozenset())
    assert sheet.counts_from_1904 is False


def test_two_errors_of_one_reason_are_equal():
    assert CellError("error_value") == CellError("error_value") != CellError("formula_without_value")

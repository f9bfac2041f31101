"""The lines of an answer as a file: one sheet has them, and they are the same after the way through the child process."""

from decimal import Decimal

import pytest

from core.files.plain_values import decode, encode
from core.values.errors import DomainError
from core.values.tables import Sheet
from payments.rules.answer_reading import answer_lines, read_answer_file
from payments.rules.bank_answers import AnswerOutcome, LineVerdict

HEADER = ["流水号", "金额", "处理结果", "原因"]
ROWS = [HEADER, ["FK1", "1.50", "成功", ""], ["FK2", "x", "?", "户名不符"]]


def sheet(*rows, **how):
    return Sheet(name="明细", rows=list(enumerate(rows, start=1)), **how)


def read(*sheets):
    return read_answer_file(sheets, format_code="table")


def test_the_lines_of_the_visible_sheet_with_the_columns_are_read():
    found = read(sheet(["说明"]), sheet(*ROWS), sheet(*ROWS, is_hidden=True))
    assert [(each.row, each.number, each.amount, each.outcome) for each in found] == [
        (2, "FK1", Decimal("1.50"), AnswerOutcome.PAID),
        (3, "FK2", None, None),
    ]


def test_they_are_the_same_after_the_way_through_json():
    found = read(sheet(*ROWS))
    back = answer_lines(decode(encode(found)))
    assert back == found
    assert {type(each.verdict) for each in back} == {LineVerdict}


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ([sheet(["说明"])], "bank_answer_columns"),
        ([sheet(*ROWS, is_hidden=True)], "bank_answer_columns"),
        ([sheet(*ROWS), sheet(*ROWS)], "bank_answer_sheets"),
        ([sheet(HEADER)], "bank_answer_empty"),
    ],
)
def test_a_file_without_one_table_of_lines_is_refused(sheets, code):
    with pytest.raises(DomainError) as caught:
        read(*sheets)
    assert (caught.value.code, caught.value.field) == (code, "file")

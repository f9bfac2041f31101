"""回盘读取: the lines of a bank's answer as a file, and the same from plain values. Pure.

`read_answer_file` runs in the child process that reads the file (core.files.table_import.apply_to_sheets).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.values.errors import DomainError
from core.values.tables import Sheet
from payments.rules.bank_answers import ANSWER_FORMATS, AnswerLine, AnswerOutcome, LineVerdict, read_answer


def read_answer_file(sheets: Sequence[Sheet], *, format_code: str) -> list[AnswerLine]:
    """Read the one visible sheet that has the columns of the format.

    Raises `bank_answer_columns` where none has them, `bank_answer_sheets` where several have, `bank_answer_empty`.
    """
    shown = [sheet for sheet in sheets if not sheet.is_hidden]
    read = [read_answer(sheet.rows, answer_format=ANSWER_FORMATS[format_code]) for sheet in shown]
    found = [lines for lines in read if lines is not None]
    if len(found) != 1:
        raise DomainError("bank_answer_sheets" if found else "bank_answer_columns", field="file")
    if not found[0]:
        raise DomainError("bank_answer_empty", field="file")
    return found[0]


def answer_lines(plain: Iterable[Mapping[str, Any]]) -> list[AnswerLine]:
    """Return the lines whose fields the child process has sent."""
    return [AnswerLine(**{**each, **_choices(each)}) for each in plain]


def _choices(plain: Mapping[str, Any]) -> dict[str, object]:
    outcome = plain["outcome"]
    return {"outcome": outcome and AnswerOutcome(outcome), "verdict": LineVerdict(plain["verdict"])}

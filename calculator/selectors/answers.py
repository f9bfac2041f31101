"""Answers of the policy calculator (政策计算器) for command, API and page. An invalid case gives an error, never an
exception.

calculator/rules/operations.py computes the answers.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from decimal import MAX_PREC, localcontext
from functools import partial
from typing import BinaryIO

from calculator.rules.operations import Answer, answer, explain
from core.messages.catalogue import sentence
from core.values.calendar import Calendar
from core.values.errors import Refusal
from vouchers.rules.document_fields import BadDocument, bad_field
from vouchers.rules.policies import Policy

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes. A longer line is answered as unreadable, so that no input fills the memory."""


def answer_case(*, case: object, policy: Policy, calendar: Calendar) -> Answer:
    """Return the answer to a case with its id; for an invalid case `error` with code, field and message.

    Amounts may have any number of decimals here and are computed exactly.
    """
    return _answered(case, partial(answer, case=case, policy=policy, calendar=calendar))


def explain_case(*, case: object, policy: Policy, calendar: Calendar) -> Answer:
    """Return the same answer with the params of each refusal, so that a page can show limit, value and rest."""
    found = _answered(case, partial(explain, case=case, policy=policy, calendar=calendar))
    refusals = found.get("refusals")
    if isinstance(refusals, tuple):
        found["refusals"] = [{"code": refusal.code, "params": dict(refusal.params)} for refusal in refusals]
    return found


def answer_line(*, line: bytes, policy: Policy, calendar: Calendar) -> Answer | None:
    """Return the answer to one line of JSON; None for a blank one.

    NaN and infinities are parsed and then refused in their field, so that the answer keeps the case's id.
    """
    try:
        text = _decode(line)
        if not text:
            return None
        case = json.loads(text)
    except (ValueError, RecursionError):
        return {"id": None, "error": _error(Refusal(code="case_unreadable"))}
    return answer_case(case=case, policy=policy, calendar=calendar)


def read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines one by one; a line that is too long is cut off and the rest skipped."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)


def _answered(case: object, decide: Callable[[], Answer]) -> Answer:
    case_id = None
    try:
        case_id = _read_id(case)
        with localcontext(prec=MAX_PREC):
            return {"id": case_id} | decide()
    except BadDocument as bad:
        return {"id": case_id, "error": _error(bad.refusals[0])}


def _decode(line: bytes) -> str:
    if len(line) > LONGEST_LINE:
        raise ValueError("line too long")
    return line.decode("utf-8-sig").strip()


def _read_id(case: object) -> str | int | float | None:
    if not isinstance(case, Mapping):
        return None
    case_id = case.get("id")
    if isinstance(case_id, bool) or not isinstance(case_id, str | int | float | None):
        raise bad_field("case_id", field="id")
    if not _can_be_echoed(case_id):
        raise bad_field("case_id", field="id")
    return case_id


def _can_be_echoed(case_id: str | int | float | None) -> bool:
    """Whether JSON can express the id: neither infinite nor an unpaired surrogate."""
    if isinstance(case_id, float):
        return math.isfinite(case_id)
    return not isinstance(case_id, str) or not any("\ud800" <= character <= "\udfff" for character in case_id)


def _error(refusal: Refusal) -> dict[str, object]:
    message = sentence("invalid_case", {"reason": sentence(refusal.code, dict(refusal.params))})
    return {"code": "invalid_case", "field": refusal.field, "message": message}

"""回盘: what a line of the bank's answer to an order says, and what becomes of it. Pure.

A format is a row of ANSWER_FORMATS: how its file is read, and which headings its columns have. A bank's own template is
another row.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from core.values.characters import as_shown
from core.values.money import ZERO, floor_fen, parse_written_yuan
from core.values.object_numbers import Series, parse_object_number
from core.values.tables import Cell, Row


class AnswerOutcome(StrEnum):
    """What the bank says of an attempt: paid, failed, returned after it was paid (退汇), or not decided yet (处理中)."""

    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"
    PENDING = "pending"


class LineVerdict(StrEnum):
    """What becomes of a line (逐笔结果). It waits until it is judged."""

    WAITING = "waiting"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"
    PENDING = "pending"
    REPEATED = "repeated"
    NO_NUMBER = "no_number"
    UNKNOWN_NUMBER = "unknown_number"
    OTHER_ORDER = "other_order"
    OTHER_AMOUNT = "other_amount"
    OTHER_ACCOUNT = "other_account"
    NO_AMOUNT = "no_amount"
    NO_OUTCOME = "no_outcome"
    CUT = "cut"
    DOUBLED = "doubled"
    CONTRADICTS = "contradicts"
    RECOVERED = "recovered"


VERDICTS = tuple(verdict.value for verdict in LineVerdict)
ANSWERING = (LineVerdict.PAID, LineVerdict.FAILED)
"""The line answers its attempt. An attempt has one such line at most."""
SETTLING = (*ANSWERING, LineVerdict.RETURNED)
"""The line moves a payment. After the answer that it is paid, an attempt has one line at most that returns it."""
FITTING = (LineVerdict.WAITING, *SETTLING, LineVerdict.PENDING, LineVerdict.REPEATED)
UNMATCHED = tuple(verdict for verdict in LineVerdict if verdict not in FITTING)
"""The line fits nothing: it changes no payment and stays listed."""

Field = Literal["number", "amount", "outcome", "reason", "holder", "account"]
NEEDED: tuple[Field, ...] = ("number", "amount", "outcome")


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerFormat:
    """A format of the bank's answers: how the file is read, and the headings of each field.

    A file without a row of headings has those of `header`, in this order, and each of its rows has as many cells.
    """

    code: str
    reader: Literal["table", "pipes"]
    columns: Mapping[Field, Sequence[str]]
    header: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerLine:
    """A line of an answer: its row in the file, the attempt's number, yuan, the outcome and the bank's reason.

    `verdict` waits where the line can be judged, and says what is wrong with it otherwise.
    """

    row: int
    number: str
    amount: Decimal | None
    outcome: AnswerOutcome | None
    said: str
    reason: str
    holder: str
    last_four: str
    verdict: LineVerdict


@dataclass(frozen=True, kw_only=True, slots=True)
class AttemptFacts:
    """An attempt to pay: its order, yuan, the last four of its account, what was recorded, None without an answer.

    `recovered` says that a recovery of it is decided: two persons decide what becomes of a return.
    """

    order_id: int
    amount: Decimal
    last_four: str
    answered: AnswerOutcome | None
    recovered: bool = False


FIRST_ANSWER_FORMAT = "table"
ANSWER_FORMATS: Mapping[str, AnswerFormat] = {
    each.code: each
    for each in (
        AnswerFormat(
            code="table",
            reader="table",
            columns={
                "number": ("流水号", "客户流水号", "业务参考号", "企业参考号"),
                "amount": ("金额", "付款金额", "交易金额"),
                "outcome": ("处理状态", "交易状态", "状态", "处理结果"),
                "reason": ("处理结果信息", "失败原因", "原因", "状态说明"),
                "holder": ("收款户名", "收款人名称", "收款人", "户名"),
                "account": ("收款账号", "收款人账号", "钱包编号", "账号"),
            },
        ),
        AnswerFormat(
            code="cib",
            reader="pipes",
            columns={
                "number": ("备注",),
                "amount": ("金额",),
                "outcome": ("处理状态",),
                "reason": ("处理结果信息",),
                "holder": ("收款人",),
                "account": ("收款账号",),
            },
            header=(
                "序号",
                "收款账号",
                "金额",
                "收款人",
                "汇入地址",
                "开户行",
                "兴业",
                "用途",
                "备注",
                "收款行号",
                "处理状态",
                "处理结果信息",
            ),
        ),
    )
}
OUTCOMES: Mapping[str, AnswerOutcome] = {
    **dict.fromkeys(("PAYOUT", "S", "成功", "支付成功", "交易成功", "已付款", "已到账"), AnswerOutcome.PAID),
    **dict.fromkeys(
        (
            "FAIL",
            "EXPIRED",
            "F",
            "R",
            "D",
            "C",
            "M",
            "V",
            "失败",
            "支付失败",
            "交易失败",
            "已撤销",
        ),
        AnswerOutcome.FAILED,
    ),
    **dict.fromkeys(("B", "T", "退票", "已退票", "退汇", "已退汇", "退款", "汇出退回"), AnswerOutcome.RETURNED),
    **dict.fromkeys(("SUBMIT_SUCC", "PENDING", "U", "处理中", "已提交", "结果未知", "审核中"), AnswerOutcome.PENDING),
}
"""The words of banks → outcome. A word that is not here settles nothing."""


def read_answer(rows: Sequence[Row], *, answer_format: AnswerFormat) -> list[AnswerLine] | None:
    """Return the lines of a sheet; None where it has no row of headings with number, amount and outcome."""
    filled = [(row, cells) for row, cells in rows if any(_text(cell) for cell in cells)]
    if answer_format.header:
        header, body = list(answer_format.header), filled
    else:
        start = next((at for at, (_, cells) in enumerate(filled) if _has_needed(cells, answer_format)), None)
        if start is None:
            return None
        header, body = [_text(cell) for cell in filled[start][1]], filled[start + 1 :]
    places = _places(header, answer_format)
    width = len(answer_format.header) or max(places[field] for field in NEEDED) + 1
    exact = bool(answer_format.header)
    return _with_doubled([_line(row, cells, places=places, width=width, exact=exact) for row, cells in body])


def judge(line: AnswerLine, *, facts: AttemptFacts | None, order_id: int) -> LineVerdict:
    """Return what becomes of a waiting line that was imported for an order; `facts` are None for an unknown number."""
    if facts is None:
        return LineVerdict.UNKNOWN_NUMBER
    if facts.order_id != order_id:
        return LineVerdict.OTHER_ORDER
    if line.amount != facts.amount:
        return LineVerdict.OTHER_AMOUNT
    if line.last_four.isalnum() and line.last_four != facts.last_four:
        return LineVerdict.OTHER_ACCOUNT
    if line.outcome is None:
        return LineVerdict.NO_OUTCOME
    if facts.answered is None:
        return LineVerdict.FAILED if line.outcome == AnswerOutcome.RETURNED else LineVerdict(line.outcome)
    if (facts.answered, line.outcome) == (AnswerOutcome.PAID, AnswerOutcome.RETURNED):
        return LineVerdict.RECOVERED if facts.recovered else LineVerdict.RETURNED
    return LineVerdict.REPEATED if line.outcome in _REPEATING[facts.answered] else LineVerdict.CONTRADICTS


_UNPAID = (AnswerOutcome.FAILED, AnswerOutcome.RETURNED, AnswerOutcome.PENDING)
_REPEATING: Mapping[AnswerOutcome, Sequence[AnswerOutcome]] = {
    AnswerOutcome.PAID: (AnswerOutcome.PAID, AnswerOutcome.PENDING),
    AnswerOutcome.FAILED: _UNPAID,
    AnswerOutcome.RETURNED: _UNPAID,
}
"""What was recorded → what says nothing new. That returned money is paid is listed: it may be an old line or a second payment."""


def parse_attempt_number(text: str) -> tuple[int, int] | None:
    """Return the payment's id and the ordinal in the number of an attempt; None for another text."""
    payment, _, ordinal = text.rpartition("-")
    number = parse_object_number(payment)
    if number is None or number.series is not Series.PAYMENT or not _ORDINAL.fullmatch(ordinal):
        return None
    return number.pk, int(ordinal)


_ORDINAL = re.compile(r"[1-9][0-9]{0,3}")


def _has_needed(cells: Sequence[Cell], answer_format: AnswerFormat) -> bool:
    places = _places([_text(cell) for cell in cells], answer_format)
    return all(field in places for field in NEEDED)


def _places(header: Sequence[str], answer_format: AnswerFormat) -> dict[Field, int]:
    """Map each field to its column. Of several headings the first of the format counts."""
    found: dict[Field, int] = {}
    for field, headings in answer_format.columns.items():
        place = next((header.index(heading) for heading in headings if heading in header), None)
        if place is not None:
            found[field] = place
    return found


def _line(row: int, cells: Sequence[Cell], *, places: Mapping[Field, int], width: int, exact: bool) -> AnswerLine:
    texts = {field: _text(cells[place]) if place < len(cells) else "" for field, place in places.items()}
    amount_place = places["amount"]
    amount = _amount(cells[amount_place]) if amount_place < len(cells) else None
    line = AnswerLine(
        row=row,
        number=texts["number"].upper()[:60],
        amount=amount,
        outcome=OUTCOMES.get(texts["outcome"].upper()),
        said=texts["outcome"][:100],
        reason=texts.get("reason", "")[:500],
        holder=texts.get("holder", "")[:200],
        last_four=texts.get("account", "")[-4:],
        verdict=LineVerdict.WAITING,
    )
    fits = len(cells) == width if exact else len(cells) >= width
    return replace(line, verdict=_fault(line) if fits else LineVerdict.CUT)


def _fault(line: AnswerLine) -> LineVerdict:
    """Return what is wrong with a line by itself, or that it can be judged."""
    if not line.number:
        return LineVerdict.NO_NUMBER
    if parse_attempt_number(line.number) is None:
        return LineVerdict.UNKNOWN_NUMBER
    if line.amount is None:
        return LineVerdict.NO_AMOUNT
    return LineVerdict.WAITING if line.outcome is not None else LineVerdict.NO_OUTCOME


def _with_doubled(lines: Sequence[AnswerLine]) -> list[AnswerLine]:
    """Mark the lines of a number that one file answers in two ways: none of them settles anything."""
    said: dict[str, set[tuple[Decimal | None, AnswerOutcome | None]]] = defaultdict(set)
    for line in lines:
        if line.verdict == LineVerdict.WAITING:
            said[line.number].add((line.amount, line.outcome))
    return [
        replace(line, verdict=LineVerdict.DOUBLED)
        if line.verdict == LineVerdict.WAITING and len(said[line.number]) > 1
        else line
        for line in lines
    ]


def _amount(cell: Cell) -> Decimal | None:
    """Return the amount of a cell; None for anything that is not a positive amount in fen below 10^12 yuan."""
    try:
        amount = parse_written_yuan(_text(cell))
    except ValueError:
        return None
    fen = floor_fen(amount)
    return fen if ZERO < fen == amount else None


def _text(cell: Cell) -> str:
    """Return a cell as text, without the spaces around it. A whole number has no decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return as_shown(cell) if isinstance(cell, str) else "" if cell is None else str(cell)

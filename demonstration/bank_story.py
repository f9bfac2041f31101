"""What the bank answers to orders: files with paid, failed and returned payments, and a line without a number."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from core.values.tables import Sheet
from demonstration.people import FINANCE, SECOND_FINANCE, acting
from payments.rules.answer_reading import read_answer_file
from payments.rules.bank_answers import ANSWER_FORMATS
from payments.selectors.bank_answers import list_lines
from payments.selectors.bank_files import iterate_order_attempts
from payments.services.bank_answers import AnswerFile, import_answer
from payments.services.manual_answers import confirm_answer, propose_match, refuse_answer

HEADER = ("流水号", "收款账号", "收款户名", "金额", "处理状态", "失败原因")
Row = tuple[str, str, str, str, str, str]


def answer_order(order_id: int, titles: Mapping[int, str], *, failed: Collection[str], at: datetime) -> None:
    """Import the bank's answer to an order: all paid but those of the titles in `failed`."""
    said = {pk: ("失败", "收款户名不符") if title in failed else ("成功", "") for pk, title in titles.items()}
    _import(order_id, _rows(order_id, said), name="回盘.csv", at=at)


def return_money(order_id: int, titles: Mapping[int, str], *, returned: Collection[str], at: datetime) -> None:
    """Import a later answer that returns the payments of the titles (退汇)."""
    said = {pk: ("退汇", "收款账户已销户") for pk, title in titles.items() if title in returned}
    if said:
        _import(order_id, _rows(order_id, said), name="退汇.csv", at=at)


def answer_without_number(order_id: int, *, confirmed: bool, at: datetime) -> None:
    """Import an answer whose line has no number, and match it by two persons.

    Otherwise the first match is refused, and the second one waits.
    """
    [first, *_] = iterate_order_attempts(order_id)
    finance, second = acting(FINANCE).user_id, acting(SECOND_FINANCE).user_id
    ((_, *rest),) = _rows(order_id, {first.payment_id: ("成功", "")})
    line_id = _import(order_id, [("", *rest)], name="手机银行回单.csv", at=at)
    match = propose_match(line_id=line_id, number=first.number, actor_id=finance, at=at)
    if confirmed:
        confirm_answer(answer_id=match.pk, version=match.version, actor_id=second, at=at)
        return
    refuse_answer(answer_id=match.pk, reason="请先向银行核对收款账号", actor_id=second, at=at)
    propose_match(line_id=line_id, number=first.number, actor_id=finance, at=at)


def _rows(order_id: int, said: Mapping[int, tuple[str, str]]) -> list[Row]:
    return [
        (each.number, each.account.masked, each.account.holder, f"{each.amount:.2f}", *said[each.payment_id])
        for each in iterate_order_attempts(order_id)
        if each.payment_id in said
    ]


def _import(order_id: int, rows: Iterable[Sequence[str]], *, name: str, at: datetime) -> int:
    """Import a csv, read without the child process of uploads; return the id of its first line."""
    lines = [HEADER, *rows]
    sheet = Sheet(name="", rows=[(number, list(row)) for number, row in enumerate(lines, start=1)])
    content = "\r\n".join(",".join(row) for row in lines).encode("gb18030")
    file = AnswerFile(
        format=ANSWER_FORMATS["table"],
        name=name,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        lines=read_answer_file([sheet], format_code="table"),
    )
    answer = import_answer(file=file, order_id=order_id, actor_id=acting(FINANCE).user_id, at=at)
    return list_lines(answer.pk, limit=1)[0].pk

"""The bank's answers to orders: files with the lines of its attempts, and their import."""

from datetime import datetime

from payments.models import BankAnswer, PaymentAttempt
from payments.services.bank_answers import AnswerFile, import_answer, open_answer
from tests.factories.batches import FINANCE, OVER, someone

HEADER = "流水号,收款账号,收款户名,金额,处理状态,失败原因"


def line(attempt: PaymentAttempt, said: str = "成功", *, reason: str = "", amount: str = "", number: str = "") -> str:
    """The line of an attempt in a csv, by default as it was sent."""
    money = amount or f"{attempt.amount:.2f}"
    return (
        f"{number or attempt.number},****{attempt.account.last_four},{attempt.account.holder},{money},{said},{reason}"
    )


def table(*lines: str, encoding: str = "gb18030") -> bytes:
    """A csv with headings and these lines."""
    return "\r\n".join([HEADER, *lines, ""]).encode(encoding)


def attempts(order_id: int) -> list[PaymentAttempt]:
    """The attempts of an order, in the order of its file."""
    return list(PaymentAttempt.objects.filter(order=order_id).order_by("position"))


def opened(data: bytes, *, code: str = "table", name: str = "回盘.csv") -> AnswerFile:
    """The file, read."""
    return open_answer(format_code=code, name=name, data=data)


def imported(order_id: int, *lines: str, at: datetime = OVER) -> BankAnswer:
    """An imported answer with these lines; without any, one that says of each attempt that it is paid."""
    said = lines or [line(each) for each in attempts(order_id)]
    return import_answer(file=opened(table(*said)), order_id=order_id, actor_id=someone(FINANCE), at=at)

"""Reads of attempts to pay and of the files for the bank."""

from collections.abc import Iterator
from typing import TypeAlias

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from core.values.errors import DomainError
from payments.models import BankAnswerLine, BankFile, PayeeAccount, PaymentAttempt, PaymentOrder
from payments.rules.bank_answers import SETTLING, LineVerdict
from payments.rules.payee_accounts import AccountKind
from payments.selectors.order_runs import PAGE

BankFileRow: TypeAlias = BankFile
"""The type of a row, for pages and views, which may not import models."""


def get_bank_file(order_id: int) -> BankFile:
    """Return the file of an order with its bytes. Raises `not_found`; `illegal_state` before the order is sent."""
    row = BankFile.objects.select_related("order").filter(order=order_id).first()
    if row is None:
        order = PaymentOrder.objects.filter(pk=order_id).first()
        if order is None:
            raise DomainError("not_found", kind="missing")
        raise DomainError("illegal_state", kind="refused", state=order.state)
    return row


def find_bank_file(order_id: int) -> BankFile | None:
    """Return the file of an order without its bytes, or None before the order is sent."""
    rows = BankFile.objects.select_related("order", "made_by").defer("content_encrypted")
    return rows.filter(order=order_id).first()


def list_attempts(payment_id: int) -> list[PaymentAttempt]:
    """Return the attempts of a payment, the newest first, each with what the bank `said` of it last."""
    said = Prefetch("answers", queryset=_newest_answers(), to_attr="said")
    rows = PaymentAttempt.objects.filter(payment=payment_id).select_related("payment", "order", "account")
    rows = rows.prefetch_related(said)
    return list(rows.order_by("-ordinal"))


def iterate_order_attempts(order_id: int) -> Iterator[PaymentAttempt]:
    """Return the attempts of an order with their accounts, in the order of its file, read in pages."""
    rows = PaymentAttempt.objects.filter(order=order_id).select_related("payment", "account")
    return rows.order_by("position").iterator(chunk_size=PAGE)


def _newest_answers() -> QuerySet[BankAnswerLine]:
    """The last line of each attempt that says what the bank did or that it is still working."""
    telling = BankAnswerLine.objects.filter(verdict__in=[*SETTLING, LineVerdict.PENDING])
    newest = telling.filter(attempt=OuterRef("attempt")).order_by("-pk").values("pk")[:1]
    return telling.filter(pk=Subquery(newest))


def get_order_kind(order_id: int) -> AccountKind:
    """Return the kind of the accounts of an order: they are all of one kind."""
    kinds = PayeeAccount.objects.filter(payments__order=order_id).values_list("kind", flat=True)
    return AccountKind(kinds.order_by().distinct().first() or AccountKind.BANK)


def list_account_kinds(account_ids: list[int]) -> set[str]:
    """Return the kinds of these accounts."""
    return set(PayeeAccount.objects.filter(pk__in=account_ids).values_list("kind", flat=True))

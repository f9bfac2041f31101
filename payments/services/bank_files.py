"""Files for the bank: made once from the attempts of an order, opened again only as the same bytes."""

import base64
import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from core.database.transactions import assert_inside, write
from core.events.recording import Change, record
from core.files.table_export import Column, xlsx_bytes
from core.personal_data.encryption import decrypt, encrypt
from core.values.errors import DomainError, Refused
from core.values.money import ZERO, yuan
from payments.models import BankFile, PayeeAccount, Payment, PaymentAttempt, PaymentOrder
from payments.rules.bank_files import FORMATS, BankFormat, CellValue, FileLine, character_refusals
from payments.selectors.bank_files import get_bank_file, iterate_order_attempts
from payments.services.payee_accounts import open_number
from payments.services.set_aside import require_no_conflict_in

Writer = Callable[[Iterable[FileLine], BankFormat], bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedFile:
    """A file as the bank gets it: its name and its bytes."""

    name: str
    content: bytes


def check_bank_file(payments: Sequence[Payment], *, format_code: str) -> None:
    """Refuse a format for payments whose accounts are fixed, before an attempt is made.

    Raises `bank_file_format` for a format of another kind of accounts, `bank_file_character` for every cell with a
    character that its encoding lacks.
    """
    accounts = PayeeAccount.objects.in_bulk({payment.account_id for payment in payments})
    bank_format = _require_format(format_code, kinds={account.kind for account in accounts.values()})
    opened = {pk: open_number(account) for pk, account in accounts.items()}
    lines = [
        _line(accounts[each.account_id], payment=each, number=each.number, opened=opened[each.account_id])
        for each in payments
        if each.account_id
    ]
    if refusals := character_refusals(lines, bank_format=bank_format):
        raise Refused(refusals)


def make_attempts(order: PaymentOrder, payments: Sequence[Payment], *, after: int, at: datetime) -> None:
    """Create the attempts of locked payments that are about to be sent, in the order of their ids, behind line `after`."""
    assert_inside()
    before = PaymentAttempt.objects.filter(payment__in=payments).values("payment_id").annotate(last=Max("ordinal"))
    last = dict(before.values_list("payment_id", "last"))
    accounts = PayeeAccount.objects.in_bulk({payment.account_id for payment in payments})
    PaymentAttempt.objects.bulk_create(
        PaymentAttempt(
            payment=payment,
            order=order,
            account=accounts[payment.account_id],
            ordinal=last.get(payment.pk, 0) + 1,
            position=position,
            amount=payment.amount,
            made_at=at,
        )
        for position, payment in enumerate(payments, start=after + 1)
    )


def make_bank_file(order: PaymentOrder, *, format_code: str, actor_id: int, at: datetime) -> BankFile:
    """Write the file of a locked order's attempts and store it with its hash (生成拨款文件).

    The lines are read and written one after the other: a large order is never in memory as a whole, its file is.
    `check_bank_file` has passed.
    """
    assert_inside()
    bank_format = FORMATS[format_code]
    lines = _Counted(order.pk)
    content = WRITERS[bank_format.writer](lines, bank_format)
    return BankFile.objects.create(
        order=order,
        format=bank_format.code,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        count=lines.count,
        total=lines.total,
        content_encrypted=encrypt(base64.b64encode(content).decode(), context=_context(order.pk)),
        made_by_id=actor_id,
        made_at=at,
    )


@write
def open_bank_file(*, order_id: int, actor_id: int, at: datetime) -> OpenedFile:
    """Return the stored file of an order, the same bytes each time, and record who opened it (下载拨款文件).

    Raises `not_found`, `illegal_state` before the order is sent, `conflict_of_interest` about any of its payments,
    `bank_file_damaged` for bytes that do not have the stored hash.
    """
    file = get_bank_file(order_id)
    require_no_conflict_in(order_id, actor_id=actor_id, at=at)
    content = base64.b64decode(decrypt(bytes(file.content_encrypted), context=_context(order_id)))
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise DomainError("bank_file_damaged", kind="refused", file=file.name)
    record(
        Change(
            type="payment_order.file_opened",
            subject_kind="payment_order",
            subject_id=order_id,
            actor_id=actor_id,
            at=at,
            data={"file": file.name, "sha256": file.sha256},
        )
    )
    return OpenedFile(name=file.name, content=content)


def _require_format(code: str, *, kinds: set[str]) -> BankFormat:
    found = FORMATS.get(code)
    if found is None or kinds != {found.kind}:
        raise DomainError("bank_file_format", field="format", kind="refused", format=code)
    return found


class _Counted:
    """The lines of an order's file by position, counted and summed while they are written. Each account is opened once."""

    def __init__(self, order_id: int) -> None:
        self.order_id, self.count, self.total = order_id, 0, ZERO

    def __iter__(self) -> Iterator[FileLine]:
        opened: dict[int, str] = {}
        for attempt in iterate_order_attempts(self.order_id):
            account = attempt.account
            if account.pk not in opened:
                opened[account.pk] = open_number(account)
            self.count, self.total = self.count + 1, self.total + attempt.amount
            yield _line(account, payment=attempt.payment, number=attempt.number, opened=opened[account.pk])


def _line(account: PayeeAccount, *, payment: Payment, number: str, opened: str) -> FileLine:
    return FileLine(
        number=number,
        account=opened,
        holder=account.holder,
        bank_name=account.bank_name,
        bank_code=account.bank_code,
        amount=payment.amount,
        purpose=payment.label,
    )


def _context(order_id: int) -> str:
    return f"bank_file:{order_id}"


def _write_csv(lines: Iterable[FileLine], bank_format: BankFormat) -> bytes:
    """Write a file that the bank's programs read: plain cells, without the marks that a spreadsheet would need."""
    content = io.BytesIO()
    with io.TextIOWrapper(content, encoding=bank_format.encoding, newline="", write_through=True) as text:
        rows = csv.writer(text)
        rows.writerow([column.heading for column in bank_format.columns])
        rows.writerows([_plain(column.value(line)) for column in bank_format.columns] for line in lines)
        return content.getvalue()


def _plain(value: CellValue) -> str:
    return value if isinstance(value, str) else yuan(value)


def _write_xlsx(lines: Iterable[FileLine], bank_format: BankFormat) -> bytes:
    columns = [Column(label=column.heading, value=column.value) for column in bank_format.columns]
    return xlsx_bytes(columns=columns, rows=lines)


WRITERS: Mapping[str, Writer] = {"csv": _write_csv, "xlsx": _write_xlsx}
"""Writer of a format (payments/rules/bank_files.py) → the function that writes its bytes."""

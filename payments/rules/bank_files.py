"""拨款文件: the formats of files for the bank as data, and what cannot be written in them. Pure.

A format is a row of FORMATS: its writer, its encoding, and its columns. A bank's own template is another row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.values.errors import Refusal
from core.values.money import capitals
from payments.rules.payee_accounts import AccountKind

CellValue = str | Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class FileLine:
    """One attempt to pay, as it stands in a file: its number, the account, yuan, the purpose."""

    number: str
    account: str
    holder: str
    bank_name: str
    bank_code: str
    amount: Decimal
    purpose: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FileColumn:
    """A column: its heading in the file, and its value. Digits are text, so that no zero is lost."""

    heading: str
    value: Callable[[FileLine], CellValue]


@dataclass(frozen=True, kw_only=True, slots=True)
class BankFormat:
    """A format of files for the bank: who writes it, in which encoding, for which kind of accounts."""

    code: str
    writer: Literal["xlsx", "csv"]
    encoding: str
    kind: AccountKind
    columns: Sequence[FileColumn]


_NUMBER = FileColumn(heading="流水号", value=lambda line: line.number)
_HOLDER = FileColumn(heading="收款户名", value=lambda line: line.holder)
_MONEY = (
    FileColumn(heading="金额", value=lambda line: line.amount),
    FileColumn(heading="金额大写", value=lambda line: f"人民币{capitals(line.amount)}"),
    FileColumn(heading="用途", value=lambda line: line.purpose),
)
TO_ACCOUNTS = (
    _NUMBER,
    FileColumn(heading="收款账号", value=lambda line: line.account),
    _HOLDER,
    FileColumn(heading="开户行", value=lambda line: line.bank_name),
    FileColumn(heading="联行号", value=lambda line: line.bank_code),
    *_MONEY,
)
TO_WALLETS = (
    _NUMBER,
    FileColumn(heading="钱包编号", value=lambda line: line.account),
    _HOLDER,
    FileColumn(heading="运营机构", value=lambda line: line.bank_name),
    *_MONEY,
)

FIRST_FORMAT = "xlsx"
"""The format of a file where none is chosen."""
FORMATS: Mapping[str, BankFormat] = {
    each.code: each
    for each in (
        BankFormat(code="xlsx", writer="xlsx", encoding="utf-8", kind=AccountKind.BANK, columns=TO_ACCOUNTS),
        BankFormat(code="csv_gb18030", writer="csv", encoding="gb18030", kind=AccountKind.BANK, columns=TO_ACCOUNTS),
        BankFormat(code="csv_gbk", writer="csv", encoding="gbk", kind=AccountKind.BANK, columns=TO_ACCOUNTS),
        BankFormat(code="csv_utf8", writer="csv", encoding="utf-8-sig", kind=AccountKind.BANK, columns=TO_ACCOUNTS),
        BankFormat(code="ecny_xlsx", writer="xlsx", encoding="utf-8", kind=AccountKind.WALLET, columns=TO_WALLETS),
        BankFormat(code="ecny_csv", writer="csv", encoding="utf-8-sig", kind=AccountKind.WALLET, columns=TO_WALLETS),
    )
}


def formats_for(kind: AccountKind) -> list[BankFormat]:
    """Return the formats for a kind of accounts, the usual one first."""
    return [each for each in FORMATS.values() if each.kind == kind]


def character_refusals(lines: Sequence[FileLine], *, bank_format: BankFormat) -> list[Refusal]:
    """Return a refusal for each cell with a character that the encoding lacks: the payee, the heading, the character."""
    return [
        Refusal(
            code="bank_file_character",
            params={"payee": line.holder, "heading": column.heading, "character": lacking},
        )
        for line in lines
        for column in bank_format.columns
        if (lacking := _lacking(column.value(line), encoding=bank_format.encoding))
    ]


def _lacking(value: CellValue, *, encoding: str) -> str:
    """Return the first character of a text that an encoding lacks; empty if it has all."""
    if isinstance(value, Decimal):
        return ""
    try:
        value.encode(encoding)
    except UnicodeEncodeError as error:
        return value[error.start]
    return ""

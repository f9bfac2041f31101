"""The formats of files for the bank, and the characters that their encodings lack."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.values.errors import Refusal
from payments.rules.bank_files import (
    FIRST_FORMAT,
    FORMATS,
    TO_ACCOUNTS,
    TO_WALLETS,
    FileLine,
    character_refusals,
    formats_for,
)
from payments.rules.payee_accounts import AccountKind

LINE = FileLine(
    number="ZF2026-0000004-1",
    account="0200000109014400123",
    holder="示例研究院",
    bank_name="示例银行",
    bank_code="999100000011",
    amount=Decimal("16409.02"),
    purpose="DX2026-0000001",
)
RARE = "𠮷"
"""A character of names that GBK lacks."""


def test_the_cells_of_a_line_to_an_account() -> None:
    cells = {column.heading: column.value(LINE) for column in FORMATS["xlsx"].columns}
    assert cells == {
        "流水号": "ZF2026-0000004-1",
        "收款账号": "0200000109014400123",
        "收款户名": "示例研究院",
        "开户行": "示例银行",
        "联行号": "999100000011",
        "金额": Decimal("16409.02"),
        "金额大写": "人民币壹万陆仟肆佰零玖元零贰分",
        "用途": "DX2026-0000001",
    }


def test_a_wallet_has_its_id_and_no_bank_code() -> None:
    cells = {column.heading: column.value(LINE) for column in FORMATS["ecny_csv"].columns}
    assert cells == {
        "流水号": "ZF2026-0000004-1",
        "钱包编号": "0200000109014400123",
        "收款户名": "示例研究院",
        "运营机构": "示例银行",
        "金额": Decimal("16409.02"),
        "金额大写": "人民币壹万陆仟肆佰零玖元零贰分",
        "用途": "DX2026-0000001",
    }


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (AccountKind.BANK, ["xlsx", "csv_gb18030", "csv_gbk", "csv_utf8"]),
        (AccountKind.WALLET, ["ecny_xlsx", "ecny_csv"]),
    ],
)
def test_the_formats_for_a_kind_of_accounts(kind: AccountKind, codes: list[str]) -> None:
    assert [each.code for each in formats_for(kind)] == codes


@pytest.mark.parametrize(
    ("code", "writer", "encoding", "columns"),
    [
        ("xlsx", "xlsx", "utf-8", TO_ACCOUNTS),
        ("csv_gb18030", "csv", "gb18030", TO_ACCOUNTS),
        ("csv_gbk", "csv", "gbk", TO_ACCOUNTS),
        ("csv_utf8", "csv", "utf-8-sig", TO_ACCOUNTS),
        ("ecny_xlsx", "xlsx", "utf-8", TO_WALLETS),
        ("ecny_csv", "csv", "utf-8-sig", TO_WALLETS),
    ],
)
def test_each_format_has_its_writer_its_encoding_and_its_columns(code, writer, encoding, columns) -> None:
    found = FORMATS[code]
    assert (found.writer, found.encoding, found.columns) == (writer, encoding, columns)


def test_a_file_is_a_workbook_unless_another_format_is_chosen() -> None:
    assert FIRST_FORMAT == "xlsx"


@pytest.mark.parametrize("code", ["xlsx", "csv_gb18030", "csv_utf8"])
def test_these_encodings_have_every_character(code: str) -> None:
    assert character_refusals([replace(LINE, holder=RARE)], bank_format=FORMATS[code]) == []


def test_a_character_that_gbk_lacks_is_named_with_its_payee_and_column() -> None:
    lines = [LINE, replace(LINE, holder=f"示例{RARE}院", bank_name=RARE)]
    found = character_refusals(lines, bank_format=FORMATS["csv_gbk"])
    assert found == [
        Refusal(code="bank_file_character", params={"payee": f"示例{RARE}院", "heading": each, "character": RARE})
        for each in ("收款户名", "开户行")
    ]

"""Which texts a spreadsheet would turn into something else when it opens a csv file."""

import pytest

from core.values.spreadsheets import would_be_converted


@pytest.mark.parametrize(
    "text",
    [
        "911101081234567890",
        "007",
        "7",
        "26112000000000000001",
        "12E3",
        "1,000.50",
        "5%",
        "3-1",
        "3/1",
        "2026-03-02",
        "2026.3.2",
        "8:30",
        "3月1日",
        "2026年3月",
        "2026年3月1日",
        "1-Mar",
        "1-jan",
        "31-dec",
        "dec-1",
        "jan 1",
        "1" * 40,
        "MAR2026",
        "true",
    ],
)
def test_what_a_spreadsheet_converts(text):
    assert would_be_converted(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HT-2026-001",
        "91110108XXXXXXX19E",
        "BJ2026-0000001",
        "第3批",
        "示例",
        "3-1 号",
        "a1",
        "-5",
        "=1+1",
        "1" * 41,
    ],
)
def test_what_it_keeps(text):
    assert not would_be_converted(text)

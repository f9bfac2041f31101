"""Uploads: content matches the extension, and active content is refused."""

import io
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.files.uploads import FORMATS, KINDS, SIZE_LIMIT, accept, display_name
from core.values.errors import DomainError
from tests import files


def refusal(name: str, data: bytes, *, kind: str = "result") -> str:
    with pytest.raises(DomainError) as caught:
        accept(kind=kind, file=files.upload(name, data))
    assert caught.value.field == "file"
    return caught.value.code


@pytest.mark.parametrize(
    ("kind", "name", "data", "media_type"),
    [
        ("contract", "合同.pdf", files.pdf(), "application/pdf"),
        ("result", "报告.XLSX", files.xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("invoice", "发票.ofd", files.archive("OFD.xml"), "application/ofd"),
        ("invoice", "发票.xml", b'<?xml version="1.0"?><EInvoice/>', "application/xml"),
        ("result", "数据.csv", "日期,金额\n2026-03-02,1.00\n".encode("gb18030"), "text/csv"),
        ("payment_proof", "回单.png", files.image("PNG"), "image/png"),
        ("payment_proof", "回单.jpg", files.image("JPEG"), "image/jpeg"),
        ("payment_proof", "回单.jpeg", files.image("JPEG"), "image/jpeg"),
    ],
)
def test_an_honest_file_is_accepted(kind, name, data, media_type):
    accepted = accept(kind=kind, file=files.upload(name, data))
    assert (accepted.name, accepted.media_type) == (name, media_type)


def test_the_hash_is_that_of_what_was_brought():
    accepted = accept(kind="result", file=files.upload("a.csv", b"abc"))
    assert accepted.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_every_kind_names_known_formats():
    assert {extension for allowed in KINDS.values() for extension in allowed} == set(FORMATS)


@pytest.mark.parametrize("name", ["报告.exe", "报告.pdf.exe", "报告", "报告.svg", "报告.docx", "报告.xlsm"])
def test_an_extension_that_is_not_allowed_is_refused(name):
    assert refusal(name, files.pdf()) in {"file_extension", "file_name"}


def test_a_contract_is_a_pdf_only():
    with pytest.raises(DomainError) as caught:
        accept(kind="contract", file=files.upload("合同.png", files.image()))
    assert (caught.value.code, caught.value.params) == ("file_extension", {"allowed": "pdf"})


def test_an_extension_that_runs_is_refused_inside_a_name_too():
    assert refusal("报告.exe.pdf", files.pdf()) == "file_name"


def test_an_empty_file_is_refused():
    assert refusal("报告.pdf", b"") == "file_empty"


@pytest.mark.parametrize(("size", "fits"), [(SIZE_LIMIT - 1, True), (SIZE_LIMIT, True), (SIZE_LIMIT + 1, False)])
def test_the_size_limit(size, fits):
    data = b"1," * (size // 2) + b"1" * (size % 2)
    if fits:
        assert len(accept(kind="result", file=files.upload("数据.csv", data)).data) == size
    else:
        assert refusal("数据.csv", data) == "file_too_large"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", files.image()),
        ("a.pdf", b"MZ\x90\x00" + bytes(200)),
        ("a.pdf", b"<html><script>alert(1)</script></html>"),
        ("a.pdf", b"GIF89a " + files.pdf()),
        ("a.png", files.image("JPEG")),
        ("a.jpg", files.pdf()),
        ("a.xlsx", files.archive("word/document.xml")),
        ("a.xlsx", files.pdf()),
        ("a.xlsx", b"#!/bin/sh\n" + files.xlsx()),
        ("a.csv", b"a,b\x00c"),
        ("a.csv", files.image()),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name, data):
    assert refusal(name, data) == "file_content"


def test_a_pdf_that_is_a_zip_as_well_is_refused():
    assert refusal("a.pdf", files.pdf() + files.xlsx()) == "file_content"


def test_a_pdf_with_something_after_its_end_is_refused():
    assert refusal("a.pdf", files.pdf() + b"<script>") == "file_damaged"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n%%EOF\n", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF", files.pdf()[:200]]
)
def test_a_broken_pdf_is_refused(data):
    assert refusal("a.pdf", data) == "file_damaged"


def with_open_action(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def with_launch(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
    document.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])


def with_named_script(document):
    script = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=document.make_stream(b"x=1")))
    names = pikepdf.Array([pikepdf.String("x"), script])
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))


def with_form(document):
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=document.make_stream(b"<xdp/>"))


@pytest.mark.parametrize("change", [with_open_action, with_launch, with_named_script, with_form])
def test_a_pdf_that_runs_something_is_refused(change):
    assert refusal("a.pdf", files.pdf(change=change)) == "file_script"


def test_a_pdf_with_a_script_in_a_compressed_object_is_refused():
    data = files.pdf(change=with_open_action, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in data
    assert refusal("a.pdf", data) == "file_script"


def test_a_pdf_with_a_file_in_it_is_refused():
    def embed(document):
        document.attachments["a.exe"] = b"MZ"

    assert refusal("a.pdf", files.pdf(change=embed)) == "file_embedded"


def test_a_pdf_that_asks_for_a_password_is_refused():
    data = files.pdf(encryption=pikepdf.Encryption(owner="owner", user="secret"))
    assert refusal("a.pdf", data) == "file_encrypted"


def test_a_pdf_that_opens_without_its_owners_password_is_accepted():
    data = files.pdf(encryption=pikepdf.Encryption(owner="owner", user=""))
    assert files.accepted("a.pdf", data).data == data


def test_a_script_in_a_pdf_with_an_owners_password_is_found():
    data = files.pdf(encryption=pikepdf.Encryption(owner="owner", user=""), change=with_open_action)
    assert refusal("a.pdf", data) == "file_script"


def test_a_pdf_with_a_link_and_a_bookmark_is_accepted():
    def link(document):
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.com/"))
        document.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("1", 0))

    assert accept(kind="result", file=files.upload("a.pdf", files.pdf(change=link))).media_type == "application/pdf"


@pytest.mark.parametrize(("megabytes", "fits"), [(1, True), (63, True), (65, False)])
def test_a_pdf_whose_objects_unpack_too_far_is_refused(megabytes, fits):
    data = pdf_with_object_stream(padding=megabytes * 1024**2)
    assert len(data) < 2_000
    if fits:
        assert accept(kind="result", file=files.upload("a.pdf", data)).data == data
    else:
        assert refusal("a.pdf", data) == "file_damaged"


def pdf_with_object_stream(*, padding: int) -> bytes:
    """Return a PDF whose catalogue is in an object stream, compressed twice, followed by blanks."""
    page = b"<</Type/Page/MediaBox[0 0 9 9]>>"
    content = b"1 0 <</Type/Catalog/Pages<</Type/Pages/Kids[%s]/Count 1>>>>" % page + b" " * padding
    packed = zlib.compress(zlib.compress(content, 9), 9)
    filters = b"/Filter[/FlateDecode/FlateDecode]/Length %d" % len(packed)
    body = b"%%PDF-1.5\n2 0 obj<</Type/ObjStm/N 1/First 4%s>>stream\n" % filters
    stream_at = len(b"%PDF-1.5\n")
    data = body + packed + b"\nendstream endobj\n"
    xref_at = len(data)
    rows = b"\x00\x00\x00\x00\x00" + b"\x02\x00\x00\x02\x00" + b"\x01" + stream_at.to_bytes(3) + b"\x00"
    rows += b"\x01" + xref_at.to_bytes(3) + b"\x00"
    data += b"3 0 obj<</Type/XRef/Size 4/W[1 3 1]/Root 1 0 R/Length %d>>stream\n" % len(rows) + rows
    return data + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % xref_at


@pytest.mark.parametrize(("image_format", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg")])
def test_a_picture_is_shown_with_its_pixels_and_without_all_else(image_format, name):
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    data = files.image(image_format, exif=exif) + b"TRAILER<script>"
    accepted = files.accepted(name, data)
    assert b"SECRETCAMERA" in data and accepted.data == data
    assert not [word for word in (b"SECRETCAMERA", b"TRAILER", b"Exif", b"eXIf") if word in accepted.shown]
    assert Image.open(io.BytesIO(accepted.shown)).size == (8, 6)


def test_a_picture_that_lies_on_its_side_is_shown_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    shown = files.accepted("a.jpg", files.image("JPEG", exif=exif)).shown
    assert Image.open(io.BytesIO(shown)).size == (6, 8)


def test_a_scan_in_16_bit_grey_is_shown_as_legible_as_it_was_sent():
    shown = files.accepted("scan16.png", files.case("scan16.png")).shown
    darkest, brightest = Image.open(io.BytesIO(shown)).convert("L").getextrema()
    assert (8 <= darkest <= 12, 243 <= brightest <= 247) == (True, True)


@pytest.mark.parametrize(("name", "kind"), [("owner_password_only.pdf", "result"), ("invoice_gbk.xml", "invoice")])
def test_a_found_file_is_taken_as_it_was_sent(name, kind):
    assert files.accepted(name, files.case(name), kind=kind).data == files.case(name)


@pytest.mark.parametrize("encoding", ["GBK", "gb2312", "GB18030", "UTF-8", "UTF-16"])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<EInvoice><名称>示例公司</名称></EInvoice>'
    assert files.accepted("a.xml", text.encode(encoding), kind="invoice").shown is None


def test_a_page_in_gbk_is_found():
    data = '<?xml version="1.0" encoding="GBK"?><发票><script>1</script></发票>'.encode("gbk")
    assert refusal("a.xml", data, kind="invoice") == "file_script"


def test_a_csv_in_utf_16_is_accepted():
    assert files.accepted("数据.csv", "日期,金额\n".encode("utf-16")).media_type == "text/csv"


@pytest.mark.parametrize(("size", "fits"), [((8000, 4999), True), ((8000, 5000), True), ((8000, 5001), False)])
def test_the_pixel_limit(size, fits):
    data = files.image("PNG", size=size)
    if fits:
        assert accept(kind="result", file=files.upload("a.png", data)).data
    else:
        assert refusal("a.png", data) == "image_too_large"


@pytest.mark.parametrize("cut", [20, 60])
def test_a_broken_picture_is_refused(cut):
    assert refusal("a.png", files.image("PNG", size=(300, 300))[:cut]) == "file_damaged"


def test_a_workbook_that_unpacks_too_far_is_refused():
    bomb = files.xlsx(extra={"xl/worksheets/sheet1.xml": bytes(60 * 1024**2)})
    assert len(bomb) < 100_000
    assert refusal("a.xlsx", bomb) == "file_expands"


def test_a_workbook_that_lies_of_its_size_is_refused():
    data = bytearray(files.xlsx(extra={"xl/a.xml": bytes(5 * 1024**2)}))
    true_size = (5 * 1024**2).to_bytes(4, "little")
    while (found := data.find(true_size)) >= 0:
        data[found : found + 4] = (10).to_bytes(4, "little")
    assert refusal("a.xlsx", bytes(data)) == "file_damaged"


@pytest.mark.parametrize(
    ("member", "code"),
    [("xl/vbaProject.bin", "file_script"), ("xl/embeddings/oleObject1.bin", "file_embedded"), ("../a", "file_damaged")],
)
def test_a_workbook_with_something_harmful_is_refused(member, code):
    assert refusal("a.xlsx", files.xlsx(extra={member: b"x"})) == code


def test_a_workbook_with_many_members_is_refused():
    assert refusal("a.xlsx", files.xlsx(extra={f"xl/{n}": b"" for n in range(5_000)})) == "file_expands"


def test_an_encrypted_workbook_is_refused():
    data = bytearray(files.xlsx())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
    directory = data.find(b"PK\x01\x02")
    data[first.header_offset + 6] |= 1
    data[directory + 8] |= 1
    assert refusal("a.xlsx", bytes(data)) == "file_encrypted"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "file_expands"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "file_expands"),
        (b"<a>", "file_content"),
        (b"no xml", "file_content"),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", "file_content"),
        (b"<a>" + b" " * 2 * 1024**2 + b"</a>", "file_too_large"),
    ],
)
def test_xml_that_is_none_or_expands_is_refused(data, code):
    assert refusal("a.xml", data, kind="invoice") == code


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("C:\\Users\\x\\合同.pdf", "合同.pdf"),
        ("../../etc/合同.pdf", "合同.pdf"),
        ("合同\u202egpj.pdf", "合同gpj.pdf"),
        ("合\u200b同\x00\n.pdf", "合同.pdf"),
        ('a"b<c>.pdf', "a b c .pdf"),
        ("报告 v1.2.pdf", "报告 v1.2.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_is_shown_without_what_could_mislead(given_name, shown):
    assert display_name(given_name) == shown


@pytest.mark.parametrize("name", ["", ".", "..", "/", "\u202e", "   ", ".pdf ", "a/"])
def test_a_name_of_nothing_is_refused(name):
    if name == ".pdf ":
        assert refusal(name, files.pdf()) == "file_extension"
        return
    with pytest.raises(DomainError, match="file_name"):
        display_name(name)


@given(st.text())
def test_any_name_is_refused_or_harmless(name):
    try:
        shown = display_name(name)
    except DomainError:
        return
    assert 0 < len(shown) <= 120 or "." not in shown[:120]
    assert not set(shown) & set('/\\"<>\n\r\t\0')

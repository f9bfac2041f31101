"""Workbooks and OFD documents: bombs, macros, external references, embedded files, inconsistent containers."""

import io
import struct
import zipfile

from tests import files
from tests.hostile.cases import Brought, brought
from tests.hostile.texts import laughs

MEGABYTE = 1024**2
SHEET = "xl/worksheets/sheet1.xml"
WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
TEMPLATE = "http://127.0.0.1/t.dotm"
NAMED = b'<R Type="http://x/vbaProject" Target="evil.bin"/>'
RELATION = '<Relationships><Relationship Id="r1" Type="http://x/%s" Target="%s" TargetMode="External"/></Relationships>'
DAMAGED = ("file_damaged", "file_content")
ROOT = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="xl/workbook.xml"/></Relationships>'
)
WORKSHEET = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    b'Target="worksheets/sheet1.xml"/></Relationships>'
)
"""The relations of a workbook with one sheet."""


def harmful_parts() -> list[Brought]:
    """Yield workbooks with one harmful part each."""
    parts: dict[str, tuple[str, bytes, str]] = {
        "macros": ("xl/vbaProject.bin", b"x", "file_script"),
        "macros in capitals": ("xl/VBAPROJECT.BIN", b"x", "file_script"),
        "macros by another name": ("[Content_Types].xml2/x.xml", WITH_MACROS, "file_script"),
        "macros by their relation": ("xl/_rels/workbook.xml.rels", NAMED, "file_script"),
        "old macros": ("xl/macrosheets/sheet1.xml", b"<x/>", "file_script"),
        "dialog": ("xl/dialogsheets/sheet1.xml", b"<x/>", "file_script"),
        "buttons that run": ("customUI/customUI.xml", b"<x/>", "file_script"),
        "web extension": ("xl/webextensions/webextension1.xml", b"<x/>", "file_script"),
        "dde": (SHEET, b"<c r='A1'><f>cmd|' /C calc'!A0</f></c>", "file_script"),
        "dde with attributes": (SHEET, b'<f t="array" ref="A1">MSEXCEL|\'\\..\\cmd.exe /c calc\'!A0</f>', "file_script"),
        "dde after a text": (SHEET, b'<f>"a"&amp;cmd|\'/c calc\'!A0</f>', "file_script"),
        "script": ("xl/evil.js", b"alert(1)", "file_script"),
        "program": ("xl/media/a.exe", b"x", "file_script"),
        "powershell": ("xl/a.PS1", b"x", "file_script"),
        "shortcut": ("xl/a.lnk", b"x", "file_script"),
        "object": ("xl/embeddings/oleObject1.bin", b"x", "file_embedded"),
        "active x": ("xl/activeX/activeX1.bin", b"x", "file_embedded"),
        "outer workbook": ("xl/externalLinks/externalLink1.xml", b"<x/>", "file_embedded"),
        "connection": ("xl/connections.xml", b"<x/>", "file_embedded"),
        "query": ("xl/queryTables/queryTable1.xml", b"<x/>", "file_embedded"),
        "program as picture": ("xl/media/image1.png", b"MZ\x90\x00", "file_embedded"),
        "linux program as picture": ("xl/media/image1.emf", b"\x7fELF\x02", "file_embedded"),
        "object by another name": ("xl/printerSettings1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_embedded"),
        "document inside": ("xl/media/a.bin", b"%PDF-1.7", "file_embedded"),
        "outer template": ("xl/_rels/a.xml.rels", (RELATION % ("attachedTemplate", TEMPLATE)).encode(), "file_embedded"),
        "outer picture": ("xl/drawings/_rels/d.xml.rels", (RELATION % ("image", "\\\\127.0.0.1\\x")).encode(), "file_embedded"),
        "outer object": ("xl/worksheets/_rels/s.xml.rels", (RELATION % ("oleObject", "file:///c:/x")).encode(), "file_embedded"),
        "billion laughs": (SHEET, laughs(), "file_expands"),
        "outer entity": ("docProps/core.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', "file_expands"),
        "utf-16 entity": ("docProps/app.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16"), "file_expands"),
        "entity in a relation": ("xl/_rels/b.xml.rels", laughs(), "file_expands"),
        "entity far behind": ("xl/a.xml", b" " * 65_530 + b"<!DOCTYPE a>", "file_expands"),
        "path up": ("../../etc/cron.d/x", b"x", "file_damaged"),
        "path from the root": ("/etc/passwd", b"x", "file_damaged"),
        "path of windows": ("xl\\..\\x", b"x", "file_damaged"),
        "drive": ("c:evil", b"x", "file_damaged"),
        "turned name": ("xl/a\u202egnp.xml", b"x", "file_damaged"),
        "twice but for capitals": ("XL/WORKBOOK.XML", b"<x/>", "file_damaged"),
    }  # fmt: skip
    return [brought(label, "xlsx", files.xlsx(extra={name: data}), code) for label, (name, data, code) in parts.items()]


def bombs() -> list[Brought]:
    """Yield archive bombs, and archives with expensive listings."""
    nested = files.archive("a", extra={"b": zeros(20)})
    twofold = files.archive("x", extra={"y": nested})
    return [
        brought("60 MB in one part", "xlsx", files.xlsx(extra={SHEET: zeros(60)}), "file_expands"),
        brought("60 MB in sixty parts", "xlsx", files.xlsx(extra={f"xl/{n}.bin": zeros(1) for n in range(60)}), "file_expands"),
        brought("60 MB", "ofd", files.archive("OFD.xml", extra={"Doc_0/a.xml": zeros(60)}), "file_expands"),
        brought("container inside", "xlsx", files.xlsx(extra={"xl/media/a.bin": nested}), "file_embedded"),
        brought("container in a container", "xlsx", files.xlsx(extra={"a.bin": twofold}), "file_embedded"),
        brought("5,000 parts too many", "xlsx", files.xlsx(extra={f"xl/{n}": b"" for n in range(5_000)}), "file_expands"),
        brought("200,000 parts", "xlsx", crowd(200_000), "file_expands"),
        brought("150,000 parts in a list", "xlsx", crowd(150_000), "file_expands", door="list"),
        brought("parts over each other", "xlsx", overlapping(400), "file_expands", "file_damaged"),
        brought("says 10 bytes, has 5 MB", "xlsx", lying(10), "file_damaged"),
        brought("says 4 GB", "xlsx", lying(2**32 - 2), *DAMAGED, "file_expands"),
        brought("packed otherwise", "xlsx", packed(zipfile.ZIP_LZMA), "file_damaged"),
        brought("packed otherwise still", "xlsx", packed(zipfile.ZIP_BZIP2), "file_damaged"),
        brought("encrypted", "xlsx", encrypted(files.xlsx()), "file_encrypted"),
        brought("two names", "xlsx", files.xlsx().replace(b"xl/workbook.xml", b"xl/workbook.xmk", 1), "file_damaged"),
        brought("part twice", "xlsx", twice(), "file_damaged"),
        brought("list of parts cut", "xlsx", files.xlsx()[:-30], *DAMAGED),
        brought("no parts", "xlsx", b"PK\x05\x06" + bytes(18), *DAMAGED),
        brought("comment", "xlsx", commented(b"<script>alert(1)</script>"), "file_content"),
        brought("page behind", "xlsx", files.xlsx() + b"<html><script>alert(1)</script>", "file_content"),
        brought("document behind", "xlsx", files.xlsx() + files.pdf(), "file_content"),
        brought("program before", "xlsx", b"MZ" + bytes(60) + files.xlsx(), "file_content"),
        brought("script before", "ofd", b"#!/bin/sh\n" + files.archive("OFD.xml"), "file_content"),
        brought("many small elements", "xlsx", listing(b"<x/>" * 12_000_000), "sheet_too_long", door="list"),
        brought("many texts", "xlsx", listing(b"", texts=b"<si><t/></si>" * 4_000_000), "sheet_too_long", door="list"),
        brought("many sheets", "xlsx", listing(b"", plan=b"<x/>" * 3_000_000), "file_too_large", door="list"),
        brought("one million rows", "xlsx", listing(b"<row/>" * 1_000_000), "sheet_too_long", door="list"),
        brought("billion laughs in a list", "xlsx", listing(b"", texts=laughs()), "file_kind", door="list"),
        brought("a number of a million digits", "xlsx", listing(b'<row r="%s"/>' % (b"9" * 10**6)), "file_kind", door="list"),
    ]  # fmt: skip


def zeros(megabytes: int) -> bytes:
    return bytes(megabytes * MEGABYTE)


def listing(rows: bytes, *, texts: bytes = b"<si><t/></si>", plan: bytes = b"") -> bytes:
    """A workbook that a list is read from."""
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    sheet = b'<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
    parts = {
        "_rels/.rels": ROOT,
        "xl/workbook.xml": b"<workbook %s %s>%s%s</workbook>" % (space, relation, sheet, plan),
        "xl/_rels/workbook.xml.rels": WORKSHEET,
        SHEET: b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (space, rows),
        "xl/sharedStrings.xml": texts if texts.startswith(b"<?xml") else b"<sst %s>%s</sst>" % (space, texts),
    }
    return files.archive(extra=parts)


def crowd(number: int) -> bytes:
    """Return a container with this many empty parts; its central directory is copied."""
    name = b"xl/workbook.xml"
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0) + name
    entry = (
        b"PK\x01\x02"
        + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0)
        + name
    )
    end = struct.pack("<HHHHIIH", 0, 0, number & 0xFFFF, number & 0xFFFF, len(entry) * number, len(local), 0)
    return local + entry * number + b"PK\x05\x06" + end


def overlapping(number: int) -> bytes:
    """Return a container whose entries all point at the same megabytes."""
    whole = files.archive("[Content_Types].xml", extra={"xl/workbook.xml": zeros(4)})
    start = whole.index(b"PK\x01\x02")
    last = whole.rindex(b"PK\x01\x02")
    entry, end = whole[last : whole.index(b"PK\x05\x06")], whole[-22:]
    copies = b"".join(entry.replace(b"xl/workbook.xml", b"xl/workb%06d." % n) for n in range(number))
    table = whole[start : last + len(entry)] + copies
    return whole[:start] + table + end[:8] + struct.pack("<HHI", number + 2, number + 2, len(table)) + end[16:]


def lying(size: int) -> bytes:
    data = bytearray(files.xlsx(extra={"xl/a.xml": zeros(5)}))
    true_size = (5 * MEGABYTE).to_bytes(4, "little")
    while (found := data.find(true_size)) >= 0:
        data[found : found + 4] = size.to_bytes(4, "little")
    return bytes(data)


def packed(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            file.writestr(name, "<x/>" * 100)
    return out.getvalue()


def encrypted(whole: bytes) -> bytes:
    """Return the container with its first part marked as encrypted."""
    data = bytearray(whole)
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def twice() -> bytes:
    return files.xlsx(extra={"xl/a.xml": b"1", "xl/b.xml": b"2"}).replace(b"xl/b.xml", b"xl/a.xml")


def commented(comment: bytes) -> bytes:
    whole = files.xlsx()
    return whole[:-2] + struct.pack("<H", len(comment)) + comment


def quadratic(piece: bytes, *, megabytes: int = 12) -> bytes:
    """Return a small workbook with a sheet of one repeated piece, as a pattern that begins anew at each would read it."""
    return files.xlsx(extra={SHEET: b"<x>" + piece * (megabytes * MEGABYTE // len(piece))})

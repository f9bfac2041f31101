"""Invalid or exhausting tables and XML; misleading file names."""

from tests import files
from tests.hostile.cases import Brought, brought

XML = b'<?xml version="1.0"?>'


def laughs() -> bytes:
    entities = b'<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    return XML + b"<!DOCTYPE a [" + entities + b"]><a>&a9;</a>"


def tables() -> list[Brought]:
    """Yield binary or oversized tables."""
    wrong, long = "file_content", ("file_kind", "sheet_too_long")
    quoted = b'"' + b"a" * 9_000_000
    return [
        brought("nul", "csv", b"a,b\x00c\n", wrong),
        brought("escape", "csv", b"a,\x1b]0;title\x07b\n", wrong),
        brought("no encoding", "csv", b"\xff\xff\xfe\x81\n", wrong),
        brought("utf-16 without its mark", "csv", "甲,乙\n".encode("utf-16-le"), wrong),
        brought("half of utf-16", "csv", "甲,乙\n".encode("utf-16")[:-1], wrong),
        brought("half a character", "csv", b"a,\x81\n", wrong),
        brought("a picture's bytes", "csv", files.image("PNG"), wrong),
        brought("nul in a list", "csv", b"a,b\x00c\n", "file_kind", door="list"),
        brought("utf-16 list without its mark", "csv", "甲,乙\n".encode("utf-16-le"), "file_kind", door="list"),
        brought("ten million columns", "csv", b"," * 10_000_000, *long, door="list"),
        brought("a cell of nine megabytes", "csv", quoted + b'"\n', *long, door="list"),
        brought("a quote that never ends", "csv", quoted, *long, door="list"),
        brought("five million rows", "csv", b"\n" * 5_000_000, *long, door="list"),
        brought("101 columns", "csv", b"," * 100 + b"\n", *long, door="list"),
    ]


def documents() -> list[Brought]:
    """Yield XML with expansion, external references, scripts or missing end tags."""
    deep = 200_000
    return [
        brought("billion laughs", "xml", laughs(), "file_expands"),
        brought(
            "outer entity",
            "xml",
            XML + b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
            "file_expands",
        ),
        brought("entity in the attributes", "xml", XML + b'<!DOCTYPE a [<!ENTITY b "c">]><a b="&b;"/>', "file_expands"),
        brought("outer definition", "xml", XML + b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>', "file_expands"),
        brought(
            "parameter entity",
            "xml",
            XML + b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/">%b;]><a/>',
            "file_expands",
        ),
        brought("utf-16 entities", "xml", laughs().decode().encode("utf-16"), "file_expands", "file_content"),
        brought(
            "page", "xml", b'<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>', "file_script"
        ),
        brought("drawing", "xml", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "file_script"),
        brought(
            "page inside", "xml", b'<a><h:script xmlns:h="http://www.w3.org/1999/xhtml">1</h:script></a>', "file_script"
        ),
        brought("style sheet", "xml", b'<?xml-stylesheet type="text/xsl" href="#x"?><a/>', "file_script"),
        brought(
            "transformation", "xml", b'<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform"/>', "file_script"
        ),
        brought("two roots", "xml", b"<a/><b/>", "file_content"),
        brought("never closed", "xml", b"<a>" * deep, "file_content"),
        brought("nul", "xml", b"<a>\0</a>", "file_content"),
        brought("unknown encoding", "xml", b"<?xml version='1.0' encoding='utf-7'?><a/>", "file_content"),
        brought("undeclared entity", "xml", b"<a>&b;</a>", "file_content"),
    ]


def names() -> list[Brought]:
    """Yield valid files with empty names, hidden executable extensions or device names."""
    hidden = ("file_name", "file_extension")
    wanted = [
        "报告.exe", "报告.pdf.exe", "报告.exe.pdf", "报告.js.pdf", "报告.php.pdf", "报告.SVG.pdf", "报告.html .pdf",
        "报告.asp;.pdf", "报告.pdf.lnk", "报告.pdf\u202efdp.exe", "报告\u202egnp.exe.pdf", "报告.hta\u200b.pdf", "报告",
        "", ".", "..", "/", "\\", "../", "   ", "\u202e", "\x00", ".pdf", "con.pdf", "NUL.pdf", "com1.pdf", "LPT9.x.pdf",
        "报告.pdf/", "报告.docm", "报告.xlsm", "报告.pdf::$DATA.exe",
    ]  # fmt: skip
    return [brought(f"named {name!r}", "pdf", files.pdf(name), *hidden, name=name) for name in wanted]

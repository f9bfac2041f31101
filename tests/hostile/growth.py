"""Files of each kind that grow: what makes a reader that tries anew at each place take the square of the time."""

from collections.abc import Callable

from tests import files
from tests.hostile.cases import DOORS, Brought
from tests.hostile.containers import SHEET, listing
from tests.hostile.pdfs import document_of
from tests.hostile.pictures import many_scans, png_with

KILO = 1024
GBK = b'<?xml version="1.0" encoding="GBK"?>'
ROW = '<row><c t="inlineStr"><is><t>甲</t></is></c><c t="inlineStr"><is><t>GR202311000907</t></is></c>'.encode()
HEAD = (
    "<row>"
    + "".join(f'<c t="inlineStr"><is><t>{t}</t></is></c>' for t in ("企业名称", "证书编号", "发证日期"))
    + "</row>"
).encode()
TITLES = "企业名称,证书编号,发证日期\n".encode()
ANSWER = "流水号,金额,处理状态\n".encode()
PAGES = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>"}
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]%s>>"


def page(entries: bytes) -> bytes:
    """A PDF of one page with these entries."""
    return document_of({**PAGES, 3: PAGE % entries})


def sheet(piece: bytes) -> Callable[[int], bytes]:
    """A workbook whose sheet repeats a piece; it barely compresses, so that it is not refused as a bomb."""
    noise = bytes(range(35, 38)) + bytes(range(48, 58)) + bytes(range(97, 123))

    def grown(size: int) -> bytes:
        seed, text = 1, bytearray()
        while len(text) < size:
            seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
            text += piece + bytes(noise[seed >> shift & 31] for shift in (3, 8, 13, 18, 23))
        return files.xlsx(extra={SHEET: b"<x>" + bytes(text[:size])})

    return grown


def cells(day: bytes) -> Callable[[int], bytes]:
    """A list whose cells of days have blanks; `size` in bytes of the sheet."""

    def grown(size: int) -> bytes:
        row = ROW + b'<c t="inlineStr"><is><t>' + day + b"</t></is></c></row>"
        return listing(HEAD + row * (size // len(row)))

    return grown


GROWING: dict[str, tuple[str, str, Callable[[int], bytes]]] = {
    "formulas that begin": ("xlsx", "", sheet(b"<f")),
    "formulas with an open quote": ("xlsx", "", sheet(b'<f>"|')),
    "relations that begin": ("xlsx", "", sheet(b"<Relationship ")),
    "elements": ("xlsx", "", sheet(b"<c/>|")),
    "comments that begin": ("xlsx", "", sheet(b"<!--")),
    "a single attribute": ("xlsx", "", lambda size: files.xlsx(extra={SHEET: b'<x a="' + b"|" * size})),
    "attributes": ("xml", "", lambda size: b"<x " + b" ".join(b'a%d=""' % n for n in range(size // 9)) + b"/>"),
    "elements in elements": ("xml", "", lambda size: b"<a>" * (size // 7) + b"</a>" * (size // 7)),
    "chinese": ("xml", "", lambda size: GBK + b"<b>" + "<a>甲</a>".encode("gbk") * (size // 9) + b"</b>"),
    "a comment": ("xml", "", lambda size: b"<a><!--" + b"- " * (size // 2) + b"--></a>"),
    "quotes": ("csv", "", lambda size: b'"' * size),
    "half characters": ("csv", "", lambda size: b"\x81\x30" * (size // 2)),
    "end marks": ("pdf", "", lambda size: files.pdf() + b"%%EOF" * (size // 5)),
    "objects": ("pdf", "", lambda size: document_of({**PAGES, 3: PAGE % b"", **dict.fromkeys(range(4, size // 35), b"[]")})),
    "an array in an array": ("pdf", "", lambda size: page(b"/X" + b"[" * (size // 2) + b"]" * (size // 2))),
    "numbers in an array": ("pdf", "", lambda size: page(b"/X[" + b"1 " * (size // 2) + b"]")),
    "pixels": ("png", "", lambda size: files.image("PNG", size=(size // KILO, KILO))),
    "a text": ("png", "", lambda size: png_with(b"tEXt", b"a\0" + b"x" * size)),
    "scans": ("jpg", "", lambda size: many_scans(max(2, size // (128 * KILO)))),
    "rows": ("xlsx", "list", cells(b"2023-10-26")),
    "blanks in days": ("xlsx", "list", cells(b"2023" + b" " * 1_900 + b"x")),
    "points in days": ("xlsx", "list", cells(b"2023." * 380)),
    "texts": ("xlsx", "list", lambda size: listing(HEAD, texts=b"<si><t>a</t></si>" * (size // 17))),
    "cells of blanks": ("csv", "list", lambda size: TITLES + (b"a,GR,2023" + b" " * 400 + b"\n") * (size // 411)),
    "quotes in cells": ("csv", "list", lambda size: b'a="' * (size // 3)),
    "lines of digits": ("csv", "answer", lambda size: ANSWER + (b"1" * 3_000 + b"," + b"1" * 3_000 + b",x\n") * (size // 6_004)),
    "grouped digits": ("csv", "answer", lambda size: ANSWER + (b"a," + '"1，000"'.encode() * 300 + b",x\n") * (size // 2_705)),
    "bars": ("csv", "bars", lambda size: (b"|" * 11 + b"\n") * (size // 12)),
    "numbers between bars": ("csv", "bars", lambda size: (b"|".join([b"ZF2026-0000004-" * 60] * 12) + b"\n") * (size // 10_812)),
    "wrapped digits": ("csv", "list", lambda size: (b'"=""' + b'""""' * 400 + b'"\n') * (size // 1_605)),
}  # fmt: skip
"""Label → extension, door, and the file of about this size in bytes."""


def grown(label: str, size: int) -> Brought:
    """Return the file of this label that has about this size before it is packed."""
    extension, door, make = GROWING[label]
    more = {"door": door} if door else {}
    return Brought(label=label, name=f"文件.{extension}", data=make(size), kind=DOORS[extension], **more)

"""Pictures with false sizes, endless data, or a second file type."""

import io
import struct
import zlib

from PIL import Image

from tests import files
from tests.hostile.cases import Brought, brought

BROKEN = ("file_damaged", "file_content")


def pictures() -> list[Brought]:
    """Yield pictures that are refused."""
    large = ("image_too_large", "file_damaged")
    return [
        brought("50,000 by 50,000", "png", png(50_000, 50_000), *large),
        brought("7,000 by 6,000", "png", png(7_000, 6_000), *large),
        brought("2,147,483,647 wide", "png", png(2**31 - 1, 1), *large),
        brought("1 by 100,000,000", "png", png(1, 100_000_000), *large),
        brought("65,500 by 65,500", "jpg", wide_jpeg(65_500, 65_500), *large),
        brought("9,000 by 9,000", "jpg", wide_jpeg(9_000, 9_000), *large),
        brought("2,000 scans", "jpg", many_scans(2_000), "file_expands"),
        brought("no size", "png", png(0, 0), *BROKEN),
        brought("text that unpacks to 80 MB", "png", png_with(b"zTXt", packed_text(80)), *BROKEN),
        brought("profile that unpacks to 80 MB", "png", png_with(b"iCCP", packed_text(80)), *BROKEN),
        brought("pixels that are none", "png", png(64, 64, pixels=b"\x78\x9c" + b"\xff" * 40), *BROKEN),
        brought("wrong check sum", "png", flipped(files.image("PNG", size=(64, 64)), 40), *BROKEN),
        brought("header alone", "png", b"\x89PNG\r\n\x1a\n", *BROKEN),
        brought("header alone", "jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", *BROKEN),
        brought("segment longer than the file", "jpg", b"\xff\xd8\xff\xe1\xff\xffExif\0\0" + b"x" * 50, *BROKEN),
        brought("gif and script", "png", b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)", "file_content"),
        brought("gif and script", "jpg", b"GIF89a=alert(1);//", "file_content"),
    ]


def cleaned() -> list[Brought]:
    """Yield pictures with extra content: accepted, but the content is removed."""
    tail = files.xlsx(extra={"evil.js": b"alert(1)"})
    png_data, jpeg_data = files.image("PNG"), files.image("JPEG")
    note = b"<?php system('id'); ?>"
    return [
        brought("and zip", "jpg", jpeg_data + tail, gone=b"PK\x03\x04"),
        brought("and zip", "png", png_data + tail, gone=b"PK\x03\x04"),
        brought("and page", "png", png_data + b"<script>alert(1)</script>", gone=b"<script>"),
        brought("and program", "jpg", jpeg_data + b"MZ" + bytes(90), gone=b"MZ\0\0\0"),
        brought("comment that runs", "jpg", files.image("JPEG", comment=note), gone=note),
        brought("text that runs", "png", png_with(b"tEXt", b"Comment\0" + note), gone=note),
        brought("document behind", "jpg", jpeg_data + files.pdf(), gone=b"%PDF"),
    ]


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *, pixels: bytes | None = None) -> bytes:
    """Return a picture that claims this size but has few pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = zlib.compress(b"\0" * 1000) if pixels is None else pixels
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def png_with(name: bytes, data: bytes) -> bytes:
    """A small picture with one more chunk before its pixels."""
    whole = files.image("PNG")
    at = whole.index(b"IDAT") - 4
    return whole[:at] + chunk(name, data) + whole[at:]


def packed_text(megabytes: int) -> bytes:
    return b"name\0\0" + zlib.compress(bytes(megabytes * 1024**2), 9)


def wide_jpeg(width: int, height: int) -> bytes:
    data = bytearray(files.image("JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def many_scans(number: int) -> bytes:
    """Return a progressive picture that repeats its last scan many times."""
    out = io.BytesIO()
    Image.new("RGB", (2_000, 2_000), "red").save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * number + data[-2:]


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]

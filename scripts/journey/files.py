"""Small files of evidence, each with different content."""

import struct
import zlib

from scripts.journey.person import Upload


def evidence(text: str) -> list[Upload]:
    """Return the files of a redemption: contract, invoice, proof of payment, result."""
    return [
        Upload(kind="contract", name="contract.pdf", data=pdf(f"{text} contract")),
        Upload(kind="invoice", name="invoice.png", data=png(f"{text} invoice")),
        Upload(kind="payment_proof", name="payment.png", data=png(f"{text} payment")),
        Upload(kind="result", name="result.png", data=png(f"{text} result")),
    ]


def pdf(title: str) -> bytes:
    """Return a PDF of one empty page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        f"<< /Title <{title.encode('utf-16').hex()}> >>".encode(),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail


def png(text: str) -> bytes:
    """Return a picture whose pixels are the text."""
    row = text.encode()
    head = struct.pack(">IIBBBBB", len(row), 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" + row)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

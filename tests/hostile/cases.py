"""Hostile files, and valid files of the same kind."""

from dataclasses import dataclass

from tests import files


@dataclass(frozen=True, kw_only=True)
class Brought:
    """An uploaded file: an attachment, or (`list`) a table of certificates."""

    label: str
    name: str
    data: bytes
    kind: str = "result"
    door: str = "attachment"
    codes: tuple[str, ...] = ()
    """The permitted refusal codes; none if the file is accepted."""
    gone: bytes = b""
    """Bytes that the stored file must not contain."""


DOORS = {
    "pdf": "result",
    "png": "result",
    "jpg": "result",
    "xlsx": "result",
    "csv": "result",
    "ofd": "invoice",
    "xml": "invoice",
}
"""Extension → the kind of attachment."""


def brought(label: str, extension: str, data: bytes, *codes: str, **more: str | bytes) -> Brought:
    """Return a file with a harmless name and this extension."""
    known = {"name": f"文件.{extension}", "kind": DOORS[extension], **more}
    return Brought(label=f"{extension}: {label}", data=data, codes=codes, **known)


def honest() -> list[Brought]:
    """Return valid files, which must be accepted."""
    table = "企业名称,证书编号\n示例甲有限公司,GR202511000001\n".encode()
    return [
        brought("honest", "pdf", files.pdf()),
        brought("honest", "png", files.image("PNG")),
        brought("honest", "jpg", files.image("JPEG", size=(200, 200), progressive=True)),
        brought("honest", "xlsx", files.xlsx()),
        brought("honest", "ofd", files.archive("OFD.xml", "Doc_0/Document.xml")),
        brought("honest", "xml", b'<?xml version="1.0" encoding="UTF-8"?><EInvoice><Amount>1.00</Amount></EInvoice>'),
        brought("honest", "csv", table),
        brought("honest utf-16", "csv", table.decode().encode("utf-16")),
        brought("honest utf-16 list", "csv", table.decode().encode("utf-16"), door="list"),
        brought("honest list", "csv", table, door="list"),
        brought("honest list", "xlsx", files.book(["甲", "GR202511000001"]), door="list"),
        brought("honest formula and link", "xlsx", files.book(["甲"], formula='=A1&"|"', link="https://example.org/")),
    ]

"""Files as people bring them, and as they should not: small real ones, made on the spot."""

import io
import zipfile

import pikepdf
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def pdf(text: str = "", *, change=lambda document: None, **saving) -> bytes:
    """A PDF of one page; another `text` makes another file, `change` may spoil it."""
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = text
    change(document)
    out = io.BytesIO()
    document.save(out, deterministic_id="encryption" not in saving, **saving)
    return out.getvalue()


def image(image_format: str = "PNG", *, size: tuple[int, int] = (8, 6), **saving) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, image_format, **saving)
    return out.getvalue()


def archive(*members: str, extra: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in members:
            file.writestr(name, "<x/>")
        for name, data in (extra or {}).items():
            file.writestr(name, data)
    return out.getvalue()


def xlsx(**more) -> bytes:
    return archive("[Content_Types].xml", "xl/workbook.xml", **more)


def book(cells: list[str], *, formula: str = "", link: str = "") -> bytes:
    """A workbook as a spreadsheet program writes it: a row of texts, a formula, a link."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("名单")
        sheet.write_row(0, 0, cells)
        if formula:
            sheet.write_formula(1, 0, formula)
        if link:
            sheet.write_url(2, 0, link)
    return out.getvalue()

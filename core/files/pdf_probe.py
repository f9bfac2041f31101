"""The search of a PDF for scripts, actions and embedded files. Runs in a child process (core.files.checker)."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf.settings import set_qpdf_limits

UNPACKED = 64 * 1024**2
FILTERS = 3
PAGES = 2_000
OBJECTS = 200_000

ACTIVE = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/3DD", "/OnInstantiate"}
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/Rendition",
    "/RichMediaExecute",
    "/Movie",
    "/Sound",
}
EMBEDDED = {"/EmbeddedFiles", "/EF"}
PLAYERS = {"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"}
"""Annotations that start a media player."""
SCHEMES = ("javascript:", "vbscript:", "data:", "file:")
"""Schemes of links that run code or open files of the reader's disk."""


def probe(data: bytes) -> str:
    """Return `ok`, `encrypted`, `script` (or another active element), `embedded` (files), `expands` or `damaged`.

    A document that opens without a password is not encrypted, although its owner may have one. A stream over the
    unpacking limits counts as damaged.
    """
    set_qpdf_limits(
        flate_max_memory=UNPACKED,
        run_length_max_memory=UNPACKED,
        png_max_memory=UNPACKED,
        tiff_max_memory=UNPACKED,
        max_stream_filters=FILTERS,
    )
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _judge(pdf)
    except pikepdf.PasswordError:
        return "encrypted"
    except (pikepdf.PdfError, ValueError, RecursionError):
        return "damaged"


def _judge(pdf: pikepdf.Pdf) -> str:
    if not pdf.pages:
        return "damaged"
    if len(pdf.pages) > PAGES or len(pdf.objects) > OBJECTS:
        return "expands"
    return next((verdict for node in _dictionaries(pdf) if (verdict := _verdict(node))), "ok")


def _verdict(node: dict[str, pikepdf.Object]) -> str | None:
    if not ACTIVE.isdisjoint(node) or _name(node.get("/S")) in ACTIONS:
        return "script"
    if _name(node.get("/Subtype")) in PLAYERS or _address(node.get("/URI")).startswith(SCHEMES):
        return "script"
    if not EMBEDDED.isdisjoint(node) or _name(node.get("/Type")) == "/EmbeddedFile":
        return "embedded"
    return None


def _name(value: pikepdf.Object | None) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _address(value: pikepdf.Object | None) -> str:
    """Return the address of a link without blanks and control characters, which readers ignore."""
    text = str(value) if isinstance(value, pikepdf.String) else ""
    return "".join(character for character in text if character > " ").lower()


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[dict[str, pikepdf.Object]]:
    """Yield every dictionary of the document: each indirect object once, with the direct objects nested in it."""
    for each in (*pdf.objects, pdf.trailer):
        waiting = [each]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Stream):
                node = node.stream_dict
            if isinstance(node, pikepdf.Dictionary):
                entries = dict(node.items())
                yield entries
                waiting += [value for value in entries.values() if _is_nested(value)]
            elif isinstance(node, pikepdf.Array):
                waiting += [value for value in node if _is_nested(value)]


def _is_nested(value: pikepdf.Object) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect

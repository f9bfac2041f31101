"""Search a PDF for scripts, actions and embedded files. Run as a process of its own with limits on memory and time:

    python -I core/files/pdf_probe.py < document.pdf

It prints one word: `ok`, or the problem. A file that exhausts memory or time ends only this process.
"""

import io
import resource
import sys
from collections.abc import Iterator

import pikepdf
from pikepdf.settings import set_qpdf_limits

MEMORY = 1024**3
UNPACKED = 64 * 1024**2
FILTERS = 3
SECONDS = 10
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


def main() -> None:
    """Probe standard input within limits on memory and time. A stream over the unpacking limits counts as damaged."""
    set_qpdf_limits(
        flate_max_memory=UNPACKED,
        run_length_max_memory=UNPACKED,
        png_max_memory=UNPACKED,
        tiff_max_memory=UNPACKED,
        max_stream_filters=FILTERS,
    )
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.write(probe(sys.stdin.buffer.read()))


def probe(data: bytes) -> str:
    """Return `ok`, `encrypted`, `script` (or another active element), `embedded` (files), `expands` or `damaged`."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _judge(pdf)
    except pikepdf.PasswordError:
        return "encrypted"
    except MemoryError:
        return "expands"
    except (pikepdf.PdfError, ValueError, RecursionError):
        return "damaged"


def _judge(pdf: pikepdf.Pdf) -> str:
    if pdf.is_encrypted:
        return "encrypted"
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


if __name__ == "__main__":
    main()

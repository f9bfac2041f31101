"""XML read by expat as a stream: linear in its size, without document types, in the encodings that invoices come in. Pure."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from xml.parsers import expat

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._-]{1,40})""")
_CHINESE = {"gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030"}
"""Encodings that expat cannot read; GB18030 includes the others."""
TOKEN = 1024**2
"""The longest tag, comment or reference. A longer one would be read again with each piece."""
SEPARATOR = " "
"""What stands between the namespace and the name of an element."""


class MarkupError(ValueError):
    """The text is not well-formed XML, or is in an encoding that cannot be read."""


class DoctypeError(MarkupError):
    """The document has a document type, which may define entities."""


def read_markup(
    pieces: Iterable[bytes],
    *,
    on_start: Callable[[str, dict[str, str]], None] | None = None,
    on_end: Callable[[str], None] | None = None,
    on_text: Callable[[str], None] | None = None,
    on_instruction: Callable[[str, str], None] | None = None,
) -> None:
    """Read a document piece by piece and report its elements ("namespace name"), texts and processing instructions.

    Raises `DoctypeError`, `MarkupError`, and whatever a handler raises.
    """
    encoding, decoded = _decoded(iter(pieces))
    parser = expat.ParserCreate(encoding, SEPARATOR)
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = on_text
    parser.ProcessingInstructionHandler = on_instruction
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        _feed(parser, decoded)
    except MarkupError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise MarkupError(str(error)) from error


def local_name(name: str) -> str:
    """Return the name of an element without its namespace."""
    return name.rpartition(SEPARATOR)[2]


def _feed(parser: expat.XMLParserType, pieces: Iterator[bytes]) -> None:
    given = 0
    for piece in pieces:
        parser.Parse(piece)
        given += len(piece)
        if given - parser.CurrentByteIndex > TOKEN:
            raise MarkupError("a tag is too long")
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keywords


def _decoded(pieces: Iterator[bytes]) -> tuple[str | None, Iterator[bytes]]:
    """Return the encoding to use, None for the declared one, and the pieces in it."""
    first = next(pieces, b"")
    found = _DECLARED.match(first[:200])
    codec = _CHINESE.get(found[1].decode().lower()) if found else None
    whole = chain([first], pieces)
    if codec is None:
        return None, whole
    return "utf-8", codecs.iterencode(codecs.iterdecode(whole, codec), "utf-8")


def _refuse_doctype(*_: object) -> None:
    raise DoctypeError

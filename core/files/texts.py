"""Decoding of uploaded texts. Pure."""

import codecs

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_text(data: bytes) -> str | None:
    """Return a text in UTF-16 with its mark (Excel's Unicode text), UTF-8 or GB18030; None for other bytes.

    A text with control characters is none.
    """
    for encoding in ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.intersection(text):
            return text
    return None


_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r")

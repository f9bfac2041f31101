"""规范名: normalisation of organisations' names for comparing. Pure."""

import unicodedata

_BRACKETS = str.maketrans("〔〕【】[]{}〈〉", "()()()()()")
_EDGES = "。.,、;:·-—_*\"'“”‘’"


def match_name(name: str) -> str:
    """Return the name for comparing (规范名).

    NFKC, upper case, half-width round brackets, without blanks, invisible characters and punctuation at the ends. Words
    like 北京 and 有限公司 remain, because they distinguish organisations.
    """
    text = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    visible = "".join(character for character in text if not _is_invisible(character))
    return unicodedata.normalize("NFKC", visible.strip(_EDGES).upper())


def _is_invisible(character: str) -> bool:
    """Whether it is white space, zero-width, or another format or control character."""
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf"}

"""规范名: a form of a firm's name in which two ways of writing it are the same. Pure."""

import unicodedata

_BRACKETS = str.maketrans("〔〕【】[]{}〈〉", "()()()()()")
_EDGES = "。.,、;:·-—_*\"'“”‘’"


def match_name(name: str) -> str:
    """The name for comparing (规范名): NFKC, no blanks or invisible characters, round half-width brackets, no
    punctuation at the ends, upper case. Words like 北京 and 有限公司 stay: they tell firms apart."""
    text = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    seen = "".join(character for character in text if not _is_unseen(character))
    return unicodedata.normalize("NFKC", seen.strip(_EDGES).upper())


def _is_unseen(character: str) -> bool:
    """Blanks, line ends, zero-width and other format or control characters."""
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf"}

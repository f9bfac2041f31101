"""规范名: normalisation of organisations' names for comparing. Pure."""

import unicodedata

from core.values.characters import is_invisible

_SAME = str.maketrans("〔〕【】[]{}〈〉" + ".•‧・∙⋅", "()()()()()" + "······")
"""Brackets of any shape are round; the dots that are typed between the parts of a name (阿里木·示例) are one."""
_EDGES = "。.,、;:·-—_*\"'“”‘’"


def match_name(name: str) -> str:
    """Return the name for comparing (规范名).

    NFKC, upper case, half-width round brackets, middle dots, without blanks, invisible characters and punctuation at
    the ends. Words like 北京 and 有限公司 remain, because they distinguish organisations.
    """
    text = unicodedata.normalize("NFKC", name).translate(_SAME)
    visible = "".join(character for character in text if not (character.isspace() or is_invisible(character)))
    return unicodedata.normalize("NFKC", visible.strip(_EDGES).upper())

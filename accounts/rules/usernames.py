"""User names (用户名): their normal form, one script, and what looks alike. Pure.

Letters are Chinese characters or ASCII letters, never both: then no letter of another script can imitate one.
"""

import re

from core.values.names import as_identifier

MOST_CHARACTERS = 30
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_KNOWN = re.compile(rf"[a-z0-9.+\-_{_HAN}]*")
_HAN_LETTER, _LATIN_LETTER = re.compile(f"[{_HAN}]"), re.compile("[a-z]")
_ALIKE = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "_": "-", "一": "-", "丨": "l"}
    | {"日": "曰", "己": "已", "巳": "已", "未": "末", "土": "士", "戌": "戊", "戍": "戊", "入": "人", "毋": "母"}
)
"""Characters that are taken for others in the fonts of pages and mails."""
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def normal_username(text: str) -> str:
    """Return a user name as it is stored and looked up, in the form of `as_identifier`."""
    return as_identifier(text)


def username_problem(name: str) -> str | None:
    """Return the code of what is wrong with a user name in its normal form, or None."""
    if not 1 <= len(name) <= MOST_CHARACTERS or not _KNOWN.fullmatch(name) or not any(map(str.isalnum, name)):
        return "username_invalid"
    if _HAN_LETTER.search(name) and _LATIN_LETTER.search(name):
        return "username_script"
    return None


def skeleton(name: str) -> str:
    """Return what a user name looks like: two names with one skeleton are taken for each other (形近)."""
    text = name.translate(_ALIKE)
    for pair, letter in _PAIRS:
        text = text.replace(pair, letter)
    return text

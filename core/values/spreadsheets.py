"""电子表格: texts that a spreadsheet would turn into a number or a day when it opens a csv file. Pure."""

import re

_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_CONVERTED = re.compile(
    rf"""
    [0-9][0-9,. ]*(e[+-]?[0-9]+)?%?                        # digits, 1,000.5, 12e3, 5%
    | [0-9]{{1,4}}([-/.年月:][0-9]{{1,4}}[日号]?){{1,2}}[月日]?  # 3-1, 2026/3/1, 3月1日, 8:30
    | [0-9]{{1,4}}年([0-9]{{1,2}}月)?
    | [0-9]{{1,2}}[月日]
    | [0-9]{{1,4}}[-/ ]?({_MONTH})[a-z]*[-/ ]?[0-9]{{0,4}}     # 1-Mar, MAR2026
    | ({_MONTH})[a-z]*[-/ ]?[0-9]{{1,4}}
    | true | false
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST = 40


def would_be_converted(text: str) -> bool:
    """Whether a spreadsheet would not keep the text: digits lose their zeros and their end, 3-1 becomes a day."""
    return len(text) <= _LONGEST and _CONVERTED.fullmatch(text.strip()) is not None

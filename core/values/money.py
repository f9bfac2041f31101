"""Amounts in yuan: parsing, rounding to the fen, formatting. Decimal, never float. Pure."""

import re
from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

from core.values.characters import as_shown
from core.values.numbers import parse_decimal

FEN = Decimal("0.01")
ZERO = Decimal("0.00")

_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]+)?")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def parse_yuan(text: str) -> Decimal:
    """Parse an amount in yuan, with all its decimals. ValueError for a text that is not an amount."""
    if not _AMOUNT.fullmatch(text):
        raise ValueError("not an amount")
    return Decimal(text)


def parse_written_yuan(text: str) -> Decimal:
    """Parse an amount as people write it: 50000, 50,000.00, ¥50，000, ５００００．００. ValueError for anything else."""
    shown = as_shown(text).removeprefix("¥").strip()
    return parse_decimal(shown.replace(",", "") if _GROUPED.fullmatch(shown) else shown)


def is_amount(value: Decimal) -> bool:
    """Whether the value can be an amount: finite, positive, with at most two decimals."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -2 and value > 0


def floor_fen(value: Decimal) -> Decimal:
    """Round down to the fen. All rounding of money is done here."""
    return value.quantize(FEN, rounding=ROUND_FLOOR)


def share_of(*, amount: Decimal, share: Decimal) -> Decimal:
    """Return the share of an amount in yuan, rounded down to the fen (article 12)."""
    return floor_fen(amount * share)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum in yuan; 0.00 for no amounts."""
    return sum(amounts, ZERO)


def yuan(value: Decimal) -> str:
    """Format an amount for machines: "50000.00"."""
    return f"{floor_fen(value) + ZERO:f}"


def capitals(value: Decimal) -> str:
    """Format an amount in Chinese capitals (人民币大写): 50000.00 is 伍万元整.

    ValueError for a negative amount, one with parts of a fen, or one of 10^12 yuan or more.
    """
    if value < 0 or value != floor_fen(value) or value >= Decimal(10) ** 12:
        raise ValueError("no amount for capitals")
    whole, fen = divmod(int(value * 100), 100)
    yuan_part = f"{_whole_in_capitals(whole)}元" if whole else ""
    if not fen:
        return f"{yuan_part or '零元'}整"
    jiao, rest = divmod(fen, 10)
    jiao_part = f"{_DIGITS[jiao]}角" if jiao else "零" if whole else ""
    return f"{yuan_part}{jiao_part}{_DIGITS[rest]}分" if rest else f"{yuan_part}{jiao_part}整"


def _whole_in_capitals(number: int) -> str:
    text, pending_zero, groups = "", False, []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if not group:
            pending_zero = True
            continue
        if text and (pending_zero or group < 1000):
            text += "零"
        text += _group_in_capitals(group) + _GROUPS[index]
        pending_zero = False
    return text


def _group_in_capitals(group: int) -> str:
    text, pending_zero = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if pending_zero else "") + _DIGITS[digit] + _PLACES[place]
            pending_zero = False
        else:
            pending_zero = bool(text)
    return text

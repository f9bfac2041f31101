"""Template filters that format yuan, days and moments in the active language."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import template
from django.utils.translation import get_language

from core.values import masking
from core.values.money import capitals as money_in_capitals
from core.values.numbers import percent_text

register = template.Library()

BEIJING = ZoneInfo("Asia/Shanghai")
NOTHING = "—"
NUMERALS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


register.filter("mask_name", masking.mask_name)


@register.filter
def money(value: Decimal | int | None) -> str:
    """Format yuan with sign, thousands and fen: ¥50,000.00. Raises TypeError for a float."""
    if value is None:
        return NOTHING
    return f"-¥{plain_money(-value)}" if value < 0 else f"¥{plain_money(value)}"


@register.filter
def plain_money(value: Decimal | int | None) -> str:
    """Format yuan without the sign, for columns headed 元: 50,000.00. Raises TypeError for a float."""
    if value is None:
        return NOTHING
    if isinstance(value, float):
        raise TypeError("money is never a float")
    return f"{Decimal(value):,.2f}"


@register.filter
def wan(value: Decimal | int | None) -> str:
    """Format yuan in units of 10,000 (万元) with two decimals, for overviews only: 182.40."""
    return plain_money(None if value is None else Decimal(value) / 10_000)


@register.filter
def percent(value: Decimal | int | None) -> str:
    """Format a share as per cent with all its decimals: 0.125 is 12.5%."""
    return NOTHING if value is None else percent_text(Decimal(value))


@register.filter
def day(value: date | datetime | None) -> str:
    """Format a day: 2026年3月17日, or 17 March 2026. A moment counts as its Beijing day."""
    found = beijing_day(value)
    if found is None:
        return NOTHING
    return f"{found.day} {found:%B} {found.year}" if is_english() else f"{found.year}年{found.month}月{found.day}日"


@register.filter
def month(value: date | None) -> str:
    """Format a calendar month by one of its days: 2026年3月, or March 2026."""
    if value is None:
        return NOTHING
    return f"{value:%B} {value.year}" if is_english() else f"{value.year}年{value.month}月"


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Format the day of the week: 星期二, or Tuesday."""
    found = beijing_day(value)
    if found is None:
        return NOTHING
    return f"{found:%A}" if is_english() else f"星期{WEEKDAYS[found.weekday()]}"


@register.filter
def iso_day(value: date | datetime | None) -> str:
    """Format a day in ISO format, for `<time datetime>`: 2026-03-17."""
    found = beijing_day(value)
    return "" if found is None else found.isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """Format a moment as day and minute in Beijing: 2026年3月17日 14:05."""
    return NOTHING if value is None else f"{day(value)} {value.astimezone(BEIJING):%H:%M}"


@register.filter
def days_until(value: date | datetime | None, today: date | datetime) -> int | None:
    """Return the calendar days from `today` to `value`; 0 on the day itself, negative after it."""
    found, start = beijing_day(value), beijing_day(today)
    return None if found is None or start is None else (found - start).days


@register.filter
def capitals(value: Decimal | None) -> str:
    """Format yuan in Chinese capitals (人民币大写): 伍万元整."""
    return NOTHING if value is None else money_in_capitals(value)


@register.filter
def article_name(number: str) -> str:
    """Format the number of an article: "15.2" is 第十五条（二）, or article 15 (2)."""
    whole, _dot, item = number.partition(".")
    if is_english():
        return f"article {whole}" + (f" ({item})" if item else "")
    return f"第{_chinese_number(int(whole))}条" + (f"（{_chinese_number(int(item))}）" if item else "")


def _chinese_number(number: int) -> str:
    """Format 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens]}十") + NUMERALS[ones]


def beijing_day(value: date | datetime | None) -> date | None:
    """Return the Beijing date of a day or of an aware moment."""
    return value.astimezone(BEIJING).date() if isinstance(value, datetime) else value


def is_english() -> bool:
    """Whether the active language is English."""
    return (get_language() or "zh-hans").startswith("en")

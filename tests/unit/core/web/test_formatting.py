"""The filters and tags that turn values into text."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils.translation import override

from core.templatetags import formatting
from core.templatetags.portal import bar_chart, deadline, icon
from core.web.state_words import STATES, TONES

TODAY = date(2026, 3, 17)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("50000.00"), "¥50,000.00"),
        (Decimal("0.01"), "¥0.01"),
        (Decimal("-1234.5"), "-¥1,234.50"),
        (1_000_000, "¥1,000,000.00"),
        (None, "—"),
    ],
)
def test_money_has_sign_thousands_and_fen(value: Decimal | None, text: str) -> None:
    assert formatting.money(value) == text


def test_money_refuses_a_float() -> None:
    with pytest.raises(TypeError):
        formatting.money(0.1)


def test_wan_is_yuan_by_ten_thousand() -> None:
    assert formatting.wan(Decimal("1824000")) == "182.40"


@pytest.mark.parametrize(("value", "text"), [("0.5", "50%"), ("0.0425", "4.25%"), ("1", "100%"), ("0", "0%")])
def test_percent_drops_empty_decimals(value: str, text: str) -> None:
    assert formatting.percent(Decimal(value)) == text


def test_day_in_both_languages() -> None:
    assert formatting.day(TODAY) == "2026年3月17日"
    with override("en"):
        assert formatting.day(TODAY) == "17 March 2026"


def test_month_in_both_languages() -> None:
    assert (formatting.month(TODAY), formatting.month(None)) == ("2026年3月", "—")
    with override("en"):
        assert formatting.month(TODAY) == "March 2026"


def test_weekday_in_both_languages() -> None:
    assert formatting.weekday(TODAY) == "星期二"
    with override("en"):
        assert formatting.weekday(TODAY) == "Tuesday"


def test_a_moment_is_shown_in_beijing() -> None:
    late = datetime(2026, 3, 16, 16, 5, tzinfo=UTC)
    assert formatting.moment(late) == "2026年3月17日 00:05"
    assert formatting.day(late) == "2026年3月17日"
    assert formatting.iso_day(late) == "2026-03-17"


@pytest.mark.parametrize(
    ("number", "name"),
    [("7", "第七条"), ("10", "第十条"), ("12", "第十二条"), ("20", "第二十条"), ("15.2", "第十五条（二）")],
)
def test_articles_are_named_in_chinese(number: str, name: str) -> None:
    assert formatting.article_name(number) == name


@pytest.mark.parametrize(
    ("day", "tone", "words"),
    [
        (date(2026, 3, 25), "run", "还剩 8 天"),
        (date(2026, 3, 24), "act", "还剩 7 天"),
        (date(2026, 3, 17), "bad", "今天截止"),
        (date(2026, 3, 16), "bad", "已过 1 天"),
    ],
)
def test_a_deadline_presses_as_it_comes_near(day: date, tone: str, words: str) -> None:
    badge = deadline(day, TODAY)["badge"]
    assert (badge["tone"], badge["word"]) == (tone, words)


def test_a_deadline_that_was_met_says_nothing_of_what_would_follow() -> None:
    shown = deadline(date(2026, 3, 1), TODAY, after="创新券自动失效", met=True)
    assert (shown["badge"]["tone"], shown["after"]) == ("good", "")


def test_bars_reach_the_height_of_their_value() -> None:
    chart = bar_chart("兑现", "万元", [("1月", Decimal(20)), ("2月", Decimal(40))])
    assert [bar.height for bar in chart["bars"]] == [87.0, 174.0]
    assert [value for value, _y in chart["lines"]] == [0, 10, 20, 30, 40]


def test_a_chart_of_nothing_has_no_bars() -> None:
    assert bar_chart("兑现", "万元", [])["bars"] == []


def test_an_icon_says_nothing_to_screen_readers() -> None:
    assert 'aria-hidden="true"' in icon("ticket")
    assert 'sprite.svg#ticket"' in icon("ticket")


def test_every_state_has_a_word_and_a_known_tone() -> None:
    shown = [pair for states in STATES.values() for pair in states.values()]
    assert all(str(word) and tone in TONES for word, tone in shown)


def test_a_badge_has_colour_icon_and_word() -> None:
    html = engines["django"].from_string('{% load portal %}{% state_badge "coupon" "paid" %}').render()
    assert "state-good" in html
    assert "#circle-check" in html
    assert "已兑现" in html

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from vouchers.rules.reading import BadField, Section, read_root, read_yuan


def _refused(read) -> tuple:
    with pytest.raises(BadField) as caught:
        read()
    return caught.value.path, caught.value.code, caught.value.params


def _section(value: object) -> Section:
    return Section({"x": value}, "whole")


READERS = {
    "text": lambda section: section.text("x"),
    "line": lambda section: section.line("x", most=5),
    "flag": lambda section: section.flag("x"),
    "count": lambda section: section.count("x"),
    "positive": lambda section: section.positive("x"),
    "months": lambda section: section.months("x"),
    "yuan": lambda section: section.yuan("x"),
    "money": lambda section: section.money("x"),
    "share": lambda section: section.share("x"),
    "day": lambda section: section.day("x"),
    "day_or_null": lambda section: section.day_or_null("x"),
    "moment": lambda section: section.moment("x"),
    "choice": lambda section: section.choice("x", among=("a", "b")),
    "values": lambda section: section.values("x"),
    "texts": lambda section: section.texts("x"),
    "section": lambda section: section.section("x"),
    "sections": lambda section: section.sections("x"),
}
MOMENT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reader", "value", "found"),
    [
        ("text", "", ""),
        ("line", "five!", "five!"),
        ("flag", False, False),
        ("count", 0, 0),
        ("positive", 1, 1),
        ("positive", 10_000, 10_000),
        ("months", [12, 1], (1, 12)),
        ("months", (2,), (2,)),
        ("yuan", "-5.001", Decimal("-5.001")),
        ("money", "0.01", Decimal("0.01")),
        ("share", "1", Decimal(1)),
        ("share", "0.000001", Decimal("0.000001")),
        ("day", "2024-02-29", date(2024, 2, 29)),
        ("day_or_null", None, None),
        ("day_or_null", "2026-03-02", date(2026, 3, 2)),
        ("moment", "2026-03-02T01:00:00Z", MOMENT),
        ("moment", "2026-03-02T09:00+08:00", MOMENT),
        ("moment", "2026-03-02T09:00:00.000000+0800", MOMENT),
        ("moment", "2026-03-02T09:00:00,0+08", MOMENT),
        ("choice", "b", "b"),
        ("values", [1, None], [1, None]),
        ("values", (), []),
        ("texts", ["b", "a"], ("b", "a")),
        ("sections", [], []),
    ],
)
def test_a_field_is_read(reader, value, found):
    assert READERS[reader](_section(value)) == found


@pytest.mark.parametrize(
    ("reader", "value", "code"),
    [
        ("text", 7, "field_text"),
        ("line", 7, "field_text"),
        ("flag", 1, "field_flag"),
        ("flag", "true", "field_flag"),
        ("count", -1, "field_count"),
        ("count", True, "field_count"),
        ("count", 1.0, "field_count"),
        ("positive", 0, "field_count"),
        ("positive", 10_001, "field_count"),
        ("months", 3, "field_list"),
        ("months", [], "field_months"),
        ("months", [0], "field_months"),
        ("months", [13], "field_months"),
        ("months", [1, 1], "field_months"),
        ("yuan", 5, "field_amount"),
        ("yuan", "5 yuan", "field_amount"),
        ("money", "0.00", "field_money"),
        ("money", "0.001", "field_money"),
        ("share", 1, "field_text"),
        ("share", "0", "field_share"),
        ("share", "0.000000", "field_share"),
        ("share", "1.000001", "field_share"),
        ("share", "0.1234567", "field_share"),
        ("share", "0.", "field_share"),
        ("day", 20260302, "field_day"),
        ("day", "20260302", "field_day"),
        ("day", "2026-02-30", "field_day"),
        ("day", "2026-03-02T", "field_day"),
        ("day", "２０２６-03-02", "field_day"),
        ("day_or_null", "", "field_day"),
        ("moment", None, "field_moment"),
        ("moment", "2026-03-02", "field_moment"),
        ("moment", "2026-03-02T09:00:00", "field_moment"),
        ("moment", "2026-03-02 09:00:00Z", "field_moment"),
        ("moment", "2026-02-30T09:00:00Z", "field_moment"),
        ("values", {"a": 1}, "field_list"),
        ("values", "ab", "field_list"),
        ("texts", "ab", "field_list"),
        ("texts", [], "field_words"),
        ("texts", ["a", "a"], "field_words"),
        ("section", [], "field_object"),
        ("sections", {}, "field_list"),
    ],
)
def test_a_field_that_cannot_be_read_is_named_with_the_reason(reader, value, code):
    assert _refused(lambda: READERS[reader](_section(value))) == ("whole.x", code, {})


@pytest.mark.parametrize("value", ["", " ", "sixsix", "a\nb", "a\x00"])
def test_a_line_says_how_long_it_may_be(value):
    assert _refused(lambda: _section(value).line("x", most=5)) == ("whole.x", "field_line", {"most": "5"})


@pytest.mark.parametrize("value", ["c", None, ["a"], "A"])
def test_a_choice_says_what_there_is(value):
    found = _refused(lambda: _section(value).choice("x", among=("a", "b")))
    assert found == ("whole.x", "field_choice", {"among": "a, b"})


def test_a_word_that_is_none_is_named_by_its_place():
    assert _refused(lambda: _section(["a", 7]).texts("x")) == ("whole.x.1", "field_text", {})
    found = _refused(lambda: _section(["a", "c"]).texts("x", among=("a", "b")))
    assert found == ("whole.x.1", "field_choice", {"among": "a, b"})


@pytest.mark.parametrize("reader", READERS)
def test_a_missing_field_is_named(reader):
    assert _refused(lambda: READERS[reader](Section({}, "whole"))) == ("whole.x", "field_missing", {})


def test_a_path_leads_through_objects_and_lists():
    root = read_root({"contract": {"ends": [{}]}})
    [end] = root.section("contract").sections("ends")
    assert (root.path, root.at("id"), end.at("day")) == ("", "id", "contract.ends.0.day")
    assert _refused(lambda: _section([{}, 7]).sections("x")) == ("whole.x.1", "field_object", {})


def test_what_cannot_be_read_says_so_in_its_text():
    assert BadField("x.0", "field_line", most="5").args == ("x.0", "field_line", {"most": "5"})


def test_what_nobody_read_is_unknown():
    section = read_root({"known": "a", "unknown": "b"})
    section.text("known")
    assert _refused(section.close) == ("unknown", "field_unknown", {})
    section.text("unknown")
    section.close()


def test_a_field_may_be_looked_for():
    assert (_section(None).has("x"), _section(None).has("y")) == (True, False)


@pytest.mark.parametrize("value", [None, [], "x", 7])
def test_the_whole_is_an_object(value):
    assert _refused(lambda: read_root(value)) == (None, "whole_object", {})


def test_an_amount_by_itself_is_named_by_its_path():
    assert read_yuan("5.00", path="coupons.0") == Decimal("5.00")
    assert _refused(lambda: read_yuan(5, path="coupons.0")) == ("coupons.0", "field_amount", {})
    assert _refused(lambda: read_yuan("five", path="coupons.0")) == ("coupons.0", "field_amount", {})

"""The field types of policies and calculator cases: accepted values, and code and path of refused ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, TypeAdapter

from core.values.errors import Refusal
from vouchers.rules import document_fields as reading
from vouchers.rules.document_fields import CLOSED, BadDocument, Closed, bad_field, field_error, keys, line, read

WORD = Literal["a", "b"]
TYPES = {
    "text": reading.Text,
    "line": Annotated[reading.Text, line(most=5)],
    "flag": reading.Flag,
    "count": reading.Count,
    "positive": reading.Positive,
    "months": reading.Months,
    "yuan": reading.Yuan,
    "money": reading.Money,
    "money_or_none": reading.MoneyOrNone,
    "share": reading.Share,
    "day": reading.Day,
    "day_or_null": reading.Day | None,
    "moment": reading.Moment,
    "choice": WORD,
    "list": reading.ListOf[reading.Count],
    "words": reading.Words[reading.Text],
    "keys": Annotated[Mapping[str, int], keys({"p": reading.Count, "q": reading.Count})],
}
MOMENT = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Whole(Closed):
    """An object within an object."""

    x: reading.Flag


def _read(kind: str, value: object) -> object:
    adapter = TypeAdapter(dict[Literal["x"], TYPES[kind]])
    return read(adapter.validate_python, {"x": value})["x"]


def _refused(validate, value: object) -> list[tuple]:
    with pytest.raises(BadDocument) as caught:
        read(validate, value)
    assert caught.value.kind == "invalid"
    assert {each.params.get("field") for each in caught.value.refusals} == {
        each.field for each in caught.value.refusals
    }
    return [(each.field, each.code) for each in caught.value.refusals]


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("text", "", ""),
        ("text", "\ud800", "\ud800"),
        ("line", "five!", "five!"),
        ("flag", False, False),
        ("count", 0, 0),
        ("count", 10**30, 10**30),
        ("positive", 1, 1),
        ("positive", 10_000, 10_000),
        ("months", [12, 1], (1, 12)),
        ("months", (2,), (2,)),
        ("yuan", "-5.001", Decimal("-5.001")),
        ("money", "0.01", Decimal("0.01")),
        ("share", "1", Decimal(1)),
        ("money_or_none", "0.00", Decimal("0.00")),
        ("money_or_none", "0.01", Decimal("0.01")),
        ("share", "0.000001", Decimal("0.000001")),
        ("day", "2024-02-29", date(2024, 2, 29)),
        ("day_or_null", None, None),
        ("day_or_null", "2026-03-02", date(2026, 3, 2)),
        ("moment", "2026-03-02T01:00:00Z", MOMENT),
        ("moment", "2026-03-02T09:00+08:00", MOMENT),
        ("moment", "2026-03-02T09:00:00.000000+0800", MOMENT),
        ("moment", "2026-03-02T09:00:00,0+08", MOMENT),
        ("choice", "b", "b"),
        ("list", [2, 1, 1], (2, 1, 1)),
        ("list", (), ()),
        ("words", ["b", "a"], ("b", "a")),
        ("keys", {"q": 2, "p": 1}, {"p": 1, "q": 2}),
    ],
)
def test_a_field_is_read(kind, value, found):
    assert _read(kind, value) == found


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("text", 7, "field_text"),
        ("line", 7, "field_text"),
        *(("line", value, "field_line") for value in ("", " ", "sixsix", "a\nb", "a\x00")),
        ("flag", 1, "field_flag"),
        ("flag", "true", "field_flag"),
        ("count", -1, "field_count"),
        ("count", -(10**30), "field_count"),
        ("count", True, "field_count"),
        ("count", 1.0, "field_count"),
        ("count", "1", "field_count"),
        ("positive", 0, "field_whole"),
        ("positive", 10_001, "field_whole"),
        ("months", 3, "field_list"),
        *(("months", value, "field_months") for value in ([], [0], [13], [1, 1], [True], [1.0], [1, None])),
        ("yuan", 5, "field_amount"),
        ("yuan", "5 yuan", "field_amount"),
        ("yuan", "", "field_amount"),
        ("money", 5, "field_amount"),
        ("money", "0.00", "field_money"),
        ("money", "0.001", "field_money"),
        ("money_or_none", "0", "field_money"),
        ("money_or_none", None, "field_amount"),
        ("share", 1, "field_text"),
        *(("share", value, "field_share") for value in ("0", "0.000000", "1.000001", "0.1234567", "0.")),
        ("day", 20260302, "field_day"),
        ("day", date(2026, 3, 2), "field_day"),
        *(("day", value, "field_day") for value in ("20260302", "2026-02-30", "2026-03-02T", "２０２６-03-02")),
        ("day_or_null", "", "field_day"),
        ("moment", None, "field_moment"),
        *(
            ("moment", value, "field_moment")
            for value in ("2026-03-02", "2026-03-02T09:00:00", "2026-03-02 09:00:00Z", "2026-02-30T09:00:00Z")
        ),
        *(("choice", value, "field_choice") for value in ("c", None, ["a"], "A", True)),
        ("list", {"a": 1}, "field_list"),
        ("list", "ab", "field_list"),
        ("words", "ab", "field_list"),
        ("words", [], "field_words"),
        ("words", ["a", "a"], "field_words"),
        ("keys", [], "field_object"),
    ],
)
def test_a_field_that_cannot_be_read_is_named_with_the_reason(kind, value, code):
    adapter = TypeAdapter(dict[Literal["x"], TYPES[kind]])
    assert _refused(adapter.validate_python, {"x": value}) == [("x", code)]


@pytest.mark.parametrize(("kind", "value"), [(Decimal, 50000), (Decimal, "1e3"), (date, 1772409600), (bool, "yes")])
def test_types_of_the_library_are_laxer(kind, value):
    """Why amounts, days and flags have types of their own here."""
    assert isinstance(TypeAdapter(kind).validate_python(value), kind)


def test_a_choice_says_what_there_is_and_a_line_how_long_it_may_be():
    class Case(BaseModel):
        word: WORD
        line: Annotated[reading.Text, line(most=5)]

        count: reading.Count
        amount: reading.Yuan

    with pytest.raises(BadDocument) as caught:
        read(Case.model_validate, {"word": "c", "line": "", "count": -1, "amount": 1})
    assert [dict(each.params) for each in caught.value.refusals] == [
        {"among": "a, b", "field": "word"},
        {"most": "5", "field": "line"},
        {"field": "count"},
        {"field": "amount"},
    ]


def test_a_dataclass_is_read_like_a_model():
    @dataclass
    class Part:
        x: reading.Flag

    @dataclass
    class Case:
        __pydantic_config__ = CLOSED
        part: Part
        other: Part

    assert _refused(TypeAdapter(Case).validate_python, {"part": {"x": True, "y": 1}, "other": 7, "z": 1}) == [
        ("part.y", "field_unknown"),
        ("other", "field_object"),
        ("z", "field_unknown"),
    ]


def test_every_error_is_named_with_its_path_through_objects_and_lists():
    class Case(Closed):
        flag: reading.Flag
        wholes: reading.ListOf[Whole]
        by_key: Annotated[Mapping[str, bool], keys({"p": reading.Flag})]

    value = {"wholes": [{"x": True}, 7, {"x": 1, "y": 2}], "by_key": {"q": True}, "z": 1}
    assert _refused(Case.model_validate, value) == [
        ("flag", "field_missing"),
        ("wholes.1", "field_object"),
        ("wholes.2.x", "field_flag"),
        ("wholes.2.y", "field_unknown"),
        ("by_key.p", "field_missing"),
        ("by_key.q", "field_unknown"),
        ("z", "field_unknown"),
    ]


def test_keys_that_may_lack_are_left_out():
    adapter = TypeAdapter(Annotated[Mapping[str, int], keys({"p": reading.Count, "q": reading.Count}, may_lack=True)])
    assert read(adapter.validate_python, {"q": 1}) == {"q": 1}
    assert _refused(adapter.validate_python, {"q": None}) == [("q", "field_count")]


@pytest.mark.parametrize("value", [None, [], "x", 7])
def test_the_whole_is_an_object(value):
    with pytest.raises(BadDocument) as caught:
        read(Whole.model_validate, value)
    assert caught.value.refusals == (Refusal(code="whole_object"),)


def test_half_a_character_is_refused_where_a_word_or_a_key_is_asked_for():
    class Case(Closed):
        word: WORD
        whole: Whole

    value = {"word": "\ud800", "whole": {"x": True, "\ud800": 1}}
    assert _refused(Case.model_validate, value) == [("word", "characters"), ("whole", "characters")]
    assert _refused(Whole.model_validate, {"x": True, "\ud800": 1}) == [(None, "characters")]


def test_a_field_found_bad_later_is_named_like_the_others():
    error = bad_field("case_founded_later", field="a.b")
    assert (error.kind, error.refusals) == (
        "invalid",
        (Refusal(code="case_founded_later", field="a.b", params={"field": "a.b"}),),
    )


def test_a_whole_number_out_of_range_says_the_range():
    with pytest.raises(BadDocument) as caught:
        _read("positive", 0)
    assert dict(caught.value.params) == {"least": "1", "most": "10000", "field": "x"}


def test_an_error_of_a_field_is_its_code():
    assert (field_error("field_line", most="5").type, field_error("field_line", most="5").context) == (
        "field_line",
        {"most": "5"},
    )

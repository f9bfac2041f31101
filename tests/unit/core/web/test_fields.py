"""Fields of forms that several apps have."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from core.values.deadlines import BEIJING
from core.web import fields
from core.web.fields import state_choices

NOTHING = ["\u200b\u2060", "\u3164", "\u00ad", "\u2800", "。。", "…", "\ufeff \u200e"]


class Filter(forms.Form):
    state = forms.ChoiceField(choices=state_choices("policy", ("live", "有效")), required=False)


def test_a_filter_by_state_offers_all_then_its_own_then_every_state_in_its_word():
    with override("zh-hans"):
        offered = list(Filter().fields["state"].choices)

    assert offered[:2] == [("", "全部"), ("live", "有效")]
    assert [code for code, _word in offered[2:]] == ["draft", "approved", "in_force", "superseded"]


def test_the_words_are_those_of_the_language_at_the_time():
    with override("en"):
        assert next(iter(Filter().fields["state"].choices)) == ("", "All")


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        (fields.CodeField(), " ９1１10108\u200bxxxx\ufeff ", "91110108XXXX"),
        (fields.LabelField(), "ＨＴ－2026\u3000第１号\u200b", "HT-2026 第1号"),
        (fields.TextField(), " 样品、Ａ组 ", "样品、Ａ组"),
        (fields.SearchField(label="x"), "ＨＴ", "ＨＴ"),
        (fields.CountField(), "１２００", 1200),
        (fields.CountField(), 7, 7),
        (fields.NumberField(), "７．５", Decimal("7.5")),
        (fields.AmountField(), "１０００．００", Decimal("1000.00")),
        (fields.AmountField(), "￥50，000.0", Decimal("50000.0")),
        (fields.DayField(), "２０２６年３月２日", date(2026, 3, 2)),
        (fields.DayField(), "2026-03-02\u200e", date(2026, 3, 2)),
        (fields.MomentField(), "2026-03-02T09:00", datetime(2026, 3, 2, 9, tzinfo=BEIJING)),
        (fields.MomentField(), "２０２６／３／２　９：００", datetime(2026, 3, 2, 9, tzinfo=BEIJING)),
    ],
)
def test_what_is_typed_is_read_in_its_normal_form(field, typed, read):
    assert field.clean(typed) == read


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        *((fields.TextField, text, "required") for text in NOTHING),
        *((fields.CodeField, text, "required") for text in ("\u200b\u2060", "\ufeff \u200e")),
        *((fields.AmountField, text, "invalid") for text in ("1_000", "1e3", "1,00", "10²", "1 000", "١٢")),
        (fields.AmountField, "0.001", "max_decimal_places"),
        *((fields.CountField, text, "invalid") for text in ("1_000", "1e3", "1.0", "10²")),
        *((fields.NumberField, text, "invalid") for text in ("1_000", "1e3", "NaN", "Infinity")),
        *((fields.DayField, text, "invalid") for text in ("03/02/2026", "2026-02-30", "2026-W10-1", "tomorrow")),
        (fields.DayField, "1999-12-31", "min_value"),
        (fields.MomentField, "2026-12-20", "bare_day"),
        (fields.MomentField, "20:00", "invalid"),
        (fields.MomentField, "2026-03-02T09:00+09:00", "invalid"),
    ],
)
def test_what_cannot_be_read_is_an_error(kind, typed, code):
    with pytest.raises(forms.ValidationError) as caught:
        kind().clean(typed)
    assert caught.value.error_list[0].code == code


@pytest.mark.parametrize("typed", NOTHING)
def test_an_optional_text_that_says_nothing_is_empty(typed):
    assert fields.TextField(required=False).clean(typed) == ""


@pytest.mark.parametrize("typed", ["\u200b\u2060", "\u3164", " "])
def test_a_search_for_nothing_is_none(typed):
    assert fields.SearchField(label="x").clean(typed) == ""


def test_ids_are_taken_in_their_one_spelling():
    assert fields.IdsField().clean(["7", "12"]) == [7, 12]


@pytest.mark.parametrize("sent", ["07", "１", "1.0", " 1", "0", "9" * 19])
def test_another_spelling_is_no_id_of_several(sent):
    with pytest.raises(forms.ValidationError):
        fields.IdsField().clean(["7", sent])

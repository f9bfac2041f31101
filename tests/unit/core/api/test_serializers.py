"""Fields of the API: one normal form in, and what nobody means is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from rest_framework.serializers import ValidationError

from core.api import serializers as fields

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "sent", "read"),
    [
        (fields.CodeField(), " ９1１10108\u200bxxxx\ufeff ", "91110108XXXX"),
        (fields.CodeField(max_length=3), "\u200bＡ B\u200bＣ", "ABC"),
        (fields.LabelField(), "ＨＴ－2026\u3000第１号\u200b", "HT-2026 第1号"),
        (fields.TextField(), " 样品、Ａ组 ", "样品、Ａ组"),
        (fields.TextField(allow_blank=True), "\u3164", ""),
        (fields.CountField(), "１２", 12),
        (fields.CountField(), 12, 12),
        (fields.NumberField(max_digits=8, decimal_places=2), "７．５", Decimal("7.5")),
        (fields.AmountField(), "１０００．００", Decimal("1000.00")),
        (fields.AmountField(), 5, Decimal(5)),
        (fields.DayField(), "２０２６-03-02", date(2026, 3, 2)),
        (fields.DayField(), "2026-03-02\ufeff", date(2026, 3, 2)),
        (fields.MomentField(), "2026-03-02T09:00:00+08:00", NINE),
        (fields.MomentField(), "2026-03-02T01:00Z", NINE),
    ],
)
def test_what_is_sent_is_read_in_its_normal_form(field, sent, read):
    assert field.run_validation(sent) == read


@pytest.mark.parametrize(
    ("field", "sent", "code"),
    [
        *((fields.TextField(), text, "blank") for text in ("\u200b\u2060", "\u3164", "\u00ad", "\u2800", "。。", " ")),
        (fields.TextField(), ["x"], "invalid"),
        (fields.CodeField(), "\u200b", "blank"),
        *((fields.CountField(), value, "invalid") for value in ("1_000", "1e3", "1.0", 1.0, True, "", "10²")),
        *(
            (fields.AmountField(), value, "invalid")
            for value in ("1,000.00", "¥5", "1_000", "1e3", "", 1.5, True, "NaN", "10²")
        ),
        (fields.AmountField(), "0.001", "max_decimal_places"),
        *((fields.DayField(), value, "invalid") for value in ("20260302", "2026/3/2", "2026-W10-1", 20260302)),
        (fields.DayField(), "1948-12-31", "invalid"),
        *(
            (fields.MomentField(), value, "invalid")
            for value in ("2026-12-20", "2026-12-20T09:00:00", "1772409600", 1772409600)
        ),
    ],
)
def test_what_cannot_be_read_is_refused(field, sent, code):
    with pytest.raises(ValidationError) as caught:
        field.run_validation(sent)
    assert caught.value.get_codes() == [code]

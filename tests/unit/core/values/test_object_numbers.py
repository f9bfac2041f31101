from datetime import UTC, datetime

import pytest

from core.values.object_numbers import ObjectNumber, Series, id_in_series, object_number, parse_object_number


def test_a_number_has_the_kind_the_beijing_year_and_the_id():
    at = datetime(2026, 12, 31, 16, tzinfo=UTC)  # the first moment of 2027 in Beijing
    assert object_number(Series.REDEMPTION, at=at, pk=4) == "DX2027-0000004"
    assert object_number(Series.ORDER, at=at, pk=12_345_678) == "BK2027-12345678"


@pytest.mark.parametrize(
    "typed", ["DX2026-0000004", " dx2026－000000４\n", "DX 2026 0000004", "ＤＸ2026\u200b-0000004"]
)
def test_a_number_is_read_however_it_is_typed(typed):
    assert parse_object_number(typed) == ObjectNumber(series=Series.REDEMPTION, year=2026, pk=4)


@pytest.mark.parametrize(
    "text", ["", "4", "DX2026-4", "XX2026-0000004", "DX1926-0000004", "DX2026-0000000000004", "DX2026-000000²"]
)
def test_another_text_is_no_number(text):
    assert parse_object_number(text) is None


def test_an_id_is_of_its_own_series():
    assert id_in_series("DX2026-0000004", Series.REDEMPTION) == 4
    assert id_in_series("DX2026-0000004", Series.BATCH) is None
    assert id_in_series("电池", Series.REDEMPTION) is None


def test_every_kind_has_letters_of_its_own():
    assert {each.name: str(each) for each in Series} == {
        "PROJECT": "XM",
        "COUPON": "BJ",
        "CONTRACT": "HT",
        "REDEMPTION": "DX",
        "BATCH": "PC",
        "OBJECTION": "YY",
        "APPEAL": "SS",
        "PAYMENT": "ZF",
        "SANCTION": "CL",
        "ORDER": "BK",
        "DELEGATION": "DL",
        "RECOVERY": "ZH",
        "CLOSING": "GZ",
        "NOTICE": "GS",
        "UNIT_APPLICATION": "DW",
        "TAKEOVER": "JG",
        "BUDGET_CHANGE": "TZ",
        "APPROPRIATION": "YS",
        "ROUND": "FF",
        "PAYEE_ACCOUNT": "SK",
        "PARTY": "ZT",
    }

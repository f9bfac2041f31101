import pytest

from vouchers.rules.coupon_numbers import coupon_id_of, coupon_number


@pytest.mark.parametrize(
    ("coupon_id", "number"),
    [(1, "BJ2026-0000001"), (1283, "BJ2026-0001283"), (9_999_999, "BJ2026-9999999"), (10_000_000, "BJ2026-10000000")],
)
def test_a_coupon_is_numbered_by_its_year_and_its_id(coupon_id, number):
    assert coupon_number(year=2026, coupon_id=coupon_id) == number
    assert coupon_id_of(number) == coupon_id


def test_a_number_is_found_however_it_is_typed():
    for typed in (
        " bj2026-0001283\n",
        "BJ2026-000128３",
        "ｂｊ２０２６－０００１２８３",
        "BJ2026\u200b-0001283",
        "BJ 2026-0001283",
    ):
        assert coupon_id_of(typed) == 1283


@pytest.mark.parametrize(
    "number",
    ["", "0001283", "BJ2026-128300", "BJ2026-0001283000000", "BJ1926-0001283", "SH2026-0001283", "BJ2026-000128²"],
)
def test_what_is_no_number_has_no_coupon(number):
    assert coupon_id_of(number) is None


def test_a_number_may_have_twelve_digits():
    assert coupon_id_of("BJ2026-999999999999") == 999_999_999_999

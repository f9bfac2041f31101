import pytest

from core.web.next_page import MOST_CHARACTERS, own_path, with_next


@pytest.mark.parametrize("address", ["/", "/coupons/claim/3/", "/coupons/?state=live&sort=-id", "/首页/"])
def test_a_path_of_this_site_is_kept(address):
    assert own_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "coupons/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\n/evil.example/",
        "\t//evil.example/",
        "/" + "x" * MOST_CHARACTERS,
    ],
)
def test_any_other_address_is_dropped(address):
    assert own_path(address) == ""


def test_the_longest_address_is_kept():
    assert own_path("/" + "x" * (MOST_CHARACTERS - 1)) != ""


def test_an_address_is_added_as_one_value():
    assert with_next("/account/login/", "/coupons/?a=1&b=2") == "/account/login/?next=/coupons/%3Fa%3D1%26b%3D2"
    assert with_next("/account/login/", "") == "/account/login/"

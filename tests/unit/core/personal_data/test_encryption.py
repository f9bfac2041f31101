import base64

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from core.personal_data.encryption import blind_index, decrypt, encrypt


@given(st.text())
def test_what_goes_in_comes_out(text: str) -> None:
    assert decrypt(encrypt(text, context="a:1"), context="a:1") == text


def test_same_text_looks_different_each_time() -> None:
    assert encrypt("11010519491231002X", context="a:1") != encrypt("11010519491231002X", context="a:1")


def test_moved_to_another_place_it_does_not_open() -> None:
    with pytest.raises(InvalidTag):
        decrypt(encrypt("x", context="team_member:1"), context="team_member:2")


def test_changed_it_does_not_open() -> None:
    sealed = bytearray(encrypt("x", context="a:1"))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        decrypt(bytes(sealed), context="a:1")


def test_old_key_opens_what_it_closed(settings) -> None:
    sealed = encrypt("x", context="a:1")
    settings.FIELD_KEYS = {**settings.FIELD_KEYS, "test-2": base64.b64encode(b"2" * 32).decode()}
    settings.FIELD_KEY_CURRENT = "test-2"
    assert decrypt(sealed, context="a:1") == "x"
    assert encrypt("x", context="a:1").startswith(b"test-2:")


def test_blind_index_tells_kinds_and_values_apart() -> None:
    assert blind_index("1", kind="id_number") == blind_index("1", kind="id_number")
    assert blind_index("1", kind="id_number") != blind_index("1", kind="phone")
    assert len(blind_index("1", kind="id_number")) == 32

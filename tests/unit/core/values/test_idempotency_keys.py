from uuid import UUID

import pytest

from core.values.idempotency_keys import parse_key

KEY = "3f1c2b7a-0d4e-4a55-9b1e-6a7c8d9e0f10"


def test_a_uuid_is_a_key():
    assert parse_key(KEY) == UUID(KEY)


@pytest.mark.parametrize("value", [None, "", "7", KEY + "0"])
def test_anything_else_is_none(value):
    assert parse_key(value) is None

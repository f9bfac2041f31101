"""The window of a limit."""

import pytest

from core.values.limits import Limit


@pytest.mark.parametrize(("within", "seconds"), [("minute", 60), ("hour", 3600)])
def test_a_window_has_its_seconds(within: str, seconds: int) -> None:
    assert Limit(most=1, within=within, by="account", what="Ask").seconds == seconds


def test_requests_are_counted_unless_said_otherwise() -> None:
    assert Limit(most=1, within="minute", by="address", what="Ask").of == "requests"

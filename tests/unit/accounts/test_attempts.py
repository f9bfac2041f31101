"""Which counters an attempt to sign in is counted in."""

from accounts.rules.attempts import Attempt, counters


def kinds(**changes: str) -> list[tuple[str, str, int]]:
    attempt = Attempt(**{"username": " Zhao ", "address": "192.0.2.1", **changes})
    return [(counter.kind, counter.of, counter.most) for counter in counters(attempt)]


def test_a_password_is_counted_by_name_and_address_by_name_and_by_address() -> None:
    assert kinds() == [("name_address", "192.0.2.1 zhao", 10), ("name", "zhao", 200), ("address", "192.0.2.1", 100)]


def test_a_code_is_counted_by_name_alone() -> None:
    assert kinds(step="code") == [("code", "zhao", 10)]


def test_a_known_device_is_counted_by_itself_alone() -> None:
    assert kinds(device="d") == [("device", "password d", 10)]
    assert kinds(device="d", step="code") == [("device", "code d", 10)]


def test_a_device_is_not_known_unless_said_so() -> None:
    assert Attempt(username="zhao", address="192.0.2.1").device == ""

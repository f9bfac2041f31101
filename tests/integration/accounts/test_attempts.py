"""Attempts to sign in are counted in the database: guesses stop, and nobody locks a name for its owner."""

import pytest
from django.db import connection

from accounts.models import SignInFailure
from accounts.rules.attempts import MAX_GUESSES, MAX_PER_ADDRESS, MAX_PER_NAME, Attempt
from accounts.services.attempts import close_attempt, open_attempt
from core.models import Event
from tests.factories import parties

pytestmark = pytest.mark.django_db


def try_from(address: str = "192.0.2.1", *, username: str = "zhao", device: str = "") -> int:
    """Count an attempt; return the seconds to wait."""
    return open_attempt(Attempt(username=username, address=address, device=device), at=parties.AT)


@pytest.mark.parametrize("username", ["zhao", "nobody"])
def test_guesses_from_one_address_stop_alike_for_names_that_are_and_are_not(username: str) -> None:
    parties.user(username="zhao")
    waits = [try_from(username=username) for _ in range(MAX_GUESSES + 2)]
    assert waits[:MAX_GUESSES] == [0] * MAX_GUESSES
    assert all(0 < wait <= 15 * 60 for wait in waits[MAX_GUESSES:])
    assert Event.objects.filter(type="user.locked_out").count() == 1


def test_guesses_from_elsewhere_do_not_stop_the_owner() -> None:
    for number in range(10):
        for _ in range(MAX_GUESSES + 1):
            try_from(f"198.51.100.{number}")
    assert try_from("192.0.2.1") == 0


def test_refused_guesses_from_one_address_do_not_stop_the_owner_elsewhere() -> None:
    for _ in range(MAX_PER_NAME + 1):
        try_from("198.51.100.1")
    assert try_from("192.0.2.1") == 0
    assert sorted(SignInFailure.objects.values_list("count", flat=True)) == [1, 1, 10, 11, 201]


def test_guesses_from_the_same_address_do_not_stop_a_known_device() -> None:
    for _ in range(MAX_GUESSES + 1):
        try_from()
    assert try_from(device="known") == 0
    assert try_from(device="other") == 0
    assert try_from() > 0


def test_guesses_stop_on_a_known_device_too() -> None:
    waits = [try_from(device="known") for _ in range(MAX_GUESSES + 1)]
    assert [wait > 0 for wait in waits] == [False] * MAX_GUESSES + [True]


def test_guesses_from_very_many_addresses_stop_for_devices_that_are_not_known() -> None:
    waits = [try_from(f"2001:db8::{number}") for number in range(MAX_PER_NAME + 1)]
    assert [wait > 0 for wait in waits] == [False] * MAX_PER_NAME + [True]
    assert try_from("192.0.2.1", device="known") == 0


def test_address_is_stopped_over_many_names() -> None:
    waits = [try_from(username=f"u{number}") for number in range(MAX_PER_ADDRESS + 1)]
    assert [wait > 0 for wait in waits] == [False] * MAX_PER_ADDRESS + [True]
    assert Event.objects.filter(type="user.locked_out").count() == 0


def test_lock_ends_after_its_window() -> None:
    for _ in range(MAX_GUESSES + 5):
        try_from()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_signinfailure SET since = since - interval '901 seconds'")
    assert try_from() == 0


def test_success_resets_the_name_at_the_address_and_takes_one_off_the_others() -> None:
    for _ in range(3):
        try_from()
    close_attempt(Attempt(username="zhao", address="192.0.2.1"))
    assert list(SignInFailure.objects.values_list("count", flat=True)) == [2, 2]

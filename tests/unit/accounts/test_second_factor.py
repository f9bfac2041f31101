"""One-time codes: allauth computes them, our rules match the step."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import validate_totp_code

from accounts.rules.totp import STEP_SECONDS, TOLERANCE, step_of
from accounts.services.second_factor import _matching_step, code_at

SECRET = base64.b32encode(b"12345678901234567890").decode()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_at(secret=SECRET, moment=EPOCH + timedelta(seconds=seconds)) == code


def test_a_secret_may_be_typed_in_small_letters() -> None:
    assert code_at(secret=SECRET.lower(), moment=EPOCH + timedelta(seconds=59)) == "287082"


@pytest.mark.parametrize(("steps", "found"), [(-2, None), (-1, -1), (0, 0), (1, 1), (2, None)])
def test_the_step_of_a_code_is_found(steps: int, found: int | None) -> None:
    code = code_at(secret=SECRET, moment=MOMENT + timedelta(seconds=STEP_SECONDS * steps))
    expected = None if found is None else step_of(MOMENT) + found
    assert _matching_step(secret=SECRET, code=code, moment=MOMENT) == expected


@pytest.mark.parametrize("code", ["", "12345", "１２３４５６", "abcdef", "\0"])
def test_what_is_no_code(code: str) -> None:
    assert _matching_step(secret=SECRET, code=code, moment=MOMENT) is None


def test_blanks_within_a_code_do_not_count() -> None:
    assert _matching_step(secret=SECRET, code=" 287 082 ", moment=EPOCH + timedelta(seconds=59)) == 1


def test_allauth_and_the_steps_agree_on_their_length() -> None:
    assert (app_settings.TOTP_PERIOD, app_settings.TOTP_DIGITS) == (STEP_SECONDS, 6)


@time_machine.travel(MOMENT, tick=False)
def test_allauth_says_that_a_code_matches_and_not_which_step() -> None:
    """So it cannot keep the used-step row; and its own tolerance is none, ours is one step."""
    codes = [code_at(secret=SECRET, moment=MOMENT + timedelta(seconds=STEP_SECONDS * off)) for off in (0, TOLERANCE)]
    assert [validate_totp_code(SECRET, code) for code in codes] == [True, False]

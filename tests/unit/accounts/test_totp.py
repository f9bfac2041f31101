import base64
from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules.totp import code_at, matching_step, step_of

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_at(secret=SECRET, step=seconds // 30) == code


@pytest.mark.parametrize(("seconds", "step"), [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2), (3000, 100)])
def test_a_step_lasts_thirty_seconds(seconds: int, step: int) -> None:
    assert step_of(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)) == step


def test_a_secret_may_be_typed_in_small_letters() -> None:
    assert code_at(secret=SECRET.lower(), step=1) == "287082"


@pytest.mark.parametrize(("steps", "found"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clock_may_be_off_one_step(steps: int, found: bool) -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    code = code_at(secret=SECRET, step=step_of(moment + timedelta(seconds=30 * steps)))
    assert (matching_step(secret=SECRET, code=code, moment=moment) is not None) == found


@pytest.mark.parametrize("code", ["", "12345", "１２３４５６", "abcdef", "\0"])
def test_what_is_no_code(code: str) -> None:
    assert matching_step(secret=SECRET, code=code, moment=datetime(2026, 3, 2, tzinfo=UTC)) is None


def test_blanks_within_a_code_do_not_count() -> None:
    moment = datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC)
    assert matching_step(secret=SECRET, code=" 287 082 ", moment=moment) == 1

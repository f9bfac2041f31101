from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules.totp import step_of, steps_near

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "step"), [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2), (3000, 100)])
def test_a_step_lasts_thirty_seconds(seconds: int, step: int) -> None:
    assert step_of(EPOCH + timedelta(seconds=seconds)) == step


def test_a_clock_may_be_off_one_step_and_the_newest_comes_first() -> None:
    assert list(steps_near(EPOCH + timedelta(seconds=3000))) == [101, 100, 99]

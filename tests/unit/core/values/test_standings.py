"""Who makes the next step on a case, and until when."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from core.values.standings import Standing, Waits

SINCE = datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_a_case_ends_by_itself_only_if_a_day_is_given():
    assert Standing(waits=Waits.OFFICER, since=SINCE).ends is None


def test_it_never_changes():
    with pytest.raises(FrozenInstanceError):
        Standing(waits=Waits.NONE, since=SINCE).waits = Waits.MANAGER


def test_the_words_for_who_makes_the_next_step():
    assert list(Waits) == ["manager", "officer", "none"]

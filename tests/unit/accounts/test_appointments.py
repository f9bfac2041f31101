from datetime import UTC, datetime, timedelta

from accounts.rules.appointments import BETWEEN_REPLACEMENTS, PATIENCE, may_wait_since, replacement_blocked_until

AT = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)


def test_an_appointment_waits_for_14_days():
    assert (PATIENCE, may_wait_since(AT)) == (timedelta(days=14), datetime(2026, 3, 2, 1, 0, tzinfo=UTC))


def test_a_replacement_blocks_another_for_seven_days():
    assert timedelta(days=7) == BETWEEN_REPLACEMENTS
    assert replacement_blocked_until(AT) == datetime(2026, 3, 23, 1, 0, tzinfo=UTC)

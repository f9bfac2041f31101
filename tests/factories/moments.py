"""The business moment of most tests."""

from datetime import UTC, datetime

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""2026-03-02 09:00 in Beijing."""

"""Open units: categories, periods of publicity and of an exit's notice (article 6)."""

from datetime import date

from core.values.deadlines import Period, notice_day

CATEGORIES = ("municipal", "in_beijing", "recognised")
"""市属、在京、京津冀互认."""

PUBLICITY = Period(count=5, unit="working_days")
"""公示期. Article 6 asks for publicity and names no length: article 14's is used."""

EXIT_NOTICE = Period(count=1, unit="months")
"""An exit is announced one month ahead (article 6). Counted backwards; does not roll over holidays."""


def announce_by(*, leaves_on: date) -> date:
    """Return the last Beijing day to announce an exit on `leaves_on`. OverflowError out of range."""
    return notice_day(before=leaves_on, period=EXIT_NOTICE)

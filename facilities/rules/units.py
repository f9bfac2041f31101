"""Open units: what kinds there are, how long publicity and an exit's notice last (article 6)."""

from datetime import date

from core.values.deadlines import Period, notice_day

CATEGORIES = ("municipal", "in_beijing", "recognised")
"""市属、在京、京津冀互认."""

PUBLICITY = Period(count=5, unit="working_days")
"""公示期. Article 6 asks for publicity and names no length: article 14's is used."""

EXIT_NOTICE = Period(count=1, unit="months")
"""Article 6: the exit is announced one month ahead; counted backwards, never rolled."""


def announce_by(*, leaves_on: date) -> date:
    """The last Beijing day to announce an exit on that day. OverflowError out of range."""
    return notice_day(before=leaves_on, period=EXIT_NOTICE)

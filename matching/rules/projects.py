"""Projects: the period to answer a request (article 15.2)."""

from core.values.deadlines import Period

ANSWER = Period(count=3, unit="working_days")
"""答复期限. A request not answered by the end of the third working day expires."""

ASKED_AT_ONCE = 10
"""The most units of one request."""

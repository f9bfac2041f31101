"""Projects: how long a unit has to answer (article 15.2)."""

from core.values.deadlines import Period

ANSWER = Period(count=3, unit="working_days")
"""答复期限. A request not answered by the end of the third working day expires."""

ASKED_AT_ONCE = 10
"""How many units one request may go to."""

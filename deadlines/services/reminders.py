"""Reminders before a deadline, in the portal and by mail, each sent once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice

from accounts.selectors.members import map_user_ids
from core.notifications.sending import Message, notify_many
from core.values.deadlines import beijing_day
from deadlines.selectors.reminders import Due, iterate_due

CHUNK = 2_000
DAYS_AHEAD = (7, 3, 1)
"""The days before a deadline on which a reminder is sent."""


def remind(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Remind of every deadline that is 7, 3 or 1 days away (到期提醒). A second run sends nothing twice."""
    coming = iterate_due(today=beijing_day(at), days_ahead=DAYS_AHEAD)
    reminded = 0
    while chunk := list(islice(coming, CHUNK)):
        reminded += notify_many(_messages(chunk), at=at)
        progress(len(chunk))
    return {"reminded": reminded}


def _messages(chunk: Sequence[Due]) -> list[Message]:
    by_roles: dict[frozenset[str], set[int]] = defaultdict(set)
    for due in chunk:
        by_roles[due.roles].add(due.party_id)
    users = {roles: map_user_ids(party_ids=parties, roles=roles) for roles, parties in by_roles.items()}
    return [
        Message(
            user_ids=users[due.roles].get(due.party_id, []),
            kind=due.kind,
            params={"label": due.label, "day": due.day.isoformat(), "days_left": due.days_left, "id": due.subject_id},
            dedup=f"{due.kind}:{due.subject_id}:{due.day.isoformat()}:{due.days_left}",
            party_id=due.party_id,
        )
        for due in chunk
    ]

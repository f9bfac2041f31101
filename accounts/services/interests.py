"""Declarations of interest by staff and experts (利害关系申报): declared and ended by themselves, never changed."""

from collections.abc import Callable
from datetime import date, datetime

from accounts.models import Interest, UsccWaiver
from accounts.rules.conflicts import Relation
from accounts.rules.roles import STAFF_ROLES, Role
from accounts.selectors.interests import find_party_of, get_own_interest
from accounts.selectors.locks import lock_user
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from core.database.transactions import write
from core.events.recording import Change, record
from core.notifications.sending import notify
from core.values import uscc as codes
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.names import visible_name
from core.values.party_names import match_name

REMINDED_IN_MONTH = 1
"""The month in which staff and experts are reminded to bring their declarations up to date."""


@write
def declare_interest(
    *,
    party_name: str,
    uscc: str,
    relation: Relation,
    note: str,
    since: date,
    until: date | None,
    actor: Actor,
    at: datetime,
) -> Interest:
    """Declare an interest in the party of a code or a name (申报利害关系), which may not be registered yet.

    It counts from now until three years after `until`. Raises `required` without code and name, the errors of
    `visible_name`, `uscc_shape`, `uscc_check` without a waiver, `interest_days` for a last day before the first.
    """
    code = codes.normalise(uscc)
    name = visible_name(party_name, field="party_name", most=200) if party_name.strip() else ""
    _check(code=code, name=name, since=since, until=until)
    lock_user(actor.user_id)
    row = Interest.objects.create(
        user_id=actor.user_id,
        party=find_party_of(uscc=code, match_name=match_name(name)),
        party_name=name,
        match_name=match_name(name),
        uscc=code,
        relation=relation,
        note=note.strip(),
        since=since,
        until=until,
        declared_at=at,
    )
    record(_change("interest.declared", row, at=at))
    return row


@write
def end_interest(*, interest_id: int, actor: Actor, at: datetime) -> Interest:
    """End an own interest today (利害关系终止); it counts for three more years.

    Raises `not_found` for another's, `illegal_state` for one that has a last day.
    """
    lock_user(actor.user_id)
    row = get_own_interest(actor, interest_id)
    if row.until is not None:
        raise DomainError("illegal_state", kind="refused", state="ended")
    row.until, row.ended_at = max(beijing_day(at), row.since), at
    row.save(update_fields=["until", "ended_at"])
    record(_change("interest.ended", row, at=at))
    return row


def remind_of_interests(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Remind staff and experts once a year, in January, to bring their declarations up to date. Daily job."""
    today = beijing_day(at)
    if today.month != REMINDED_IN_MONTH:
        return {"reminded": 0}
    people = list_user_ids(party_id=get_authority().pk, roles=[*STAFF_ROLES, Role.EXPERT])
    params = {"year": today.year}
    notify(user_ids=people, kind="interest.reminder", params=params, dedup=f"interest.reminder:{today.year}", at=at)
    progress(len(people))
    return {"reminded": len(people)}


def _check(*, code: str, name: str, since: date, until: date | None) -> None:
    if not code and not match_name(name):
        raise DomainError("required", field="party_name")
    if code and not codes.is_well_formed(code):
        raise DomainError("uscc_shape", field="uscc")
    if code and not (codes.is_valid(code) or UsccWaiver.objects.filter(uscc=code).exists()):
        raise DomainError("uscc_check", field="uscc", uscc=code)
    if until is not None and until < since:
        raise DomainError("interest_days", field="until", since=since.isoformat())


def _change(event_type: str, row: Interest, *, at: datetime) -> Change:
    """Return the event of an interest. It names no party: the party does not read who declared what."""
    data = {"party": row.party_name or row.uscc, "relation": row.relation}
    return Change(type=event_type, subject_kind="interest", subject_id=row.pk, actor_id=row.user_id, at=at, data=data)

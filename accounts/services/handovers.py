"""Cases that pass to another person: handed over in one step, or given to a substitute by two administrators."""

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.models import HandOver, Substitution
from accounts.rules.handovers import REMINDERS, Reminded
from accounts.rules.roles import Role
from accounts.rules.states import HAND_OVER, SUBSTITUTION, HandOverState, SubstitutionState
from accounts.rules.substitutes import DAYS, substitute_refusals
from accounts.rules.usernames import normal_username
from accounts.selectors.conflicts import list_conflicts
from accounts.selectors.handovers import get_parties_of_case, list_free, list_open_hand_overs, list_takers
from accounts.selectors.locks import lock_hand_over, lock_substitution
from accounts.selectors.members import list_roles, list_user_ids
from accounts.selectors.parties import get_authority
from accounts.selectors.users import get_user_by_username
from core.access.checks import cases
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.messages.object_numbers import map_numbers, number_or_id
from core.notifications.sending import Message, notify_many
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Param, Refused


@write
def hand_over_case(*, operation: str, case_id: int, username: str, reason: str, actor: Actor, at: datetime) -> HandOver:
    """Hand a case over to a colleague with the role for the operation and without a conflict (移交), who is notified.

    Raises `not_found`, `operation_without_case`, `hand_over_taker` for a person who may not take it, `hand_over_open`.
    """
    takers = list_takers(operation=operation, case_id=case_id, giver_id=actor.user_id, at=at)
    taker = next((each for each in takers if each.username == normal_username(username)), None)
    if taker is None:
        raise DomainError("hand_over_taker", field="username", kind="refused")
    row = HandOver.objects.create(
        operation=operation,
        case_id=case_id,
        from_user_id=actor.user_id,
        to_user=taker,
        reason=reason,
        handed_at=at,
    )
    data = _case_data(operation=operation, case_id=case_id) | {"to": taker.pk, "reason": reason}
    record_beginning(row, machine=HAND_OVER, event="hand_over.made", at=at, actor_id=actor.user_id, data=data)
    return row


@write
def finish_hand_over(*, hand_over_id: int, actor: Actor, at: datetime) -> HandOver:
    """Mark a case that was handed over to the actor as done (移交事项办结). Raises `not_found`, `illegal_state`."""
    row = lock_hand_over(hand_over_id, to_user=actor.user_id)
    columns = {"done_at": at}
    move([row], machine=HAND_OVER, target=HandOverState.DONE, at=at, actor_id=actor.user_id, columns=columns)
    return row


def remind_of_hand_overs(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Remind of handed-over cases that are not done (移交事项超期提醒), once for each of REMINDERS. Periodic job."""
    approvers = list_user_ids(party_id=get_authority().pk, roles=[Role.APPROVER])
    due = [(each, row) for each in REMINDERS for row in list_open_hand_overs(before=at - each.after)]
    numbers = map_numbers([(cases()[row.operation], row.case_id) for _, row in due])
    messages = [
        Message(
            user_ids=[row.to_user_id] if each.who == Reminded.TAKER else sorted({*approvers, row.from_user_id}),
            kind=each.notice,
            params={
                "operation": row.operation,
                "case": row.case_id,
                "number": numbers.get((cases()[row.operation], row.case_id), str(row.case_id)),
            },
            dedup=f"{each.notice}:{row.pk}",
        )
        for each, row in due
    ]
    sent = notify_many(messages, at=at)
    progress(len(messages))
    return {"reminded": sent}


@write
def name_substitute(
    *, operation: str, case_id: int, username: str, reason: str, actor: Actor, at: datetime
) -> Substitution:
    """Name a member of staff who acts on one case without the role (指定代办人), by an administrator, for DAYS days.

    Raises `not_found`, `operation_without_case`, `user_unknown`, `substitution_open`; `substitute_needless` where a
    colleague may take the case, `same_person`, `substitute_not_staff`, `substitute_conflict` together.
    """
    parties = get_parties_of_case(operation=operation, case_id=case_id)
    user = get_user_by_username(username)
    refusals = substitute_refusals(
        substitute_id=user.pk,
        named_by=actor.user_id,
        roles=list_roles(user_id=user.pk, party_id=get_authority().pk),
        conflicts=[each.reason for each in list_conflicts(user_id=user.pk, party_ids=parties, at=at)],
        free=[each.name for each in list_free(operation=operation, case_id=case_id, at=at)],
    )
    if refusals:
        raise Refused(refusals)
    row = Substitution.objects.create(
        operation=operation,
        case_id=case_id,
        substitute=user,
        reason=reason,
        named_by_id=actor.user_id,
        named_at=at,
        expires_on=beijing_day(at) + timedelta(days=DAYS),
    )
    data = _case_data(operation=operation, case_id=case_id) | {"substitute": user.pk, "reason": reason}
    record_beginning(row, machine=SUBSTITUTION, event="substitution.named", at=at, actor_id=actor.user_id, data=data)
    return row


@write
def confirm_substitute(*, substitution_id: int, actor: Actor, at: datetime) -> Substitution:
    """Confirm a substitute (确认代办), by another administrator. The substitute is notified.

    Raises `not_found`, `illegal_state`, `same_person`; `substitution_over` after its last day.
    """
    return _decide(substitution_id, target=SubstitutionState.CONFIRMED, actor=actor, at=at)


@write
def refuse_substitute(*, substitution_id: int, actor: Actor, at: datetime) -> Substitution:
    """Refuse a substitute (不同意代办). Errors as `confirm_substitute`."""
    return _decide(substitution_id, target=SubstitutionState.REFUSED, actor=actor, at=at)


def _decide(substitution_id: int, *, target: SubstitutionState, actor: Actor, at: datetime) -> Substitution:
    row = lock_substitution(substitution_id)
    if actor.user_id in (row.named_by_id, row.substitute_id):
        raise DomainError("same_person", kind="refused")
    if beijing_day(at) > row.expires_on:
        raise DomainError("substitution_over", kind="refused", expires_on=row.expires_on.isoformat())
    move(
        [row],
        machine=SUBSTITUTION,
        target=target,
        at=at,
        actor_id=actor.user_id,
        columns={"decided_by_id": actor.user_id, "decided_at": at},
        data=_case_data(operation=row.operation, case_id=row.case_id) | {"substitute": row.substitute_id},
    )
    return row


def _case_data(*, operation: str, case_id: int) -> dict[str, Param]:
    """Return what events say of a case: the operation, the id and the number that people read."""
    number = number_or_id(cases()[operation], case_id)
    return {"operation": operation, "case": case_id, "number": number}

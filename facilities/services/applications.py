"""Applications to become an open unit: a short form of an organisation, answered by a case officer (article 6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from accounts.rules.roles import Role
from accounts.rules.states import PartyState
from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from accounts.services.parties import register_organisation, verify_party
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.notifications.sending import Message, notify_many
from core.personal_data.encryption import encrypt
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.names import visible_name
from facilities.models import OpenUnit, UnitApplication
from facilities.rules.applications import ESCALATED_AFTER
from facilities.rules.states import APPLICATION, ApplicationState
from facilities.selectors.applications import contact_context, list_overdue_applications
from facilities.selectors.locks import lock_application, lock_open_application
from facilities.services.units import enter_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAsk:
    """What an organisation writes to become an open unit: its kind, its facilities, and a person to call."""

    category: str
    introduction: str
    contact: str


@write
def request_unit(
    *, name: str, uscc: str, ask: UnitAsk, actor: Actor, at: datetime, draft: bool = False
) -> UnitApplication:
    """Register an organisation and apply for it to become an open unit (申请成为开放单位); the user becomes its manager.

    Raises `unit_known` for an open unit, `unit_application_open` while one is pending, the errors of `visible_name` for
    the contact; else as `register_organisation`.
    """
    contact = visible_name(ask.contact, field="contact", most=100)
    party = register_organisation(name=name, uscc=uscc, role=Role.UNIT_MANAGER, actor=actor, at=at, draft=draft)
    if OpenUnit.objects.filter(pk=party.pk).exists():
        raise DomainError("unit_known", kind="refused")
    if UnitApplication.objects.filter(party=party, state=ApplicationState.REQUESTED).exists():
        raise DomainError("unit_application_open", field="uscc", kind="refused")
    row = UnitApplication.objects.create(
        party=party,
        category=ask.category,
        introduction=ask.introduction,
        contact_encrypted=encrypt(contact, context=contact_context(party.pk)),
        requested_by_id=actor.user_id,
        requested_at=at,
    )
    record_beginning(
        row,
        machine=APPLICATION,
        event="unit_application.requested",
        at=at,
        actor_id=actor.user_id,
        party_id=party.pk,
        data={"category": ask.category},
    )
    return row


@write
def accept_application(*, application_id: int, category: str, actor: Actor, at: datetime) -> UnitApplication:
    """Accept an application (同意申请): verify its organisation where that is pending, and enter the unit.

    `category` is the officer's; that of the application is a proposal, and the event has both. A municipal unit is
    admitted at once, another one begins the procedure. Raises as `refuse_application`; else as `verify_party` and
    `enter_unit`.
    """
    row = _lock_requested(application_id, actor=actor, at=at)
    if row.party.state == PartyState.REGISTERED:
        verify_party(party_id=row.party_id, actor=actor, at=at)
    enter_unit(
        party_id=row.party_id,
        category=category,
        introduction=row.introduction,
        third_party_tester=False,
        actor_id=actor.user_id,
        at=at,
    )
    kinds = {"category": category, "proposed": row.category}
    return _answer(row, target=ApplicationState.ACCEPTED, reason="", actor=actor, at=at, **kinds)


@write
def refuse_application(*, application_id: int, reason: str, actor: Actor, at: datetime) -> UnitApplication:
    """Refuse an application with a reason (不同意申请). The organisation may apply again.

    Raises `not_found`, `illegal_state`, `registration_unsent`, `reason_missing`, `same_person` for an own application,
    `conflict_of_interest`.
    """
    if not reason.strip():
        raise DomainError("reason_missing", field="reason")
    row = _lock_requested(application_id, actor=actor, at=at)
    return _answer(row, target=ApplicationState.REFUSED, reason=reason, actor=actor, at=at)


@write
def withdraw_application(*, application_id: int, actor: Actor, at: datetime) -> UnitApplication:
    """Withdraw a pending application (撤回开放单位申请), by who made it. The registration of its organisation stays.

    Raises `not_found`, also for the application of somebody else, and `illegal_state` once it was answered or ended.
    """
    row = lock_application(application_id)
    if row.requested_by_id != actor.user_id:
        raise DomainError("not_found", kind="missing")
    _move(row, target=ApplicationState.WITHDRAWN, columns={"decided_at": at}, actor_id=actor.user_id, at=at)
    return row


@write
def end_with_registration(*, party_id: int, at: datetime) -> None:
    """End the pending application of an organisation whose registration was refused or has ended, if there is one."""
    row = lock_open_application(party_id)
    if row is not None:
        _move(row, target=ApplicationState.ENDED, columns={}, actor_id=None, at=at, reason="")


def remind_of_applications(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Remind the approvers of applications that await an officer for ten days (申请超期提醒), once each. Periodic job."""
    approvers = list_user_ids(party_id=get_authority().pk, roles=[Role.APPROVER])
    rows = list_overdue_applications(before=at - ESCALATED_AFTER)
    messages = [
        Message(
            user_ids=approvers,
            kind="unit_application.overdue",
            params={"party": name},
            dedup=f"unit_application.overdue:{application_id}",
        )
        for application_id, name in rows
    ]
    notify_many(messages, at=at)
    progress(len(rows))
    return {"reminded": len(rows)}


def _lock_requested(application_id: int, *, actor: Actor, at: datetime) -> UnitApplication:
    """Lock the party, then its pending application, for the answer of an officer."""
    row = lock_application(application_id)
    if row.party.draft:
        raise DomainError("registration_unsent", kind="refused")
    if row.state != ApplicationState.REQUESTED:
        raise DomainError("illegal_state", kind="refused", state=row.state)
    if row.requested_by_id == actor.user_id:
        raise DomainError("same_person", kind="refused")
    require_no_conflict(user_id=actor.user_id, party_ids=[row.party_id], at=at)
    return row


def _answer(
    row: UnitApplication, *, target: ApplicationState, reason: str, actor: Actor, at: datetime, **said: str
) -> UnitApplication:
    columns = {"decided_by_id": actor.user_id, "decided_at": at, "reason": reason}
    _move(row, target=target, columns=columns, actor_id=actor.user_id, at=at, reason=reason, **said)
    return row


def _move(
    row: UnitApplication,
    *,
    target: ApplicationState,
    columns: Mapping[str, object],
    actor_id: int | None,
    at: datetime,
    **said: str,
) -> None:
    data = {**said, "applicant": row.requested_by_id}
    move(
        [row],
        machine=APPLICATION,
        target=target,
        at=at,
        actor_id=actor_id,
        columns=columns,
        data=data,
        party=attrgetter("party_id"),
    )

"""Event handlers that notify users about parties, takeovers and roles."""

from collections.abc import Iterable

from accounts.rules.roles import MANAGER_ROLES, STAFF_ROLES, Role
from accounts.selectors.delegations import get_delegation
from accounts.selectors.invitations import list_recipients
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority, get_party
from accounts.selectors.users import get_user
from core.models import Event
from core.notifications.sending import notify


def notify_managers(*, event: Event) -> None:
    """Notify the managers of a party that was decided on, that a user joined, left or asks to take over.

    A request for takeover may name no party.
    """
    if event.party_id is None:
        return
    _notify(event, user_ids=list_user_ids(party_id=event.party, roles=MANAGER_ROLES))


def notify_administrators(*, event: Event) -> None:
    """Notify the other administrators that a reset of a second factor awaits one of them."""
    administrators = list_user_ids(party_id=get_authority().pk, roles=[Role.SYSTEM_ADMIN])
    _notify(event, user_ids=[user_id for user_id in administrators if user_id != event.actor_id])


def notify_ended(*, event: Event) -> None:
    """Notify the managers of a registration that ended, and why."""
    _notify(
        event, user_ids=list_user_ids(party_id=event.party, roles=MANAGER_ROLES), kind=f"party.{event.data['cause']}"
    )


def notify_claimant(*, event: Event) -> None:
    """Notify the claimant that the takeover was decided. Only an approved one names the party."""
    if event.type == "takeover.approved":
        _notify(event, user_ids=[event.data["claimant"]])
    else:
        _notify_without_party(event, user_ids=[event.data["claimant"]])


def notify_invited(*, event: Event) -> None:
    """Notify the person whom an invitation names, if there is one."""
    _notify(event, user_ids=list_recipients(event.subject_id))


def notify_member(*, event: Event) -> None:
    """Notify a member that a role was granted or revoked."""
    _notify(event, user_ids=[event.data["user"]])


def notify_taker(*, event: Event) -> None:
    """Notify the person to whom a case was handed over."""
    _notify_of_case(event, user_ids=[event.data["to"]])


def notify_confirmers(*, event: Event) -> None:
    """Notify the administrators that a substitute waits for confirmation by one who did not name it."""
    administrators = list_user_ids(party_id=get_authority().pk, roles=[Role.SYSTEM_ADMIN])
    _notify_of_case(event, user_ids=[each for each in administrators if each != event.actor_id])


def notify_correctors(*, event: Event) -> None:
    """Notify the administrators that a mistaken declaration waits for one who did not make it."""
    administrators = list_user_ids(party_id=get_authority().pk, roles=[Role.SYSTEM_ADMIN])
    _notify_of_correction(event, user_ids=[each for each in administrators if each != event.data["author"]])


def notify_author(*, event: Event) -> None:
    """Notify the author of a declaration whether it was ended as mistaken."""
    _notify_of_correction(event, user_ids=[event.data["author"]])


def _notify_of_correction(event: Event, *, user_ids: list[int]) -> None:
    params = {name: str(event.data[name]) for name in ("party", "reason")}
    notify(user_ids=user_ids, kind=event.type, params=params, dedup=f"{event.type}:{event.pk}", at=event.at)


def notify_substitute(*, event: Event) -> None:
    """Notify the confirmed substitute of a case."""
    _notify_of_case(event, user_ids=[event.data["substitute"]])


def notify_of_delegation(*, event: Event) -> None:
    """Notify the person on the other side of a delegation: of an offer the delegate, of the answer the principal."""
    row = get_delegation(event.subject_id)
    notify(
        user_ids=[pk for pk in (row.principal_id, row.delegate_id) if pk != event.actor_id],
        kind=event.type,
        params={
            "delegation": row.pk,
            "number": row.number,
            "principal_name": row.principal.name,
            "delegate_name": row.delegate.name,
            "from_on": row.from_on.isoformat(),
            "until_on": row.until_on.isoformat(),
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
    )


def _notify_of_case(event: Event, *, user_ids: list[int]) -> None:
    params = {"number": event.data["number"]}
    notify(user_ids=user_ids, kind=event.type, params=params, dedup=f"{event.type}:{event.pk}", at=event.at)


def _notify(event: Event, *, user_ids: list[int], kind: str = "") -> None:
    notify(
        user_ids=user_ids,
        kind=kind or event.type,
        params={
            "party": get_party(event.party_id).name if event.party_id is not None else "",
            "reason": str(event.data.get("reason", "")),
            "role": str(event.data.get("role", "")),
            "until": str(event.data.get("until", "")),
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=event.party_id,
    )


def _notify_without_party(event: Event, *, user_ids: list[int]) -> None:
    params = {"reason": str(event.data.get("reason", ""))}
    notify(user_ids=user_ids, kind=event.type, params=params, dedup=f"{event.type}:{event.pk}", at=event.at)


def appointment_proposed(*, event: Event) -> None:
    """Ask the other administrators to confirm an appointment."""
    administrators = set(list_user_ids(party_id=event.party, roles=[Role.SYSTEM_ADMIN]))
    if event.data["proposed_by"] is not None:
        _notify_of_appointment(event, user_ids=administrators - {event.actor_id, event.data["user"]})


def appointment_ended(*, event: Event) -> None:
    """Notify the administrator who proposed an appointment that it was refused or has expired."""
    _notify_of_appointment(event, user_ids=[event.data["proposed_by"]])


def administrator_replaced(*, event: Event) -> None:
    """Notify every member of staff that an administrator was replaced by a command."""
    notify(
        user_ids=list_user_ids(party_id=event.party, roles=STAFF_ROLES),
        kind=event.type,
        params={name: str(event.data[name]) for name in ("former", "successor", "reason")},
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=event.party_id,
    )


def _notify_of_appointment(event: Event, *, user_ids: Iterable[int]) -> None:
    notify(
        user_ids=user_ids,
        kind=event.type,
        params={
            "name": get_user(event.data["user"]).username,
            "role": event.data["role"],
            "reason": str(event.data.get("reason", "")),
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=event.party_id,
    )


def notify_of_damaged_file(*, event: Event) -> None:
    """Notify auditors, case officers and administrators of evidence of a party that is altered or lost (I14)."""
    if event.subject_kind != "party":
        return
    authority, party = get_authority(), get_party(event.subject_id)
    notify(
        user_ids=list_user_ids(party_id=authority.pk, roles=[Role.AUDITOR, Role.CASE_OFFICER, Role.SYSTEM_ADMIN]),
        kind="party_file.altered" if event.type == "attachment.altered" else "party_file.lost",
        params={"party": party.name, "name": event.data["name"], "whole_at": event.data["whole_at"]},
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=authority.pk,
    )

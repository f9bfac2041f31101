"""Parties: registered by their members, verified by case officers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Party, UsccWaiver
from accounts.rules.registrations import A_DAY, MOST_A_DAY, MOST_PENDING
from accounts.rules.roles import Consent, Role
from accounts.rules.states import HOLDING_PARTIES, OPEN_PARTIES, PARTY, PartyState
from accounts.selectors.conflicts import require_no_conflict, require_no_conflict_with_holder
from accounts.selectors.locks import lock_parties_of_uscc, lock_party, lock_user, lock_with_rivals
from accounts.selectors.members import is_manager, list_user_ids
from accounts.services.members import start_membership
from accounts.services.separation import refuse_staff
from accounts.services.staff_roles import appoint_founders
from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import move, record_beginning
from core.values import uscc as codes
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.names import visible_name
from core.values.party_names import match_name

MOST_CHARACTERS = 200
"""The most characters of a party's name."""


@write
def register_organisation(*, name: str, uscc: str, role: str, actor: Actor, at: datetime, draft: bool = False) -> Party:
    """Register the organisation of a code (单位注册) and make the user its manager; `role` is the side.

    A `draft` awaits its documents: officers see it once it is sent (`send_registration`).

    Registrations of one code compete until an officer verifies one. A user who manages a party of the code gets the
    role of the other side while that side has no manager; a refused one is registered again. Raises `uscc_shape`,
    `uscc_check` without a waiver (`waive_uscc_check`), `party_exists` where a verified party holds the code,
    `side_managed` where another person manages the side, `registrations_pending` above the number of unverified parties
    of one user, `registrations_today` above the number of one day, `staff_no_membership` for a person with a staff role.
    """
    code = codes.normalise(uscc)
    reason = _check_code(code)
    rows = _lock_registrations(code, actor=actor)
    party = _find_own(rows, actor=actor)
    if any(row.state in HOLDING_PARTIES and row is not party for row in rows):
        raise DomainError("party_exists", field="uscc", kind="refused", uscc=code)
    if party is None:
        party = _create(kind=Party.ORGANISATION, name=name, uscc=code, reason=reason, draft=draft, actor=actor, at=at)
    else:
        _require_free_side(party, role=role, actor=actor)
        if party.state == PartyState.REFUSED:
            _register_again(party, name=name, draft=draft, actor=actor, at=at)
    _start_own(party, role=role, actor=actor, at=at)
    return party


@write
def find_own_party(*, uscc: str, actor: Actor) -> Party | None:
    """Return the party of a code that `register_organisation` would return, locked in its present state; None for a new one."""
    return _find_own(_lock_registrations(codes.normalise(uscc), actor=actor), actor=actor)


@write
def register_team(*, name: str, actor: Actor, at: datetime, draft: bool = False) -> Party:
    """Register a team (创业团队), which has no code, and make the user its manager. Raises `staff_no_membership`.

    `draft` as for `register_organisation`.
    """
    lock_user(actor.user_id)
    party = _create(kind=Party.TEAM, name=name, uscc=None, reason="", draft=draft, actor=actor, at=at)
    _start_own(party, role=Role.APPLICANT_MANAGER, actor=actor, at=at)
    return party


@write
def found_authority(*, name: str, admin_ids: tuple[int, int], at: datetime) -> Party:
    """Create the authority (主管部门) and its first two system administrators, once.

    Two, because one proposes a role and the other confirms it. Raises `authority_exists`, `same_person`.
    """
    if admin_ids[0] == admin_ids[1]:
        raise DomainError("same_person", kind="refused")
    if Party.objects.filter(kind=Party.AUTHORITY).exists():
        raise DomainError("authority_exists", kind="refused")
    founder = Actor(user_id=admin_ids[0], party_id=None, party_name="", roles=frozenset())
    party = _create(kind=Party.AUTHORITY, name=name, uscc=None, reason="", draft=False, actor=founder, at=at)
    _move(party, target=PartyState.VERIFIED, columns={}, data={}, actor=founder, at=at)
    appoint_founders(user_ids=admin_ids, at=at)
    return party


@write
def register_again(*, party_id: int, name: str, actor: Actor, at: datetime) -> Party:
    """Register a refused party again (重新注册), by its manager. Raises `illegal_state`, `not_found`."""
    party = lock_party(party_id)
    if not is_manager(user_id=actor.user_id, party_id=party_id):
        raise DomainError("not_found", kind="missing")
    _register_again(party, name=name, draft=False, actor=actor, at=at)
    return party


@write
def waive_uscc_check(*, uscc: str, reason: str, actor: Actor, at: datetime) -> UsccWaiver:
    """Accept a real code with a wrong check character (信用代码放行), so that its organisation can register.

    Raises `uscc_shape` for a malformed code, `uscc_valid` for one that needs no waiver, `uscc_waived` for a second
    waiver, `conflict_of_interest`.
    """
    code = codes.normalise(uscc)
    if not codes.is_well_formed(code):
        raise DomainError("uscc_shape", field="uscc")
    if codes.is_valid(code):
        raise DomainError("uscc_valid", field="uscc", kind="refused")
    require_no_conflict_with_holder(user_id=actor.user_id, uscc=code, name="", at=at)
    waiver = UsccWaiver.objects.create(uscc=code, reason=reason, granted_by_id=actor.user_id, granted_at=at)
    record(
        Change(
            type="uscc.waived",
            subject_kind="uscc_waiver",
            subject_id=waiver.pk,
            actor_id=actor.user_id,
            at=at,
            data={"uscc": code, "reason": reason},
        )
    )
    return waiver


@write
def verify_party(*, party_id: int, actor: Actor, at: datetime, reason: str = "") -> Party:
    """Confirm the identity of a party by its licence and authorisation (核实通过). It cannot claim before.

    The other registrations of its code end. Raises `illegal_state`, `registration_unsent`, `party_exists` where another
    party holds the code, `conflict_of_interest` for an officer who is tied to the party or to another of these, and the
    errors of the check of its kind of party (settings.PARTY_VERIFICATION).
    """
    party, rivals = lock_with_rivals(party_id)
    if any(row.state in HOLDING_PARTIES for row in rivals):
        raise DomainError("party_exists", field="uscc", kind="refused", uscc=party.uscc)
    require_no_conflict_with_rivals(party_id, rivals, actor=actor, at=at)
    pending = [row for row in rivals if row.state == PartyState.REGISTERED]
    verified = _decide(
        party_id, source=PartyState.REGISTERED, target=PartyState.VERIFIED, reason=reason, actor=actor, at=at
    )
    end_registrations(pending, cause="another_verified", by=actor.user_id, at=at)
    import_string(settings.PARTY_VERIFICATION)(party_id=party_id, at=at)
    return verified


def require_no_conflict_with_rivals(party_id: int, rivals: Sequence[Party], *, actor: Actor, at: datetime) -> None:
    """Refuse an officer who is tied to another live registration of a code, or to another team of a member.

    What is decided on one helps or ends it. `conflict_of_interest`.
    """
    live = [row.pk for row in rivals if row.state in OPEN_PARTIES]
    teams: Mapping[int, frozenset[int]] = import_string(settings.PARTY_RIVALS)(party_ids=[party_id])
    require_no_conflict(user_id=actor.user_id, party_ids=[*live, *teams.get(party_id, ())], at=at)


@write
def end_registrations(rows: Sequence[Party], *, cause: str, by: int | None, at: datetime) -> None:
    """End unverified registrations (注册终止): another was verified for the code, what was asked for is missing, or its
    manager withdrew it.

    The caller must have locked them.
    """
    move(
        rows, machine=PARTY, target=PartyState.ENDED, at=at, actor_id=by, data={"cause": cause}, party=attrgetter("pk")
    )


@write
def refuse_party(*, party_id: int, reason: str, actor: Actor, at: datetime) -> Party:
    """Refuse a registration with a reason (核实不通过). The code may be registered again. Errors as `verify_party`."""
    _, rivals = lock_with_rivals(party_id)
    require_no_conflict_with_rivals(party_id, rivals, actor=actor, at=at)
    return _decide(party_id, source=PartyState.REGISTERED, target=PartyState.REFUSED, reason=reason, actor=actor, at=at)


@write
def suspend_party(*, party_id: int, reason: str, actor: Actor, at: datetime) -> Party:
    """Stop a verified party from claiming until it is resumed (暂停). Its contracts continue.

    Errors as `verify_party`.
    """
    return _decide(party_id, source=PartyState.VERIFIED, target=PartyState.SUSPENDED, reason=reason, actor=actor, at=at)


@write
def resume_party(*, party_id: int, reason: str, actor: Actor, at: datetime) -> Party:
    """Let a suspended party act again (恢复). Errors as `verify_party`."""
    return _decide(party_id, source=PartyState.SUSPENDED, target=PartyState.VERIFIED, reason=reason, actor=actor, at=at)


def _start_own(party: Party, *, role: str, actor: Actor, at: datetime) -> None:
    refuse_staff(actor.user_id)
    start_membership(
        party_id=party.pk, user_id=actor.user_id, role=role, by=actor.user_id, at=at, consent=Consent.REGISTERED
    )


def _require_free_side(party: Party, *, role: str, actor: Actor) -> None:
    """Refuse the side of a party that other people manage: they invite, or an officer lets it be taken over."""
    managers = list_user_ids(party_id=party.pk, roles=[role])
    if managers and actor.user_id not in managers:
        raise DomainError("side_managed", field="uscc", kind="refused", role=role)


def _lock_registrations(code: str, *, actor: Actor) -> list[Party]:
    """Lock the user and the parties of a code; return those that have not ended."""
    lock_user(actor.user_id)
    return [row for row in lock_parties_of_uscc(code) if row.state != PartyState.ENDED]


def _find_own(rows: Sequence[Party], *, actor: Actor) -> Party | None:
    """Return the party that the user manages, the holder of the code first."""
    own = [row for row in rows if is_manager(user_id=actor.user_id, party_id=row.pk)]
    return next((row for row in own if row.state in HOLDING_PARTIES), own[0] if own else None)


def _check_number(actor: Actor, *, at: datetime) -> None:
    """Refuse more unverified registrations, and more in a day, than one user may have. The caller has locked the user."""
    own = Party.objects.filter(registered_by_id=actor.user_id)
    if own.filter(state=PartyState.REGISTERED).count() >= MOST_PENDING:
        raise DomainError("registrations_pending", kind="refused", most=MOST_PENDING)
    if own.filter(registered_at__gt=at - A_DAY).count() >= MOST_A_DAY:
        raise DomainError("registrations_today", kind="refused", most=MOST_A_DAY)


def _check_code(code: str) -> str:
    """Return the reason of the waiver for a wrong check character, empty for a valid code."""
    if not codes.is_well_formed(code):
        raise DomainError("uscc_shape", field="uscc")
    if codes.is_valid(code):
        return ""
    waiver = UsccWaiver.objects.filter(uscc=code).first()
    if waiver is None:
        raise DomainError("uscc_check", field="uscc", uscc=code)
    return waiver.reason


def _create(*, kind: str, name: str, uscc: str | None, reason: str, draft: bool, actor: Actor, at: datetime) -> Party:
    shown = visible_name(name, field="name", most=MOST_CHARACTERS)
    _check_number(actor, at=at)
    party = Party.objects.create(
        kind=kind,
        name=shown,
        match_name=match_name(shown),
        uscc=uscc,
        uscc_override_reason=reason,
        registered_at=at,
        draft=draft,
        registered_by_id=actor.user_id,
    )
    record_beginning(
        party,
        machine=PARTY,
        event="party.registered",
        at=at,
        actor_id=actor.user_id,
        party_id=party.pk,
        data={"kind": kind, "name": party.name, "uscc": uscc},
    )
    return party


def _register_again(party: Party, *, name: str, draft: bool, actor: Actor, at: datetime) -> None:
    _check_number(actor, at=at)
    shown = visible_name(name, field="name", most=MOST_CHARACTERS)
    columns: dict[str, object] = {"name": shown, "match_name": match_name(shown), "registered_at": at, "draft": draft}
    columns |= {"asked_for": "", "asked_at": None, "answered_at": None}
    _move(party, target=PartyState.REGISTERED, columns=columns, data={"name": shown}, actor=actor, at=at)


def _decide(party_id: int, *, source: PartyState, target: PartyState, reason: str, actor: Actor, at: datetime) -> Party:
    party = lock_party(party_id)
    if party.state != source or party.kind == Party.AUTHORITY:
        raise DomainError("illegal_state", kind="refused", state=party.state)
    if party.draft:
        raise DomainError("registration_unsent", kind="refused")
    require_no_conflict(user_id=actor.user_id, party_ids=[party_id], at=at)
    columns = {"decided_by_id": actor.user_id, "decided_at": at, "decision_reason": reason}
    _move(party, target=target, columns=columns, data={"reason": reason}, actor=actor, at=at)
    return party


def _move(
    party: Party,
    *,
    target: PartyState,
    columns: dict[str, object],
    data: dict[str, str],
    actor: Actor,
    at: datetime,
) -> None:
    move(
        [party],
        machine=PARTY,
        target=target,
        at=at,
        actor_id=actor.user_id,
        columns=columns,
        data=data,
        party=attrgetter("pk"),
    )

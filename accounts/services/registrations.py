"""Registrations that await verification: their evidence, what officers ask for, and how they end (注册核实)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from accounts.models import Party
from accounts.rules.registrations import ESCALATED_AFTER, EVIDENCE_WITHIN, missing_evidence
from accounts.rules.roles import Role
from accounts.rules.states import OPEN_PARTIES, PartyState
from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.locks import lock_party, lock_registrations_without_evidence, lock_with_rivals
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority, list_overdue_registrations
from accounts.services.parties import end_registrations, require_no_conflict_with_rivals
from core.database.transactions import write
from core.events.recording import Change, record
from core.files.attachment_selectors import find_attachment
from core.files.attachments import remove_attachment, store_attachment
from core.files.uploads import Accepted
from core.jobs.chunks import run_in_chunks
from core.models import Attachment
from core.notifications.sending import Message, notify_many
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refusal, Refused

CHUNK = 200
MOST_FILES = 10


@write
def add_evidence(*, party_id: int, kind: str, file: Accepted, actor: Actor, at: datetime) -> Attachment:
    """Add a file that proves who the party is (上传注册材料), by a manager of the party.

    Raises `not_found`, `illegal_state` for a refused or ended party, `registration_files` above the number of files since an
    officer asked, or else since the registration; the errors of `store_attachment`.
    """
    party = _lock_own(party_id, actor=actor)
    if party.state not in OPEN_PARTIES:
        raise DomainError("illegal_state", kind="refused", state=party.state)
    since = party.asked_at or party.registered_at
    if Attachment.objects.filter(owner_kind="party", owner_id=party_id, at__gte=since).count() >= MOST_FILES:
        raise DomainError("registration_files", field="file", kind="refused", most=MOST_FILES)
    kept = store_attachment(
        owner_kind="party",
        owner_id=party_id,
        kind=kind,
        party_id=party_id,
        file=file,
        actor_id=actor.user_id,
        at=at,
    )
    Party.objects.filter(pk=party_id).update(answered_at=at)
    return kept


@write
def remove_evidence(*, party_id: int, attachment_id: int, actor: Actor, at: datetime) -> Attachment:
    """Remove a file from a registration that was not sent yet (撤回注册材料), by a manager of the party.

    Raises `not_found`, and `registration_file_sent` once the officers have it.
    """
    party = _lock_own(party_id, actor=actor)
    found = find_attachment(owner_kind="party", owner_id=party_id, attachment_id=attachment_id)
    if found is None:
        raise DomainError("not_found", kind="missing")
    if party.state != PartyState.REGISTERED or not party.draft:
        raise DomainError("registration_file_sent", kind="refused", name=found.name)
    remove_attachment(attachment=found, actor_id=actor.user_id, at=at)
    return found


@write
def send_registration(*, party_id: int, actor: Actor, at: datetime) -> Party:
    """Send a registration whose facts and documents are complete to the officers (提交核实), by a manager of the party.

    Raises `not_found`, `illegal_state` for one that was sent, and for each missing file `registration_without_licence` or
    `registration_without_authorisation`.
    """
    party = _lock_own(party_id, actor=actor)
    if party.state != PartyState.REGISTERED or not party.draft:
        raise DomainError("illegal_state", kind="refused", state=party.state)
    given = set(Attachment.objects.filter(owner_kind="party", owner_id=party_id).values_list("kind", flat=True))
    if missing := missing_evidence(is_organisation=party.kind == Party.ORGANISATION, given=given):
        raise Refused([Refusal(code=f"registration_without_{kind}", field="file") for kind in missing])
    party.draft, party.registered_at, party.answered_at = False, at, None
    party.save(update_fields=["draft", "registered_at", "answered_at"])
    _record("party.sent", party, data={}, actor=actor, at=at)
    return party


@write
def withdraw_registration(*, party_id: int, actor: Actor, at: datetime) -> Party:
    """Withdraw an unverified registration (撤回注册), by a manager of the party. Its code may be registered again.

    An application to become an open unit ends with it. Raises `not_found`; `illegal_state` once it was decided or ended.
    """
    party = _lock_own(party_id, actor=actor)
    if party.state != PartyState.REGISTERED:
        raise DomainError("illegal_state", kind="refused", state=party.state)
    end_registrations([party], cause="withdrawn", by=actor.user_id, at=at)
    return party


@write
def request_evidence(*, party_id: int, reason: str, actor: Actor, at: datetime) -> Party:
    """Ask a registration for evidence (要求补充材料), by a case officer; without it the registration ends after 30 days.

    Raises `not_found`, `illegal_state`, `registration_unsent`, `conflict_of_interest`.
    """
    party, rivals = lock_with_rivals(party_id)
    if party.state != PartyState.REGISTERED:
        raise DomainError("illegal_state", kind="refused", state=party.state)
    if party.draft:
        raise DomainError("registration_unsent", kind="refused")
    require_no_conflict(user_id=actor.user_id, party_ids=[party_id], at=at)
    require_no_conflict_with_rivals(party_id, rivals, actor=actor, at=at)
    party.asked_for, party.asked_at = reason, at
    party.save(update_fields=["asked_for", "asked_at"])
    until = beijing_day(at + EVIDENCE_WITHIN).isoformat()
    _record("party.evidence_requested", party, data={"reason": reason, "until": until}, actor=actor, at=at)
    return party


def remind_of_registrations(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Remind the approvers of registrations that await an officer for ten days (核实超期提醒), once each. Periodic job."""
    approvers = list_user_ids(party_id=get_authority().pk, roles=[Role.APPROVER])
    rows = list_overdue_registrations(before=at - ESCALATED_AFTER)
    messages = [
        Message(
            user_ids=approvers,
            kind="party.overdue",
            params={"party": name},
            dedup=f"party.overdue:{party_id}:{since:%Y%m%d%H%M%S}",
        )
        for party_id, name, since in rows
    ]
    notify_many(messages, at=at)
    progress(len(rows))
    return {"reminded": len(rows)}


def end_without_evidence(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """End the registrations that owe what an officer asked for, or were not sent, since 30 days (材料逾期). Periodic job."""
    return {"ended": run_in_chunks(lambda: _end_some(at=at), progress=progress)}


@write
def _end_some(*, at: datetime) -> int:
    rows = lock_registrations_without_evidence(before=at - EVIDENCE_WITHIN, limit=CHUNK)
    drafts = [row for row in rows if row.draft]
    end_registrations(drafts, cause="not_sent", by=None, at=at)
    end_registrations([row for row in rows if not row.draft], cause="evidence_missing", by=None, at=at)
    return len(rows)


def _lock_own(party_id: int, *, actor: Actor) -> Party:
    """Lock the acting party. `not_found` for another one."""
    party = lock_party(party_id)
    if actor.party_id != party_id:
        raise DomainError("not_found", kind="missing")
    return party


def _record(event_type: str, party: Party, *, data: Mapping[str, object], actor: Actor, at: datetime) -> None:
    record(
        Change(
            type=event_type,
            subject_kind="party",
            subject_id=party.pk,
            party_id=party.pk,
            actor_id=actor.user_id,
            at=at,
            data=data,
        )
    )

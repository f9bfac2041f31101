"""Row locks of accounts. The party is the first lock of all (docs/locking.md)."""

from collections.abc import Collection
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Q, QuerySet

from accounts.models import (
    Appointment,
    Delegation,
    HandOver,
    InterestCorrection,
    Invitation,
    Membership,
    Party,
    SecondFactorReset,
    SignUp,
    Substitution,
    Takeover,
    User,
)
from accounts.rules.states import (
    UNANSWERED_FOR_INVITER,
    AppointmentState,
    InvitationState,
    PartyState,
    ResetState,
    TakeoverState,
)
from accounts.selectors.parties import get_authority
from core.values.errors import DomainError


def lock_party(party_id: int) -> Party:
    """Lock the party until the end of the transaction, before any other lock. Raises `not_found`."""
    party = Party.objects.select_for_update(no_key=True).filter(pk=party_id).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


def lock_parties(party_ids: Collection[int]) -> None:
    """Lock these parties, by id."""
    if party_ids:
        list(Party.objects.select_for_update(no_key=True).filter(pk__in=party_ids).order_by("pk").values_list("pk"))


def lock_parties_shared(party_ids: Collection[int]) -> None:
    """Lock these parties FOR SHARE, by id: no measure against them begins or ends meanwhile, and sharers do not wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_party WHERE id = ANY(%s) ORDER BY id FOR SHARE", [list(party_ids)])


COLUMNS = ("id", "kind", "name", "state")
READ_PARTY = f"SELECT {', '.join(COLUMNS)} FROM accounts_party WHERE id = %s"
LOCK_PARTY = f"{READ_PARTY} FOR NO KEY UPDATE"


def send_party_lock(party_id: int) -> CursorWrapper:
    """Send the statement of `lock_party` in a pipeline; `read_locked_party` reads its result."""
    cursor = connection.cursor()
    cursor.execute(LOCK_PARTY, [party_id])
    return cursor


def read_locked_party(locked: CursorWrapper) -> Party:
    """Return the party locked by `send_party_lock`, with COLUMNS; the others are deferred. Raises `not_found`."""
    row = locked.fetchone()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return Party.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)


def lock_user(user_id: int) -> None:
    """Lock a user: before a tie to a party is recorded, so that no decision of the same person is in progress; and before
    what one person may do only a few times is counted."""
    User.objects.select_for_update(no_key=True).filter(pk=user_id).values_list("pk").first()


def lock_parties_of_uscc(uscc: str) -> list[Party]:
    """Lock and return every party of a code, by id: the competing registrations, and the one that holds it."""
    return list(Party.objects.select_for_update(no_key=True).filter(uscc=uscc).order_by("pk"))


def lock_with_rivals(party_id: int) -> tuple[Party, list[Party]]:
    """Lock a party and the other parties of its code, by id. Raises `not_found`."""
    known = Party.objects.filter(pk=party_id).values_list("uscc", flat=True).first()
    if known is None:
        return lock_party(party_id), []
    parties = lock_parties_of_uscc(known)
    return next(row for row in parties if row.pk == party_id), [row for row in parties if row.pk != party_id]


def lock_user_shared(user_id: int) -> None:
    """Lock a user FOR SHARE while they decide: no tie to a party is recorded meanwhile (accounts.selectors.conflicts)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_user WHERE id = %s FOR SHARE", [user_id])


def lock_live(rows: QuerySet[Membership]) -> list[Membership]:
    """Lock and return those of the memberships that have not ended, by id: another request may have ended some meanwhile."""
    return list(rows.filter(ended_at=None).order_by("pk").select_for_update(no_key=True))


def lock_substitution(substitution_id: int) -> Substitution:
    """Lock a substitution, alone. Raises `not_found`."""
    found = Substitution.objects.select_for_update(no_key=True).filter(pk=substitution_id).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    return found


def lock_delegation(delegation_id: int) -> Delegation:
    """Lock a delegation, alone. Raises `not_found`."""
    found = Delegation.objects.select_for_update(no_key=True).filter(pk=delegation_id).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    return found


def lock_delegations(*, principal_id: int, delegate_id: int) -> list[Delegation]:
    """Lock the delegations of one person to another, by id, before an act in that name; after the case of the act."""
    rows = Delegation.objects.select_for_update(no_key=True)
    return list(rows.filter(principal=principal_id, delegate=delegate_id).order_by("pk"))


def lock_correction(correction_id: int) -> InterestCorrection:
    """Lock a request to end a mistaken declaration, after its author, whose ties it changes. Raises `not_found`."""
    author = InterestCorrection.objects.filter(pk=correction_id).values_list("requested_by_id", flat=True).first()
    if author is None:
        raise DomainError("not_found", kind="missing")
    lock_user(author)
    return InterestCorrection.objects.select_for_update(no_key=True).get(pk=correction_id)


def lock_hand_over(hand_over_id: int, *, to_user: int) -> HandOver:
    """Lock a hand-over to a user, alone. Raises `not_found`."""
    found = HandOver.objects.select_for_update(no_key=True).filter(pk=hand_over_id, to_user=to_user).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    return found


def lock_takeover(takeover_id: int) -> Takeover:
    """Lock the takeover after its party. Raises `not_found`, also for a request that names no party."""
    takeover = Takeover.objects.filter(pk=takeover_id).first()
    if takeover is None or takeover.party_id is None:
        raise DomainError("not_found", kind="missing")
    lock_party(takeover.party_id)
    return Takeover.objects.select_for_update(no_key=True).get(pk=takeover_id)


def lock_invitation(invitation_id: int) -> Invitation:
    """Lock the invitation after its party, which is read with it. Raises `not_found`."""
    found = Invitation.objects.filter(pk=invitation_id).values_list("party_id", flat=True).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    party = lock_party(found)
    row = Invitation.objects.select_for_update(no_key=True).get(pk=invitation_id)
    row.party = party
    return row


def lock_expired_invitations(*, at: datetime, limit: int) -> list[Invitation]:
    """Lock open invitations whose time is over, the oldest first; those in use are left to the next run."""
    due = Invitation.objects.filter(state__in=UNANSWERED_FOR_INVITER, expires_at__lte=at).order_by("expires_at", "pk")
    return list(due.select_for_update(skip_locked=True, no_key=True)[:limit])


def lock_invitations_of(user_id: int) -> list[Invitation]:
    """Lock the open invitations that name a user, by id."""
    rows = Invitation.objects.filter(user_id=user_id, state=InvitationState.INVITED)
    return list(rows.order_by("pk").select_for_update(no_key=True))


def lock_appointment(appointment_id: int) -> Appointment:
    """Lock the appointment after the authority. Raises `not_found`."""
    lock_party(get_authority().pk)
    row = Appointment.objects.select_for_update(no_key=True).filter(pk=appointment_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def lock_overdue_appointments(*, proposed_before: datetime) -> list[Appointment]:
    """Lock the appointments that have waited too long, after the authority, in the order of their ids."""
    rows = Appointment.objects.select_for_update(no_key=True)
    overdue = rows.filter(state=AppointmentState.PROPOSED, proposed_at__lt=proposed_before)
    return list(overdue.order_by("pk"))


def lock_appointments_of(user_id: int) -> list[Appointment]:
    """Lock the appointments of a user that await confirmation, by id."""
    rows = Appointment.objects.filter(user_id=user_id, state=AppointmentState.PROPOSED)
    return list(rows.order_by("pk").select_for_update(no_key=True))


def lock_takeovers_of(user_id: int) -> list[Takeover]:
    """Lock the pending requests of a claimant, by id."""
    rows = Takeover.objects.filter(claimant_id=user_id, state=TakeoverState.REQUESTED)
    return list(rows.order_by("pk").select_for_update(no_key=True))


def lock_competing_takeovers(*, party_id: int, role: str) -> list[Takeover]:
    """Lock the pending requests for one side of a party, by id. The caller has locked the party."""
    rows = Takeover.objects.filter(party_id=party_id, role=role, state=TakeoverState.REQUESTED)
    return list(rows.order_by("pk").select_for_update(no_key=True))


def lock_old_sign_ups(*, before: datetime, limit: int) -> list[SignUp]:
    """Lock incomplete accounts asked for before a moment; those that are being completed are left to the next run."""
    rows = SignUp.objects.filter(asked_at__lt=before).order_by("pk")
    return list(rows.select_for_update(skip_locked=True)[:limit])


def lock_reset(reset_id: int) -> SecondFactorReset:
    """Lock a reset of a second factor. Raises `not_found`."""
    row = SecondFactorReset.objects.select_for_update(no_key=True).filter(pk=reset_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def lock_overdue_resets(*, before: datetime, limit: int) -> list[SecondFactorReset]:
    """Lock resets that were requested before a moment and not decided; those in use are left to the next run."""
    rows = SecondFactorReset.objects.filter(state=ResetState.REQUESTED, requested_at__lte=before).order_by("pk")
    return list(rows.select_for_update(skip_locked=True, no_key=True)[:limit])


def lock_idle_takeovers(*, before: datetime, limit: int) -> list[Takeover]:
    """Lock pending requests that are older than `before`; those in use are left to the next run."""
    rows = Takeover.objects.filter(state=TakeoverState.REQUESTED, requested_at__lte=before).order_by("pk")
    return list(rows.select_for_update(skip_locked=True, no_key=True)[:limit])


def lock_registrations_without_evidence(*, before: datetime, limit: int) -> list[Party]:
    """Lock unverified parties that owe what an officer asked for before a moment, and those not sent since it.

    Those in use are left to the next run.
    """
    owing = Q(answered_at=None) | Q(answered_at__lt=F("asked_at"))
    due = (owing & Q(asked_at__lte=before)) | Q(draft=True, registered_at__lte=before)
    rows = Party.objects.filter(due, state=PartyState.REGISTERED).order_by("pk")
    return list(rows.select_for_update(skip_locked=True, no_key=True)[:limit])

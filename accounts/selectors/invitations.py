"""Invitations: those a party sent, and those that name a user."""

from typing import TypeAlias

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import Invitation, User
from accounts.rules.invitations import is_mail
from accounts.rules.states import InvitationState
from core.access.checks import of_party
from core.values.actors import Actor
from core.values.errors import DomainError

InvitationRow: TypeAlias = Invitation
"""The type of a row for views and pages, which do not import models."""


def sent_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations that the acting party sent and that have not ended."""
    rows = Invitation.objects.exclude(state=InvitationState.ENDED)
    return of_party(rows, actor, column="party_id")


def get_sent_invitation(*, actor: Actor, invitation_id: int) -> Invitation:
    """Return an invitation that the acting party sent. Raises `not_found` (404), also for another party's."""
    row = sent_invitations(actor).filter(pk=invitation_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def received_invitations(user_id: int) -> QuerySet[Invitation]:
    """Return the open invitations that name the user: by user name, or by a mail address the user has confirmed."""
    mails = EmailAddress.objects.filter(user_id=user_id, verified=True).annotate(named=Lower("email"))
    mine = Q(user_id=user_id) | Q(user=None, named__in=mails.values("named"))
    return Invitation.objects.select_related("party").filter(mine, state=InvitationState.INVITED)


def get_received_invitation(*, user_id: int, invitation_id: int) -> Invitation:
    """Return an open invitation that names the user. Raises `not_found` (404), also for one that names another user."""
    row = received_invitations(user_id).filter(pk=invitation_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_invited_user(named: str) -> int | None:
    """Return the account of a user name, for the invitation to keep; None for a mail address, which is looked up later."""
    if is_mail(named):
        return None
    return User.objects.filter(username=named).values_list("pk", flat=True).first()


def list_recipients(invitation_id: int) -> list[int]:
    """Return the ids of the active users that an invitation names, as recipients of a notification."""
    row = Invitation.objects.get(pk=invitation_id)
    if row.user_id is not None:
        people = User.objects.filter(pk=row.user_id)
    else:
        confirmed = EmailAddress.objects.filter(email__iexact=row.named, verified=True)
        people = User.objects.filter(pk__in=confirmed.values("user_id"))
    return sorted(people.filter(is_active=True).values_list("pk", flat=True))

"""Invitations to a party (成员邀请): how a person is named, and for how long an answer is awaited. Pure."""

from datetime import datetime, timedelta

from accounts.rules.states import UNANSWERED_FOR_INVITER, InvitationState
from core.values.names import as_identifier

PENDING = timedelta(days=14)
"""How long an invitation is open."""
MOST_A_DAY = 10
"""Invitations that one user may send within DAY."""
DAY = timedelta(days=1)


def named_as(text: str) -> str:
    """Return the normal form of a user name or mail address. Only a mail address contains `@`."""
    return as_identifier(text)


def is_mail(named: str) -> bool:
    """Whether an invitation names a mail address, not a user name."""
    return "@" in named


def is_over(*, expires_at: datetime, at: datetime) -> bool:
    """Whether the invitation can no longer be answered."""
    return at >= expires_at


def state_for_inviter(state: InvitationState) -> InvitationState:
    """Return the state that the inviter sees: a declined invitation looks pending until it ends."""
    return InvitationState.INVITED if state in UNANSWERED_FOR_INVITER else state

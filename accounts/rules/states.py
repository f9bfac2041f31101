"""The states of parties, invitations and takeovers (docs/domain.md section 5)."""

from enum import StrEnum

from core.values.state_machine import StateMachine, transition


class PartyState(StrEnum):
    """主体. The states of a party."""

    REGISTERED = "registered"
    VERIFIED = "verified"
    REFUSED = "refused"
    ENDED = "ended"
    SUSPENDED = "suspended"


PARTY = StateMachine(
    name="party",
    initial=(PartyState.REGISTERED,),
    transitions=(
        transition(PartyState.REGISTERED, PartyState.VERIFIED, "party.verified"),
        transition(PartyState.REGISTERED, PartyState.REFUSED, "party.refused"),
        transition(PartyState.REGISTERED, PartyState.ENDED, "party.ended", deadline="registration_evidence"),
        transition(PartyState.REFUSED, PartyState.REGISTERED, "party.registered"),
        transition(PartyState.VERIFIED, PartyState.SUSPENDED, "party.suspended"),
        transition(PartyState.SUSPENDED, PartyState.VERIFIED, "party.resumed"),
    ),
)
"""主体. Registrations of one code compete: the first that is verified wins, the others end. A refused party may register
again."""

HOLDING_PARTIES = (PartyState.VERIFIED, PartyState.SUSPENDED)
"""States in which a party holds its code, and a team its members: one party a code, one team a person."""
OPEN_PARTIES = (PartyState.REGISTERED, *HOLDING_PARTIES)
"""States in which people may join a party."""


class InvitationState(StrEnum):
    """成员邀请. The states of an invitation."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


INVITATION = StateMachine(
    name="invitation",
    initial=(InvitationState.INVITED,),
    transitions=(
        transition(InvitationState.INVITED, InvitationState.ACCEPTED, "invitation.accepted"),
        transition(InvitationState.INVITED, InvitationState.DECLINED, "invitation.declined"),
        transition(InvitationState.INVITED, InvitationState.ENDED, "invitation.ended", deadline="invitation"),
        transition(InvitationState.DECLINED, InvitationState.ENDED, "invitation.ended", deadline="invitation"),
    ),
)
"""成员邀请. Nobody is a member before accepting. A declined invitation looks pending to the inviter until it ends."""

UNANSWERED_FOR_INVITER = (InvitationState.INVITED, InvitationState.DECLINED)
"""States that the inviter cannot tell apart."""


class ResetState(StrEnum):
    """二次验证重置. The states of a reset of a lost second factor."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ENDED = "ended"


RESET = StateMachine(
    name="second_factor_reset",
    initial=(ResetState.REQUESTED,),
    transitions=(
        transition(ResetState.REQUESTED, ResetState.CONFIRMED, "second_factor_reset.confirmed"),
        transition(ResetState.REQUESTED, ResetState.REFUSED, "second_factor_reset.refused"),
        transition(ResetState.REQUESTED, ResetState.ENDED, "second_factor_reset.ended", deadline="reset"),
    ),
)
"""二次验证重置. One administrator requests it, another confirms it."""


class TakeoverState(StrEnum):
    """管理员接管. The states of a takeover."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"


TAKEOVER = StateMachine(
    name="takeover",
    initial=(TakeoverState.REQUESTED,),
    transitions=(
        transition(TakeoverState.REQUESTED, TakeoverState.APPROVED, "takeover.approved"),
        transition(TakeoverState.REQUESTED, TakeoverState.REFUSED, "takeover.refused"),
        transition(TakeoverState.REQUESTED, TakeoverState.ENDED, "takeover.ended", deadline="takeover"),
    ),
)
"""管理员接管. Decided by a case officer. Requests for one party compete: an approved one ends the others of its side."""


class AppointmentState(StrEnum):
    """任命. The states of an appointment to a role of the authority."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


APPOINTMENT = StateMachine(
    name="appointment",
    initial=(AppointmentState.PROPOSED,),
    transitions=(
        transition(AppointmentState.PROPOSED, AppointmentState.CONFIRMED, "appointment.confirmed"),
        transition(AppointmentState.PROPOSED, AppointmentState.REFUSED, "appointment.refused"),
        transition(AppointmentState.PROPOSED, AppointmentState.WITHDRAWN, "appointment.withdrawn"),
        transition(AppointmentState.PROPOSED, AppointmentState.EXPIRED, "appointment.expired", deadline="14 days"),
    ),
)
"""任命. Proposed by one administrator, confirmed by another."""


class CorrectionState(StrEnum):
    """利害关系更正. The states of a request to end a mistaken declaration."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


CORRECTION = StateMachine(
    name="interest_correction",
    initial=(CorrectionState.REQUESTED,),
    transitions=(
        transition(CorrectionState.REQUESTED, CorrectionState.CONFIRMED, "interest_correction.confirmed"),
        transition(CorrectionState.REQUESTED, CorrectionState.REFUSED, "interest_correction.refused"),
    ),
)
"""利害关系更正. Requested by the author of a declaration, confirmed or refused by an administrator who is not."""


class HandOverState(StrEnum):
    """移交. The states of a hand-over."""

    OPEN = "open"
    DONE = "done"


HAND_OVER = StateMachine(
    name="hand_over",
    initial=(HandOverState.OPEN,),
    transitions=(transition(HandOverState.OPEN, HandOverState.DONE, "hand_over.done"),),
)
"""移交. A case that another person takes over, until that person marks it as done."""


class SubstitutionState(StrEnum):
    """指定代办. The states of a substitution."""

    NAMED = "named"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


SUBSTITUTION = StateMachine(
    name="substitution",
    initial=(SubstitutionState.NAMED,),
    transitions=(
        transition(SubstitutionState.NAMED, SubstitutionState.CONFIRMED, "substitution.confirmed"),
        transition(SubstitutionState.NAMED, SubstitutionState.REFUSED, "substitution.refused"),
    ),
)
"""指定代办. Named by one administrator, confirmed or refused by another. It ends with its last day."""


class DelegationState(StrEnum):
    """代理. The states of a delegation."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


DELEGATION = StateMachine(
    name="delegation",
    initial=(DelegationState.OFFERED,),
    transitions=(
        transition(DelegationState.OFFERED, DelegationState.ACCEPTED, "delegation.accepted"),
        transition(DelegationState.OFFERED, DelegationState.DECLINED, "delegation.declined"),
        transition(DelegationState.OFFERED, DelegationState.ENDED, "delegation.ended"),
        transition(DelegationState.ACCEPTED, DelegationState.ENDED, "delegation.ended"),
    ),
)
"""代理. Offered by the principal, accepted or declined by the delegate, ended by either. It is over after its last day."""

"""Users, parties, memberships, takeovers and declared interests."""

from accounts.models.appointments import Appointment
from accounts.models.delegations import Delegation
from accounts.models.handovers import HandOver, Substitution
from accounts.models.interests import Interest, InterestCorrection
from accounts.models.parties import Invitation, Membership, Party, Takeover, UsccWaiver
from accounts.models.resets import SecondFactorReset
from accounts.models.signins import SignInFailure, TotpStep
from accounts.models.users import SignUp, User

__all__ = [
    "Appointment",
    "Delegation",
    "HandOver",
    "Interest",
    "InterestCorrection",
    "Invitation",
    "Membership",
    "Party",
    "SecondFactorReset",
    "SignInFailure",
    "SignUp",
    "Substitution",
    "Takeover",
    "TotpStep",
    "UsccWaiver",
    "User",
]

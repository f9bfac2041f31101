"""Users, parties, memberships, takeovers and declared interests."""

from accounts.models.appointments import Appointment
from accounts.models.interests import Interest
from accounts.models.parties import Invitation, Membership, Party, Takeover, UsccWaiver
from accounts.models.signins import SignInFailure, TotpStep
from accounts.models.users import User

__all__ = [
    "Appointment",
    "Interest",
    "Invitation",
    "Membership",
    "Party",
    "SignInFailure",
    "Takeover",
    "TotpStep",
    "UsccWaiver",
    "User",
]

"""Users, parties, memberships and takeovers."""

from accounts.models.parties import Invitation, Membership, Party, Takeover, UsccWaiver
from accounts.models.signins import SignInFailure, TotpStep
from accounts.models.users import User

__all__ = ["Invitation", "Membership", "Party", "SignInFailure", "Takeover", "TotpStep", "UsccWaiver", "User"]

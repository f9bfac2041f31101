"""Addresses of the pages about parties and their members."""

from django.urls import path

from accounts.portal import (
    accounts,
    interests,
    invitations,
    members,
    parties,
    registration_evidence,
    staff_roles,
    verification,
)

urlpatterns = [
    path("parties/choose/", parties.ChooseParty.as_view(), name="choose_party"),
    path("parties/", verification.Parties.as_view(), name="party_list"),
    path("parties/<int:pk>/", verification.PartyPage.as_view(), name="party"),
    path("parties/<int:pk>/verify/", verification.VerifyParty.as_view(), name="party_verify"),
    path("parties/<int:pk>/refuse/", verification.RefuseParty.as_view(), name="party_refuse"),
    path("parties/<int:pk>/suspend/", verification.SuspendParty.as_view(), name="party_suspend"),
    path("parties/<int:pk>/resume/", verification.ResumeParty.as_view(), name="party_resume"),
    path("interests/", interests.Interests.as_view(), name="interest_list"),
    path("interests/declare/", interests.DeclareInterest.as_view(), name="interest_declare"),
    path("interests/<int:pk>/end/", interests.EndInterest.as_view(), name="interest_end"),
    path("staff-roles/", staff_roles.StaffRoles.as_view(), name="staff_role_list"),
    path("staff-roles/propose/", staff_roles.ProposeStaffRole.as_view(), name="staff_role_propose"),
    path("staff-roles/<int:pk>/end/", staff_roles.EndStaffRole.as_view(), name="staff_role_end"),
    path("appointments/<int:pk>/confirm/", staff_roles.ConfirmStaffRole.as_view(), name="appointment_confirm"),
    path("appointments/<int:pk>/refuse/", staff_roles.RefuseStaffRole.as_view(), name="appointment_refuse"),
    path("appointments/<int:pk>/withdraw/", staff_roles.WithdrawStaffRole.as_view(), name="appointment_withdraw"),
    path("parties/<int:pk>/request-evidence/", verification.RequestEvidence.as_view(), name="party_request_evidence"),
    path("registration/evidence/", registration_evidence.Evidence.as_view(), name="registration_evidence"),
    path("accounts/", accounts.Accounts.as_view(), name="account_list"),
    path("accounts/<int:pk>/end/", accounts.EndAccount.as_view(), name="account_end"),
    path("accounts/<int:pk>/sign-out/", accounts.SignOutAccount.as_view(), name="account_sign_out"),
    path("accounts/<int:pk>/reset/", accounts.RequestReset.as_view(), name="account_reset"),
    path("second-factor-resets/<int:pk>/confirm/", accounts.ConfirmReset.as_view(), name="reset_confirm"),
    path("second-factor-resets/<int:pk>/refuse/", accounts.RefuseReset.as_view(), name="reset_refuse"),
    path("members/", members.Members.as_view(), name="member_list"),
    path("members/invite/", members.InviteMember.as_view(), name="member_invite"),
    path("members/leave/", members.LeaveParty.as_view(), name="party_leave"),
    path("members/<int:pk>/remove/", members.RemoveMember.as_view(), name="member_remove"),
    path("invitations/<int:pk>/withdraw/", members.WithdrawInvitation.as_view(), name="invitation_withdraw"),
    path("received-invitations/<int:pk>/accept/", invitations.Accept.as_view(), name="invitation_accept"),
    path("received-invitations/<int:pk>/decline/", invitations.Decline.as_view(), name="invitation_decline"),
]

"""Addresses of accounts and parties below /api/v1/."""

from django.urls import path

from accounts.api import interests, invitations, members, parties, sessions, staff_roles, takeovers

urlpatterns = [
    path("tokens/", sessions.Tokens.as_view(), name="token-list"),
    path("tokens/current/", sessions.CurrentToken.as_view(), name="token-current"),
    path("tokens/revoke-all/", sessions.AllTokens.as_view(), name="token-revoke-all"),
    path("users/", sessions.Users.as_view(), name="user-list"),
    path("me/", sessions.Me.as_view(), name="me"),
    path("me/default-party/", invitations.ChooseDefaultParty.as_view(), name="me-default-party"),
    path("parties/", parties.Parties.as_view(), name="party-list"),
    path("organisations/", parties.RegisterOrganisation.as_view(), name="organisation-list"),
    path("parties/<int:pk>/", parties.PartyDetail.as_view(), name="party-detail"),
    path("parties/<int:pk>/verify/", parties.Verify.as_view(), name="party-verify"),
    path("parties/<int:pk>/refuse/", parties.Refuse.as_view(), name="party-refuse"),
    path("parties/<int:pk>/request-evidence/", parties.RequestEvidence.as_view(), name="party-request-evidence"),
    path("parties/<int:pk>/evidence/", parties.Evidence.as_view(), name="party-evidence"),
    path("registration-evidence/", parties.AddEvidence.as_view(), name="registration-evidence"),
    path("parties/<int:pk>/suspend/", parties.Suspend.as_view(), name="party-suspend"),
    path("parties/<int:pk>/resume/", parties.Resume.as_view(), name="party-resume"),
    path("uscc-waivers/", parties.UsccWaivers.as_view(), name="uscc-waiver-list"),
    path("members/", members.Members.as_view(), name="member-list"),
    path("members/<int:pk>/remove/", members.RemoveMember.as_view(), name="member-remove"),
    path("members/leave/", members.Leave.as_view(), name="member-leave"),
    path("invitations/", invitations.Invitations.as_view(), name="invitation-list"),
    path("invitations/<int:pk>/withdraw/", invitations.WithdrawInvitation.as_view(), name="invitation-withdraw"),
    path("received-invitations/", invitations.ReceivedInvitations.as_view(), name="received-invitation-list"),
    path(
        "received-invitations/<int:pk>/accept/",
        invitations.AcceptInvitation.as_view(),
        name="received-invitation-accept",
    ),
    path(
        "received-invitations/<int:pk>/decline/",
        invitations.DeclineInvitation.as_view(),
        name="received-invitation-decline",
    ),
    path("interests/", interests.Interests.as_view(), name="interest-list"),
    path("interests/<int:pk>/end/", interests.EndInterest.as_view(), name="interest-end"),
    path("staff-roles/<int:pk>/end/", staff_roles.EndStaffRole.as_view(), name="staff-role-end"),
    path("appointments/", staff_roles.Appointments.as_view(), name="appointment-list"),
    path("appointments/<int:pk>/", staff_roles.AppointmentDetail.as_view(), name="appointment"),
    path("appointments/<int:pk>/confirm/", staff_roles.ConfirmAppointment.as_view(), name="appointment-confirm"),
    path("appointments/<int:pk>/refuse/", staff_roles.RefuseAppointment.as_view(), name="appointment-refuse"),
    path("appointments/<int:pk>/withdraw/", staff_roles.WithdrawAppointment.as_view(), name="appointment-withdraw"),
    path("takeovers/", takeovers.Takeovers.as_view(), name="takeover-list"),
    path("takeovers/<int:pk>/", takeovers.TakeoverDetail.as_view(), name="takeover-detail"),
    path("takeovers/<int:pk>/approve/", takeovers.ApproveTakeover.as_view(), name="takeover-approve"),
    path("takeovers/<int:pk>/refuse/", takeovers.RefuseTakeover.as_view(), name="takeover-refuse"),
]

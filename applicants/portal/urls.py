"""Addresses of the pages of applicants."""

from django.urls import path

from applicants.portal import lists, members, registration, takeovers

urlpatterns = [
    path("register/enterprise/", registration.RegisterEnterprise.as_view(), name="register_enterprise"),
    path("register/team/", registration.RegisterTeam.as_view(), name="register_team"),
    path("teams/takeovers/request/", takeovers.RequestTeamTakeover.as_view(), name="team_takeover_request"),
    path("register/team/correct/", registration.CorrectTeam.as_view(), name="team_correct"),
    path("registration/check/", registration.CheckRegistration.as_view(), name="registration_check"),
    path("team-members/", members.PendingMembers.as_view(), name="team_member_list"),
    path("team-members/<int:pk>/confirm/", members.ConfirmMember.as_view(), name="team_member_confirm"),
    path("team-members/<int:pk>/refuse/", members.RefuseMember.as_view(), name="team_member_refuse"),
    path("certificate-imports/", lists.ListImports.as_view(), name="certificate_imports"),
    path("certificate-imports/add/", lists.ImportList.as_view(), name="certificate_import"),
    path("profile/", registration.Profile.as_view(), name="profile"),
    path("profile/declare/", registration.Declare.as_view(), name="profile_declare"),
]

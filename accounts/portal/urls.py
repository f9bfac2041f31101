"""Addresses of the pages about parties and their members."""

from django.urls import path

from accounts.portal import interests, invitations, members, parties, verification

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
    path("members/", members.Members.as_view(), name="member_list"),
    path("members/invite/", members.InviteMember.as_view(), name="member_invite"),
    path("members/leave/", members.LeaveParty.as_view(), name="party_leave"),
    path("members/<int:pk>/remove/", members.RemoveMember.as_view(), name="member_remove"),
    path("invitations/<int:pk>/withdraw/", members.WithdrawInvitation.as_view(), name="invitation_withdraw"),
    path("received-invitations/<int:pk>/accept/", invitations.Accept.as_view(), name="invitation_accept"),
    path("received-invitations/<int:pk>/decline/", invitations.Decline.as_view(), name="invitation_decline"),
]

"""Addresses of the pages about parties and their members."""

from django.urls import path

from accounts.portal import members, parties, verification

urlpatterns = [
    path("parties/choose/", parties.ChooseParty.as_view(), name="choose_party"),
    path("parties/", verification.Parties.as_view(), name="party_list"),
    path("parties/<int:pk>/", verification.PartyPage.as_view(), name="party"),
    path("parties/<int:pk>/verify/", verification.VerifyParty.as_view(), name="party_verify"),
    path("parties/<int:pk>/refuse/", verification.RefuseParty.as_view(), name="party_refuse"),
    path("parties/<int:pk>/suspend/", verification.SuspendParty.as_view(), name="party_suspend"),
    path("parties/<int:pk>/resume/", verification.ResumeParty.as_view(), name="party_resume"),
    path("members/", members.Members.as_view(), name="member_list"),
    path("members/add/", members.AddMember.as_view(), name="member_add"),
    path("members/<int:pk>/remove/", members.RemoveMember.as_view(), name="member_remove"),
]

"""Addresses of the pages about parties and their members."""

from django.urls import path

from accounts.portal import members, parties

urlpatterns = [
    path("parties/choose/", parties.ChooseParty.as_view(), name="choose_party"),
    path("members/", members.Members.as_view(), name="member_list"),
    path("members/add/", members.AddMember.as_view(), name="member_add"),
    path("members/<int:pk>/remove/", members.RemoveMember.as_view(), name="member_remove"),
]

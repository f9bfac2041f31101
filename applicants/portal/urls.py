"""Addresses of the pages of applicants."""

from django.urls import path

from applicants.portal import registration

urlpatterns = [
    path("register/enterprise/", registration.RegisterEnterprise.as_view(), name="register_enterprise"),
    path("register/team/", registration.RegisterTeam.as_view(), name="register_team"),
    path("profile/", registration.Profile.as_view(), name="profile"),
    path("profile/declare/", registration.Declare.as_view(), name="profile_declare"),
]

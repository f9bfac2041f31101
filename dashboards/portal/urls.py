"""Addresses of the home page and of each role's first page."""

from django.urls import path

from dashboards.portal import dashboard, home

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("dashboard/", dashboard.Dashboard.as_view(), name="dashboard"),
]

"""Addresses of the pages about open units and services."""

from django.urls import path

from facilities.portal import search

urlpatterns = [
    path("services/", search.Search.as_view(), name="public_search"),
    path("open-units/", search.Units.as_view(), name="public_units"),
    path("open-units/<int:pk>/", search.UnitPage.as_view(), name="public_unit"),
]

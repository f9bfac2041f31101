"""Addresses of the pages about open units and services."""

from django.urls import path

from facilities.portal import applications, search

urlpatterns = [
    path("services/", search.Search.as_view(), name="public_search"),
    path("open-units/", search.Units.as_view(), name="public_units"),
    path("open-units/<int:pk>/", search.UnitPage.as_view(), name="public_unit"),
    path("register/unit/", applications.RequestUnit.as_view(), name="unit_application_request"),
    path("unit-applications/", applications.Applications.as_view(), name="unit_application_list"),
    path(
        "own-unit-applications/<int:pk>/withdraw/",
        applications.WithdrawApplication.as_view(),
        name="own_unit_application_withdraw",
    ),
    path(
        "unit-applications/<int:pk>/accept/", applications.AcceptApplication.as_view(), name="unit_application_accept"
    ),
    path(
        "unit-applications/<int:pk>/refuse/", applications.RefuseApplication.as_view(), name="unit_application_refuse"
    ),
]

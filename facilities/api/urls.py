"""Addresses of open units and services below /api/v1/."""

from django.urls import path

from facilities.api import applications, services, units

urlpatterns = [
    path("open-units/", units.PublicUnitList.as_view(), name="open-unit-list"),
    path("open-units/<int:pk>/", units.PublicUnitDetail.as_view(), name="open-unit-detail"),
    path("open-units/register/", units.UnitList.as_view(), name="open-unit-register"),
    path("open-units/register/<int:pk>/", units.UnitDetail.as_view(), name="open-unit-register-detail"),
    path("open-units/enter/", units.EnterUnit.as_view(), name="open-unit-enter"),
    path("open-units/<int:pk>/review/", units.BeginUnitReview.as_view(), name="open-unit-review"),
    path("open-units/<int:pk>/decide/", units.DecideUnit.as_view(), name="open-unit-decide"),
    path("open-units/<int:pk>/refuse/", units.RefuseUnit.as_view(), name="open-unit-refuse"),
    path("open-units/<int:pk>/publicise/", units.PubliciseUnit.as_view(), name="open-unit-publicise"),
    path("open-units/<int:pk>/admit/", units.AdmitUnit.as_view(), name="open-unit-admit"),
    path("open-units/<int:pk>/exit/", units.ExitUnit.as_view(), name="open-unit-exit"),
    path("open-units/<int:pk>/strike-off/", units.StrikeOffUnit.as_view(), name="open-unit-strike-off"),
    path("unit-applications/", applications.UnitApplications.as_view(), name="unit-application-list"),
    path("unit-applications/<int:pk>/", applications.UnitApplicationDetail.as_view(), name="unit-application-detail"),
    path(
        "own-unit-applications/<int:pk>/withdraw/",
        applications.WithdrawApplication.as_view(),
        name="own-unit-application-withdraw",
    ),
    path(
        "unit-applications/<int:pk>/accept/", applications.AcceptApplication.as_view(), name="unit-application-accept"
    ),
    path(
        "unit-applications/<int:pk>/refuse/", applications.RefuseApplication.as_view(), name="unit-application-refuse"
    ),
    path("services/", services.PublicServiceList.as_view(), name="service-list"),
    path("services/<int:pk>/", services.PublicServiceDetail.as_view(), name="service-detail"),
    path("services/own/", services.OwnServiceList.as_view(), name="service-own"),
    path("services/publish/", services.PublishService.as_view(), name="service-publish"),
    path("services/<int:pk>/update/", services.UpdateService.as_view(), name="service-update"),
    path("services/<int:pk>/unpublish/", services.UnpublishService.as_view(), name="service-unpublish"),
]

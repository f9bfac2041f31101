"""Addresses of notices, objections and sanctions below /api/v1/."""

from django.urls import path

from oversight.api import notices, objections, sanctions

urlpatterns = [
    path("notices/", notices.NoticeList.as_view(), name="notice-list"),
    path("notices/<int:pk>/", notices.NoticeDetail.as_view(), name="notice-detail"),
    path("notices/<int:notice>/items/<int:item>/objections/", notices.FileObjection.as_view(), name="objection-file"),
    path("objections/", objections.ObjectionList.as_view(), name="objection-list"),
    path("objections/<int:pk>/", objections.ObjectionDetail.as_view(), name="objection-detail"),
    path("objections/<int:pk>/investigate/", objections.InvestigateObjection.as_view(), name="objection-investigate"),
    path("objections/<int:pk>/decide/", objections.DecideObjection.as_view(), name="objection-decide"),
    path("objections/<int:pk>/contact/", objections.RevealContact.as_view(), name="objection-contact"),
    path("sanctions/", sanctions.Sanctions.as_view(), name="sanction-list"),
    path("sanctions/<int:pk>/", sanctions.SanctionDetail.as_view(), name="sanction-detail"),
    path("sanctions/<int:pk>/hear/", sanctions.HearSanction.as_view(), name="sanction-hear"),
    path("sanctions/<int:pk>/answer/", sanctions.AnswerSanction.as_view(), name="sanction-answer"),
    path("sanctions/<int:pk>/drop/", sanctions.DropSanction.as_view(), name="sanction-drop"),
    path("sanctions/<int:pk>/decide/", sanctions.DecideSanction.as_view(), name="sanction-decide"),
    path("sanctions/<int:pk>/propose-lifting/", sanctions.ProposeLifting.as_view(), name="sanction-propose-lifting"),
    path("sanctions/<int:pk>/lift/", sanctions.LiftSanction.as_view(), name="sanction-lift"),
    path("sanctions/<int:pk>/refuse-lifting/", sanctions.RefuseLifting.as_view(), name="sanction-refuse-lifting"),
]

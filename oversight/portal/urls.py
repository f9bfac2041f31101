"""Addresses of the pages about notices, objections and sanctions."""

from django.urls import path

from oversight.portal import notices, objections, sanction_acts, sanctions

urlpatterns = [
    path("publicity/", notices.Notices.as_view(), name="public_notices"),
    path("publicity/<int:pk>/", notices.NoticePage.as_view(), name="public_notice"),
    path("publicity/<int:pk>/object/", objections.FileObjection.as_view(), name="objection_file"),
    path("objections/", objections.Objections.as_view(), name="objection_list"),
    path("objections/<int:pk>/", objections.ObjectionPage.as_view(), name="objection"),
    path("objections/<int:pk>/investigate/", objections.Investigate.as_view(), name="objection_investigate"),
    path("objections/<int:pk>/decide/", objections.Decide.as_view(), name="objection_decide"),
    path("objections/<int:pk>/contact/", objections.Reveal.as_view(), name="objection_contact"),
    path("sanctions/", sanctions.Sanctions.as_view(), name="sanction_list"),
    path("sanctions/propose/", sanctions.FindParty.as_view(), name="sanction_find_party"),
    path("parties/<int:pk>/sanction/", sanctions.ProposeSanction.as_view(), name="sanction_propose"),
    path("sanctions/<int:pk>/", sanctions.SanctionPage.as_view(), name="sanction"),
    path("sanctions/<int:pk>/hear/", sanction_acts.Hear.as_view(), name="sanction_hear"),
    path("sanctions/<int:pk>/answer/", sanction_acts.Answer.as_view(), name="sanction_answer"),
    path("sanctions/<int:pk>/drop/", sanction_acts.Drop.as_view(), name="sanction_drop"),
    path("sanctions/<int:pk>/decide/", sanction_acts.Decide.as_view(), name="sanction_decide"),
    path(
        "sanctions/<int:pk>/propose-lifting/", sanction_acts.ProposeLifting.as_view(), name="sanction_propose_lifting"
    ),
    path("sanctions/<int:pk>/lift/", sanction_acts.Lift.as_view(), name="sanction_lift"),
    path("sanctions/<int:pk>/refuse-lifting/", sanction_acts.RefuseLifting.as_view(), name="sanction_refuse_lifting"),
]

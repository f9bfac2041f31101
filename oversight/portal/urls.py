"""Addresses of the pages about notices."""

from django.urls import path

from oversight.portal import notices, objections

urlpatterns = [
    path("publicity/", notices.Notices.as_view(), name="public_notices"),
    path("publicity/<int:pk>/", notices.NoticePage.as_view(), name="public_notice"),
    path("publicity/<int:pk>/object/", objections.FileObjection.as_view(), name="objection_file"),
    path("objections/", objections.Objections.as_view(), name="objection_list"),
    path("objections/<int:pk>/", objections.ObjectionPage.as_view(), name="objection"),
    path("objections/<int:pk>/investigate/", objections.Investigate.as_view(), name="objection_investigate"),
    path("objections/<int:pk>/decide/", objections.Decide.as_view(), name="objection_decide"),
    path("objections/<int:pk>/contact/", objections.Reveal.as_view(), name="objection_contact"),
]

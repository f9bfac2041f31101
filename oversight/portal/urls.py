"""Addresses of the pages about notices."""

from django.urls import path

from oversight.portal import notices

urlpatterns = [
    path("publicity/", notices.Notices.as_view(), name="public_notices"),
    path("publicity/<int:pk>/", notices.NoticePage.as_view(), name="public_notice"),
]

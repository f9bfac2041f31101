"""Addresses of the demonstration, beside those of the site in config/demonstration_urls.py."""

from django.urls import path

from demonstration.portal import desk

urlpatterns = [path("demonstration/", desk.Desk.as_view(), name="demonstration_desk")]

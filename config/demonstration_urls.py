"""The URLs of the site and of the demonstration (config/settings/local.py)."""

from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as site_patterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*site_patterns, path("", include("demonstration.portal.urls"))]

"""The URLs of the site: the API below /api/v1/, pages elsewhere."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import health

api_patterns: list[URLPattern | URLResolver] = [
    path("", include("vouchers.api.urls")),  # first, because URLs are tried in order and a claim must be fast
    path("", include("core.api.urls")),
    path("", include("accounts.api.urls")),
    path("", include("applicants.api.urls")),
    path("", include("facilities.api.urls")),
    path("", include("matching.api.urls")),
    path("", include("oversight.api.urls")),
    path("", include("payments.api.urls")),
    path("", include("redemptions.api.urls")),
    path("", include("deadlines.api.urls")),
    path("", include("proofs.api.urls")),
    path("", include("calculator.api.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:api-schema"), name="api-docs"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live/", health.live, name="health-live"),
    path("health/ready/", health.ready, name="health-ready"),
    path("api/v1/", include((api_patterns, "api"))),
    path("account/", include("accounts.portal.account_urls")),
    path("account/", include("allauth.urls")),
    path("", include("core.portal.urls")),
    path("", include("accounts.portal.urls")),
    path("", include("applicants.portal.urls")),
    path("", include("facilities.portal.urls")),
    path("", include("matching.portal.urls")),
    path("", include("oversight.portal.urls")),
    path("", include("payments.portal.urls")),
    path("", include("vouchers.portal.urls")),
    path("", include("redemptions.portal.urls")),
    path("", include("calculator.portal.urls")),
    path("", include("proofs.portal.urls")),
    path("", include("dashboards.portal.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"

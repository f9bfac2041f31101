"""Error handlers of the site: a page, or problem details for addresses below /api/."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import server_error as django_server_error

from config.outage import is_outage, outage_response
from core.access.limits import charge_request, is_charged
from core.api.problems import plain_problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be read."""
    if _is_api(request):
        return plain_problem(request, status=400, code="parse_error")
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but the role does not allow it."""
    if _is_api(request):
        return plain_problem(request, status=403, code="denied")
    return render(request, "errors/403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: absent, or another party's; both must look the same. An address without a view is charged here."""
    if not is_charged(request) and (wait := charge_request(request, account=request.user.pk, scope=None)):
        return too_many_requests(request, wait=wait)
    if _is_api(request):
        return plain_problem(request, status=404, code="not_found")
    return render(request, "errors/404.html", status=404)


def too_many_requests(request: HttpRequest, *, wait: int) -> HttpResponse:
    """429: more requests than the limits allow. Uses no session and no database."""
    if _is_api(request):
        response = plain_problem(request, status=429, code="throttled", wait=wait)
    else:
        response = HttpResponse(render_to_string("errors/429.html", {"wait": wait}), status=429)
    response["Retry-After"] = str(wait)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database was unavailable outside a view (session, sign-in, middleware), else 500."""
    if is_outage(error=sys.exc_info()[1]):
        return outage_response(request=request)
    if _is_api(request):
        return plain_problem(request, status=500, code="defect")
    return django_server_error(request, template_name="errors/500.html")


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")

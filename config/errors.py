"""Pages for errors that no view answered."""

import sys

from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error as django_server_error

from config.outage import is_outage, outage_response


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database was gone outside a view (session, sign-in, middleware), else the 500 page."""
    if is_outage(error=sys.exc_info()[1]):
        return outage_response(request=request)
    return django_server_error(request, template_name="errors/500.html")

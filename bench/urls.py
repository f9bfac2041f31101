"""Every address of the site, and the empty view."""

from typing import Any

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class Empty(APIView):
    """Read the token and the body, and do nothing."""

    def post(self, request: Request) -> Response:
        answer: dict[str, Any] = {"fields": len(request.data)}
        return Response(answer)


urlpatterns = [path("bench/empty/", Empty.as_view()), *site]

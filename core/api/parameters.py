"""Query parameters: a name that a view does not know is refused, never silently ignored."""

from collections.abc import Set
from typing import ClassVar

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView


class StrictQuery(APIView):
    """A view that answers 400 `unknown_parameter` to a query parameter it does not know.

    Known are the filters and the paging of a list, and `query_parameters`.
    """

    query_parameters: ClassVar[Set[str]] = frozenset()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        unknown = sorted(request.query_params.keys() - self.known_parameters())
        if unknown:
            problem = ErrorDetail("unknown parameter", code="unknown_parameter")
            raise ValidationError({name: [problem] for name in unknown})

    def known_parameters(self) -> Set[str]:
        """Return the names of all query parameters of the request's method."""
        if self.request.method not in ("GET", "HEAD") or not hasattr(self, "list"):
            return self.query_parameters
        filters = getattr(getattr(self, "filterset_class", None), "base_filters", ())
        paging = getattr(self, "paginator", None)
        names = [getattr(paging, "cursor_query_param", None), getattr(paging, "page_size_query_param", None)]
        fields = getattr(self, "filterset_fields", ())
        return self.query_parameters | {*filters, *fields, *filter(None, names)}

"""Query parameters: one that a view does not know or that is there twice is refused, never silently ignored."""

from collections.abc import Iterable, Mapping, Set
from typing import ClassVar

from django_filters import Filter, MultipleChoiceFilter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from core.web.repeats import repeated


class StrictQuery(APIView):
    """A view that answers 400 to a query parameter it does not know, or that is there twice and has one value.

    Known are the filters and the paging of a list, and `query_parameters`. The codes are `unknown_parameter` and
    `parameter_twice`.
    """

    query_parameters: ClassVar[Set[str]] = frozenset()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        refuse_names(sorted(request.query_params.keys() - self.known_parameters()), code="unknown_parameter")
        refuse_names(repeated(request.query_params, several=self._several()), code="parameter_twice")

    def known_parameters(self) -> Set[str]:
        """Return the names of all query parameters of the request's method."""
        if self.request.method not in ("GET", "HEAD") or not hasattr(self, "list"):
            return self.query_parameters
        filters = self._filters()
        paging = getattr(self, "paginator", None)
        names = [getattr(paging, "cursor_query_param", None), getattr(paging, "page_size_query_param", None)]
        return self.query_parameters | {*filters, *filter(None, names)}

    def _several(self) -> Set[str]:
        """Return the names of the filters that take several values."""
        return {name for name, each in self._filters().items() if isinstance(each, MultipleChoiceFilter)}

    def _filters(self) -> Mapping[str, Filter]:
        found: Mapping[str, Filter] = getattr(getattr(self, "filterset_class", None), "base_filters", {})
        return found


def refuse_names(names: Iterable[str], *, code: str) -> None:
    """Raise `code` (400) for each of the names."""
    if problems := {name: [ErrorDetail(code.replace("_", " "), code=code)] for name in names}:
        raise ValidationError(problems)

"""Keyset pagination of the API."""

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from core.database.key_paging import key_page, read_key


class KeysetPagination(CursorPagination):
    """Pages in the order of a filter (core/api/filters.py), else by id, newest first.

    `limit` is the number of rows (default 50, at most 200). Raises `invalid` (400) for a malformed limit or key.
    """

    ordering = "-id"
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    cursor_query_param = "after"

    def paginate_queryset(self, queryset: Any, request: Request, view: object = None) -> list[Any]:
        self.base_url = request.build_absolute_uri()
        size = self.get_page_size(request) or self.page_size
        cursor = self.decode_cursor(request)
        key, back = (str(cursor.position or ""), cursor.reverse) if cursor else ("", False)
        sort = _order_of(queryset) or self.ordering.replace("pk", queryset.model._meta.pk.attname)
        if key and read_key(queryset.model, sort.removeprefix("-"), key) is None:
            raise _invalid("after")
        self.key_page = key_page(queryset, sort=sort, size=size, after="" if back else key, before=key if back else "")
        return self.key_page.rows

    def get_next_link(self) -> str | None:
        return self._link(self.key_page.next_key, reverse=False)

    def get_previous_link(self) -> str | None:
        return self._link(self.key_page.previous_key, reverse=True)

    def _link(self, key: Any, *, reverse: bool) -> str | None:
        return self.encode_cursor(Cursor(offset=0, reverse=reverse, position=key)) if key else None

    def decode_cursor(self, request: Request) -> Cursor | None:
        try:
            cursor: Cursor | None = super().decode_cursor(request)
        except NotFound as error:
            raise _invalid("after") from error
        return cursor

    def get_page_size(self, request: Request) -> int | None:
        wanted = request.query_params.get("limit", "1")
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 9 and int(wanted)):
            raise _invalid("limit")
        return super().get_page_size(request)


def _order_of(rows: QuerySet[Model]) -> str | None:
    """Return the column by which a filter has ordered the rows, or None."""
    return str(rows.query.order_by[0]) if rows.query.order_by else None


def _invalid(field: str) -> ValidationError:
    return ValidationError({field: ErrorDetail(field, code="invalid")})

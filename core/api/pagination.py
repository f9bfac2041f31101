"""Lists page by key, never by offset."""

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from core.database.key_paging import key_page, read_key


class KeysetPagination(CursorPagination):
    """Pages by id, newest first, or as a filter has ordered the rows (core/api/filters.py); `limit` says how many (50, at
    most 200). `invalid` (400) for a limit or a key that is none."""

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
    """What a filter has ordered the rows by, None where none has."""
    return str(rows.query.order_by[0]) if rows.query.order_by else None


def _invalid(field: str) -> ValidationError:
    return ValidationError({field: ErrorDetail(field, code="invalid")})

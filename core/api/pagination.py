"""Lists page by key, never by offset."""

from typing import Any

from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request


class KeysetPagination(CursorPagination):
    """Pages by id, newest first; `limit` says how many (50, at most 200). `invalid` (400) for a limit or a key that is
    none."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    cursor_query_param = "after"

    def decode_cursor(self, request: Request) -> Cursor | None:
        try:
            cursor: Cursor | None = super().decode_cursor(request)
        except NotFound as error:
            raise _invalid("after") from error
        if cursor is not None and not _is_key(cursor.position):
            raise _invalid("after")
        return cursor

    def get_page_size(self, request: Request) -> int | None:
        wanted = request.query_params.get("limit", "1")
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 9 and int(wanted)):
            raise _invalid("limit")
        return super().get_page_size(request)


def _is_key(position: Any) -> bool:
    """Whether a list can go on from it: all are ordered by a number, the first page has none."""
    return position is None or (position.isascii() and position.isdigit() and len(position) <= 18)


def _invalid(field: str) -> ValidationError:
    return ValidationError({field: ErrorDetail(field, code="invalid")})

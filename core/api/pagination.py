"""Lists page by key, never by offset."""

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """Pages by id, newest first; `limit` says how many (50, at most 200)."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    cursor_query_param = "after"

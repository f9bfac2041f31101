"""Filters that every app uses."""

from typing import Any

import django_filters


class IdFilter(django_filters.NumberFilter):  # type: ignore[misc]
    """By the id of something: a positive whole number that PostgreSQL can hold. It is not looked up, so that an id that
    is nobody's and one that is another party's are answered alike."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, decimal_places=0, **kwargs)

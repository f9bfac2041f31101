"""Every address of the site."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address: its route and its pattern."""
    for entry in patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, route)
        else:
            yield route, entry


ADDRESSES = dict(walk(get_resolver().url_patterns))


def path_of(route: str) -> str:
    """Return a path of the route with ids that do not exist."""
    return "/" + re.sub(r"\^|\$|<\w+:\w+>|\(\?P<\w+>.*?\)(?=[-/])", lambda m: "" if len(m[0]) == 1 else "1", route)

"""The table of throttles: each scope that a view names has one, and each one is used."""

import ast
from collections.abc import Iterator

from django.conf import settings
from rest_framework.throttling import SimpleRateThrottle

from config.env import PROJECT
from config.throttles import THROTTLES

FOR_ALL_VIEWS = {"anon", "user"}


def scopes() -> Iterator[str]:
    """Return the throttle_scope of every view."""
    for file in [*PROJECT.glob("*/api/**/*.py"), *PROJECT.glob("*/portal/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Assign(targets=[ast.Name(id="throttle_scope")], value=ast.Constant(value=str(scope))):
                    yield scope


def test_every_kind_that_a_view_names_has_its_limit_and_the_other_way_round() -> None:
    assert set(scopes()) | FOR_ALL_VIEWS == set(THROTTLES)


def test_the_framework_is_given_every_limit() -> None:
    assert set(settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]) == set(THROTTLES)


def test_the_limits_are_read_as_requests_in_seconds() -> None:
    assert {name: SimpleRateThrottle.parse_rate(None, each.rate) for name, each in THROTTLES.items()} == {
        "anon": (60, 60),
        "user": (600, 60),
        "login": (10, 60),
        "claim": (30, 60),
        "objection": (5, 60),
        "upload": (60, 60),
        "calculator": (600, 60),
    }

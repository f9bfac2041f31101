"""The table of limits: each scope that the code names has one, and each one is used."""

import ast
from collections.abc import Iterator
from typing import Any

from allauth.urls import urlpatterns
from django.forms import FileField
from django.urls import URLResolver

from config.env import PROJECT
from config.throttles import SCOPES_OF_PAGES, THROTTLES
from tests.world.pages import addresses

OF_EVERY_REQUEST = {"visitor", "account", "body"}
WITHOUT = {
    "account_logout",
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "mfa_index",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}
"""Pages of allauth that compare no secret and send no mail."""


def scopes() -> Iterator[str]:
    """Return the throttle_scope of every view, and every scope that code charges by name."""
    for file in [*PROJECT.glob("*/api/**/*.py"), *PROJECT.glob("*/portal/**/*.py"), *PROJECT.glob("core/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Assign(targets=[ast.Name(id="throttle_scope")], value=ast.Constant(value=str(scope))):
                    yield scope
                case ast.Call(func=ast.Name(id="charge"), args=[ast.Dict(keys=[ast.Constant(value=str(scope))])]):
                    yield scope
                case ast.Call(func=ast.Name(id="charge_cost"), keywords=[ast.keyword(arg="scope", value=value), *_]):
                    yield ast.literal_eval(value)


def test_every_scope_that_is_named_has_its_limit_and_the_other_way_round() -> None:
    assert {*scopes(), *SCOPES_OF_PAGES.values()} | OF_EVERY_REQUEST == set(THROTTLES)


def test_every_page_that_takes_a_file_counts_as_an_upload() -> None:
    views = {page.view for page in addresses() if page.is_form}
    takes_file = {
        view for view in views if any(isinstance(field, FileField) for field in view.form_class.base_fields.values())
    }
    assert {(view.__name__, getattr(view, "throttle_scope", "")) for view in takes_file} == {
        ("ImportList", "upload"),
        ("ImportAnswer", "upload"),
        ("EnterRepayment", "upload"),
        ("AddEvidence", "upload"),
        ("EnterAnswer", "upload"),
        ("AddFile", "upload"),
        ("Evidence", "upload"),
    }


def names(patterns: list[Any]) -> Iterator[str]:
    """Return the name of every page."""
    for entry in patterns:
        yield from names(entry.url_patterns) if isinstance(entry, URLResolver) else [entry.name]


def test_every_page_of_an_account_that_compares_a_secret_has_a_scope() -> None:
    assert set(names(urlpatterns)) - WITHOUT == set(SCOPES_OF_PAGES)

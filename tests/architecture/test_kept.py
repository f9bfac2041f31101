"""Nothing private is kept by a browser or a proxy, in a cookie, or in a message on the next page."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import resolve

from accounts.models import User
from accounts.rules.roles import STAFF_ROLES, Role
from config.env import PROJECT
from config.middleware import PUBLIC_ANSWERS
from tests.factories.contracts import acting
from tests.factories.parties import authority, user
from tests.world.addresses import ADDRESSES, path_of

pytestmark = pytest.mark.django_db
OWN_COOKIES = {"csrftoken", "device", "django_language", "messages", "sessionid"}
UNUSED = {"login_code_sent", "phone_verification_sent", "phone_verified"}
"""Messages of allauth about sign-in codes and phones, which the site does not have."""
PERSONAL = {"email": "zhou@example.org", "recipient": "zhou@example.org", "phone": "13800000000", "name": "zhou"}


def officer() -> Client:
    """Return a browser that is signed in with every staff role and chose its party."""
    person, client = user(username="zhou"), Client()
    for role in STAFF_ROLES | {Role.EXPERT}:
        acting(authority(), role, person=person)
    client.force_login(person)
    return client


def answers(client: Client) -> Iterator[tuple[str, Any]]:
    """Yield every address with its answers to a GET and to a POST."""
    for route in ADDRESSES:
        for method in ("get", "post"):
            yield route, getattr(client, method)(path_of(route))


def is_kept(answer: Any) -> bool:
    return "no-store" not in answer.headers.get("Cache-Control", "")


def test_what_a_visitor_may_keep_is_listed() -> None:
    kept = {resolve(path_of(route)).view_name for route, answer in answers(Client()) if is_kept(answer)}
    assert kept == PUBLIC_ANSWERS


def test_nothing_is_kept_of_a_signed_in_user() -> None:
    assert [route for route, answer in answers(officer()) if is_kept(answer)] == []


def test_cookies_are_ours_and_say_nothing_of_their_owner() -> None:
    client = officer()
    list(answers(client))
    assert set(client.cookies) <= OWN_COOKIES
    assert not [cookie for cookie in client.cookies.values() if "zhou" in cookie.value]


def nodes() -> list[tuple[str, ast.AST]]:
    """Return every syntax node of the kernel and of the apps with pages, with the path of its file."""
    folders = [
        PROJECT / "core",
        *(folder.parent for folder in PROJECT.glob("*/portal") if folder.parent.name != "core"),
    ]
    return [
        (str(file.relative_to(PROJECT)), node)
        for file in sorted(each for folder in folders for each in folder.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
    ]


def is_constant(node: ast.expr) -> bool:
    """Whether an expression is a text of the code, translated or not, or one of two such texts."""
    if isinstance(node, ast.IfExp):
        return is_constant(node.body) and is_constant(node.orelse)
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "gettext", "gettext_lazy"):
        return all(is_constant(each) for each in node.args)
    return isinstance(node, ast.Constant)


def values_of_done(page: ast.ClassDef) -> Iterator[ast.expr]:
    """Yield what a page's `done` may be: the attribute, or the answers of the property."""
    for node in page.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="done")], value=value)
                | ast.AnnAssign(target=ast.Name(id="done"), value=ast.expr() as value)
            ):
                yield value
            case ast.FunctionDef(name="done"):
                yield from (
                    each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value is not None
                )


def test_pages_send_constant_messages_only() -> None:
    calls = [
        (path, ast.unparse(node))
        for path, node in nodes()
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("messages.")
    ]
    assert calls == [
        ("accounts/portal/sign_up.py", "messages.success(request, _('账号已开通，请登录。'))"),
        ("core/web/pages.py", "messages.success(request, str(self.done))"),
    ]
    assert len({path for path, _ in nodes() if "/portal/" in path}) > 100


def test_what_a_page_says_after_its_act_is_constant() -> None:
    said = [
        (path, value)
        for path, node in nodes()
        if isinstance(node, ast.ClassDef) and ("/portal/" in path or path.startswith("core/web/"))
        for value in values_of_done(node)
    ]
    assert len(said) > 120
    assert [(path, ast.unparse(value)) for path, value in said if not is_constant(value)] == []


@pytest.mark.parametrize("folder", ["account", "mfa"])
def test_messages_of_allauth_name_nobody(folder: str) -> None:
    for file in (Path(allauth.__file__).parent / "templates" / folder / "messages").glob("*.txt"):
        text = render_to_string(f"{folder}/messages/{file.name}", {**PERSONAL, "user": User(username="zhou")})
        assert file.stem in UNUSED or not [value for value in PERSONAL.values() if value in text], file.name

"""Every link of every page is answered, and every step that a page offers is one its reader may take now."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.urls import resolve

from accounts.rules.roles import Role
from core.values.actors import Actor
from redemptions.models import Redemption
from tests.world.pages import Browser, addresses, content, fields_for, filled, own_things
from tests.world.things import Thing, World

BY_NAME = {page.name: page for page in addresses()}
GUARDED = [page for page in BY_NAME.values() if page.is_guarded]
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)"')
NOT_NOW = frozenset(
    {
        "illegal_state",
        "same_person",
        "conflict_of_interest",
        "denied",
        "not_found",
        "batch_empty",
        "last_manager",
        "staff_no_membership",
        "second_factor_none",
        "reset_open",
    }
)
"""Refusals that the page could have known before it offered the step."""
MOST = 8
"""The most links to pages of one name that are followed for one reader."""
EVERYBODYS = ("/parties/choose/", "/open-units/")
"""Pages for everybody, which offer some steps only to a part of those who are signed in."""
OUTSIDE = ("/api/", "/static/", "/account/")


@pytest.fixture(scope="module")
def browser(world: World) -> Browser:
    return Browser()


def _opened(world: World, role: Role) -> Iterator[tuple[Actor, str]]:
    """Return the pages that the role may open: every row of those without a form, which offer the steps."""
    yield from ((world.actor(role), path) for path in EVERYBODYS)
    for page in GUARDED:
        if role in page.roles and not page.is_form:
            for actor, thing in own_things(world, page, role):
                yield actor, page.path(thing) + page.about(world)


def _links(answer: Any) -> set[str]:
    main = content(answer).decode().partition('<main id="main"')[2].partition("</main>")[0]
    return {unescape(each) for each in LINK.findall(main) if not each.startswith(OUTSIDE)}


def _offers(world: World, browser: Browser, role: Role) -> dict[tuple[Actor, str], str]:
    """Return (actor, address) → a page that links to it, for every link in the main part of the role's pages.

    Without the addresses of those pages themselves, which were just answered.
    """
    found: dict[tuple[Actor, str], str] = {}
    answered = set()
    for actor, path in _opened(world, role):
        answer = browser.get(actor, path)
        if answer.status_code != 200:
            continue
        answered.add((actor, path))
        if answer.headers["Content-Type"].startswith("text/html"):
            for link in _links(answer):
                found.setdefault((actor, link), path)
    return {offer: where for offer, where in found.items() if offer not in answered}


def _refused(browser: Browser, world: World, actor: Actor, path: str, opened: Any) -> set[str]:
    """Return the codes with which a step that a page offered is refused because of the state or the person."""
    match = resolve(path.partition("?")[0])
    page = BY_NAME.get(match.url_name or "")
    if page is None or not page.is_form:
        return set()
    thing = Thing(ids={"pk": match.kwargs.get("pk", 0)})
    fields = {**filled(opened), **fields_for(page, world, thing)}
    answer = browser.post(actor, path, fields)
    if answer.status_code in (403, 404):
        return {str(answer.status_code)}
    return NOT_NOW & set(re.findall(r'data-code="([a-z_0-9]+)"', content(answer).decode()))


@pytest.mark.parametrize("role", sorted(Role))
def test_every_link_and_every_offered_step_is_for_the_one_who_sees_it(world, browser, role):
    wrong, tried = [], Counter[tuple[Actor, str]]()
    for (actor, path), where in _offers(world, browser, role).items():
        name = resolve(path.partition("?")[0]).url_name or ""
        tried[actor, name] += 1
        if tried[actor, name] > MOST:
            continue
        opened = browser.get(actor, path)
        if opened.status_code not in (200, 302):
            wrong.append(f"{where} links to {path}: {opened.status_code}")
        elif opened.status_code == 200 and (codes := _refused(browser, world, actor, path, opened)):
            wrong.append(f"{where} offers {path}: {sorted(codes)}")
    assert wrong == []


def test_a_step_that_is_over_would_be_found(world, browser):
    """The control: the formal check of a draft is refused by its state, so a link to it would be reported."""
    drafted = Redemption.objects.filter(state="draft").first()
    actor = world.actor(Role.CASE_OFFICER)
    path = f"/redemptions/{drafted.pk}/accept/"
    assert _refused(browser, world, actor, path, browser.get(actor, path)) == {"illegal_state"}

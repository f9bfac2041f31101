"""A page of the menu is named everywhere as the menu of the reader names it: its heading, the trails of pages below it."""

import re

import pytest
from django.urls import resolve, reverse

from core.web.menu import MENU, ROLES
from tests.world.pages import Browser, content
from tests.world.things import World

READERS = {words.audience: role for role, words in ROLES.items()}
"""One role of each audience."""
ENTRIES = [(READERS[audience], name) for audience, name in MENU if audience != "public"]
WITH_THEIR_OWN = {"dashboard", "profile", "public_search", "member_list"}
"""Pages headed by the party's name, or shown to the public as well."""


@pytest.fixture(scope="module")
def browser(world: World) -> Browser:
    return Browser()


@pytest.mark.parametrize(("role", "name"), [entry for entry in ENTRIES if entry[1] not in WITH_THEIR_OWN])
def test_a_page_is_headed_as_in_the_menu(world, browser, role, name):
    answer = browser.get(world.actor(role), reverse(name))
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", content(answer).decode(), re.DOTALL)
    label = MENU[ROLES[role].audience, name].label
    assert (answer.status_code, re.sub(r"<[^>]+>", "", heading[1]).strip()) == (200, str(label))


TRAIL = re.compile(r'<nav class="trail".*?</nav>', re.DOTALL)
STEP = re.compile(r'<a href="([^"]+)">(.*?)</a>', re.DOTALL)
BELOW = {"coupon": "coupon", "contract": "service_contract", "redemption": "redemption", "party": "party"}
"""Kind of row → its page, below a list that audiences name differently."""


@pytest.mark.parametrize("kind", BELOW)
def test_the_trail_of_a_page_names_its_list_as_the_menu_does(world, browser, kind):
    compared = 0
    for role in READERS.values():
        page = reverse(BELOW[kind], args=[world.things(kind)[0].ids["pk"]])
        answer = browser.get(world.actor(role), page)
        trail = TRAIL.search(content(answer).decode()) if answer.status_code == 200 else None
        for url, label in STEP.findall(trail[0]) if trail else ():
            listed = MENU.get((ROLES[role].audience, resolve(url).url_name))
            compared += listed is not None
            assert listed is None or label == str(listed.label), (role, url)
    assert compared > 0

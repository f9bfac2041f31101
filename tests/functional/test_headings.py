"""A page of the menu is headed as the menu of the reader names it."""

import re

import pytest
from django.urls import reverse

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

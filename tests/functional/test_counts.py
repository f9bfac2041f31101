"""A number on a first page has the same parts as the list that it leads to."""

import re
from html import unescape

import pytest

from accounts.rules.roles import Role
from tests.world.pages import Browser, content

CARD = re.compile(r'stretched-link" href="([^"]+)">[^<]*</a></p>\s*<p class="stat-value">(\d+)<span class="stat-unit">')
LINE = re.compile(r'<li>(?:<span>)?<a href="([^"]+)">.*?</li>', re.S)
COUNT = re.compile(r'class="num">(\d+)<|(\d+) 项')
ELSEWHERE = ("/orders/prepare/", "/jobs/", "/hand-overs/", "/members/")
"""Addresses that are no list of the rows counted."""


@pytest.fixture(scope="module")
def browser(world):
    return Browser()


def _counts(page):
    """Return address → number for every card and line of a first page that leads to a list."""
    main = page.partition('<main id="main"')[2].partition("</main>")[0]
    found = {}
    for line in LINE.finditer(main):
        if number := COUNT.search(line[0]):
            found[unescape(line[1])] = int(number[1] or number[2])
    found |= {unescape(url): int(number) for url, number in CARD.findall(main)}
    return {url: number for url, number in found.items() if not url.startswith(ELSEWHERE)}


def _rows(browser, actor, url):
    """Return the number of rows of a list, page by page."""
    answer = browser.get(actor, url)
    page, rows = answer.context["page"], 0
    while True:
        rows += len(page.rows)
        if not page.next_key:
            return rows
        page = browser.get(actor, f"{url}{'&' if '?' in url else '?'}after={page.next_key}").context["page"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.EXPERT}))
def test_every_number_is_that_of_its_list(world, browser, role):
    actor = world.actor(role)
    counts = _counts(content(browser.get(actor, "/dashboard/")).decode())
    assert counts
    assert {url: _rows(browser, actor, url) for url in counts} == counts

"""A number on a page, a count or a sum, has the same parts as the list that it leads to."""

import re
from html import unescape
from urllib.parse import urljoin

import pytest

from accounts.rules.roles import Role
from core.templatetags.formatting import money, plain_money, wan
from core.values.money import total
from oversight.rules.stages import Stage, next_stage
from oversight.selectors.stages import map_chains
from redemptions.models import RedemptionBatch
from redemptions.selectors.batches import NOTICE_OVER, TO_APPROVE, TO_CLEAR, search_batches, sum_decided
from redemptions.selectors.second_persons import must_not_approve, must_not_clear
from tests.factories.batches import someone
from tests.factories.pages import Visitor, text
from tests.world.entries import enter_one_of_each
from tests.world.pages import Browser, content
from tests.world.savepoints import undone
from tests.world.things import NOW, TODAY

CARD = re.compile(
    r'stretched-link" href="([^"]+)">([^<]*)</a></p>\s*<p class="stat-value">([^<]+)<span class="stat-unit">([^<]*)</span>'
    r'(?:(?!stat-label).)*?(?:<p class="stat-hint">([^<]*)</p>)?\s*</div>\s*</div>',
    re.S,
)
LINE = re.compile(r'<li>(?:<span>)?<a href="([^"]+)">.*?</li>', re.S)
COUNT = re.compile(r'class="num">(\d+)<|(\d+) 项')
OTHERWISE = {
    "/orders/prepare/": lambda context, title: len(context["rows"]),
    "/jobs/": lambda context, title: context["dead"],
    "/jobs/?state=failed": lambda context, title: len(context["jobs"]),
}
"""Address that is no list → how the rows counted by a line or card with a title are counted there."""
AMOUNTS = {"元": plain_money, "万元": wan}
"""Unit of a card → how its amount is written."""
SUMS = {
    "累计兑现": "payable",
    "周期结余": "free",
    "已批准待拨付": "approved",
    "已拨付": "paid",
    "预算": "budget",
    "待到账资金": "amount",
    "累计到账": "amount",
}
"""Card with an amount → the column of its list that it adds up."""
HINTS = {"在办创新券": "amount", "在办合同": "coupon_total", "在办兑现申请": "payable"}
"""Card with a count → the column of its list whose sum its hint says, on the first pages of parties."""
PAGES = [("/dashboard/", role) for role in sorted(set(Role) - {Role.EXPERT})]
PAGES += [("/payments/", Role.UNIT_MANAGER), ("/payments/", Role.UNIT_OPERATOR)]


@pytest.fixture(scope="module")
def browser(world):
    return Browser()


def _main(browser, actor, path):
    page = content(browser.get(actor, path)).decode()
    return page.partition('<main id="main"')[2].partition("</main>")[0]


def _lines(main):
    """Return (address, text) → number for every line that leads to a list."""
    found = {}
    for line in LINE.finditer(main):
        if number := COUNT.search(line[0]):
            found[unescape(line[1]), line[0]] = int(number[1] or number[2])
    return found


def _count(browser, actor, url, title):
    """Return how many rows an address shows of those that a title counts."""
    if url in OTHERWISE:
        return OTHERWISE[url](browser.get(actor, url).context, title)
    return len(_rows(browser, actor, url))


def _rows(browser, actor, url):
    """Return the rows of a list, page by page."""
    answer = browser.get(actor, url)
    page, rows = answer.context["page"], []
    while True:
        rows += page.rows
        if not page.next_key:
            return rows
        page = browser.get(actor, f"{url}{'&' if '?' in url else '?'}after={page.next_key}").context["page"]


def _expected(label, unit, hint, rows):
    """Return the value and the hint that a card must have for these rows."""
    if unit in AMOUNTS:
        return AMOUNTS[unit](total(getattr(row, SUMS[label]) for row in rows)), hint
    if label in HINTS and hint:
        assert money(total(getattr(row, HINTS[label]) for row in rows)) in hint, (label, hint)
    return str(len(rows)), hint


@pytest.mark.parametrize(("path", "role"), PAGES)
def test_every_number_is_that_of_its_list(world, browser, path, role):
    actor = world.actor(role)
    main = _main(browser, actor, path)
    lines = _lines(main) if path == "/dashboard/" else {}
    cards = CARD.findall(main)
    assert lines or cards
    assert {line: _count(browser, actor, *line) for line in lines} == lines
    for url, label, value, unit, hint in cards:
        if url in OTHERWISE:
            assert value.strip() == str(_count(browser, actor, url, label)), (role, label)
            continue
        rows = _rows(browser, actor, urljoin(path, unescape(url)))
        assert (value.strip(), hint) == _expected(label, unit, hint, rows), (role, label)


SECOND_PERSONS = {
    Role.APPROVER: {
        "/policies/?state=to_approve",
        "/rounds/?state=to_announce",
        "/budget-changes/?state=to_decide",
        "/appropriations/?state=to_confirm",
        "/recoveries/?state=to_decide",
        "/recoveries/?state=to_write_off",
        "/sanctions/?state=to_decide",
        "/sanctions/?state=to_lift",
        "/objections/?state=to_decide",
        "/appeals/?state=to_decide",
        "/redemptions/?state=to_decide",
    },
    Role.CASE_OFFICER: {"/appeals/?state=to_examine"},
    Role.FINANCE: {
        "/appropriations/?state=to_confirm",
        "/payee-accounts/?state=to_confirm",
        "/recoveries/?state=to_confirm",
        "/manual-answers/?state=to_confirm",
        "/manual-answers/?state=to_confirm_match",
    },
}
"""Role → the lists of cases that it finishes as a second person, and on which `enter_one_of_each` begins one."""


def _counted(world, browser, role, *, entered_by=None):
    """Return address → number for the lines of a first page after a person began a case of every kind."""
    actor = world.actor(role)
    browser.visitor(actor)  # its session outlasts what is undone
    with undone():
        if entered_by is not None:
            enter_one_of_each(world, entered_by)
        lines = _lines(_main(browser, actor, "/dashboard/"))
        assert {line: _count(browser, actor, *line) for line in lines} == lines
    return {url: number for (url, _), number in lines.items()}


@pytest.mark.parametrize("role", sorted(SECOND_PERSONS))
def test_nobody_is_counted_what_another_must_finish(world, browser, role):
    """A case is counted for a second person, who finds it in the list, and not for the person who began it."""
    before = _counted(world, browser, role)
    own = _counted(world, browser, role, entered_by=world.actor(role).user_id)
    others = _counted(world, browser, role, entered_by=someone("auditor"))
    lists = SECOND_PERSONS[role]
    assert {url: own.get(url, 0) for url in lists} == {url: before.get(url, 0) for url in lists}
    assert {url for url in lists if others.get(url, 0) <= own.get(url, 0)} == set()


def test_the_cards_with_amounts_are_among_those_compared(world, browser):
    """Control: every amount on a first page that leads to a list is in the table above, and each is seen."""
    labels = set()
    for path, role in PAGES:
        labels |= {card[1] for card in CARD.findall(_main(browser, world.actor(role), path)) if card[3] in AMOUNTS}
    assert labels == set(SUMS)


def test_the_addresses_without_a_list_are_among_those_compared(world, browser):
    """Control: each of them is counted on a first page."""
    mains = [_main(browser, world.actor(role), path) for path, role in PAGES]
    urls = {
        url
        for main in mains
        for url in [*(line[0] for line in _lines(main)), *(card[0] for card in CARD.findall(main))]
    }
    assert {*OTHERWISE, "/hand-overs/?state=to_take"} - urls == set()


def _next_stage(batch_id):
    [chain] = map_chains(subject_kind="batch", subject_ids=[batch_id]).values()
    rule = next_stage(chain, amount=sum_decided([batch_id])[batch_id])
    return rule and rule.stage


@pytest.mark.parametrize(
    ("wanted", "state", "stage", "must_not"),
    [
        (TO_CLEAR, "summarised", Stage.CLEAR, must_not_clear),
        (TO_APPROVE, NOTICE_OVER, Stage.APPROVE, must_not_approve),
    ],
)
def test_the_batches_for_a_person_are_those_that_the_service_lets_them_take(world, wanted, state, stage, must_not):
    for role in (Role.CASE_OFFICER, Role.DEPUTY_OFFICER, Role.APPROVER):
        actor = world.actor(role)
        found = set(search_batches(actor, state=wanted, on=TODAY).values_list("pk", flat=True))
        rows = RedemptionBatch.objects.filter(pk__in=search_batches(actor, state=state, on=TODAY).values("pk"))
        waiting = {pk for pk in rows.values_list("pk", flat=True) if _next_stage(pk) == stage}
        assert waiting
        assert found == {
            row.pk for row in rows if row.pk in waiting and not must_not(row, user_id=actor.user_id, at=NOW)
        }


@pytest.mark.parametrize("query", ["state=nonsense", "state=nonsense&format=xlsx"])
def test_an_unknown_filter_lists_nothing_and_says_so(world, browser, query):
    answer = browser.get(world.actor(Role.CASE_OFFICER), f"/redemptions/?{query}")
    page = content(answer).decode()
    assert (answer.status_code, answer.context["page"].rows, "没有按此筛选" in page) == (422, [], True)


@pytest.mark.parametrize("path", ["/services/?category=nonsense", "/open-units/?category=nonsense"])
def test_the_public_searches_say_so_too(world, path):
    answer = Visitor().get(path)
    assert (answer.status_code, len(answer.context["page"].rows), "没有按此筛选" in text(answer)) == (422, 0, True)

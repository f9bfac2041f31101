"""No page, export, event or notification shows a code instead of its word, in either language."""

import re
from collections.abc import Iterable
from itertools import product

import pytest
from django.utils.translation import override

from core.messages.catalogue import event_sentence, notice
from core.models import Event, Notification
from core.web.menu import ROLES
from core.web.pages import PublicPage
from core.web.state_words import STATES
from core.web.words import SUBJECTS, WORDS, readable
from tests.world.pages import Address, Browser, addresses, content, own_things
from tests.world.things import World

GUARDED = [page for page in addresses() if page.is_guarded and not page.is_file]
LISTS = [page for page in GUARDED if page.is_list and page.view.export_name]
PUBLIC = [page for page in addresses() if page.view and issubclass(page.view, PublicPage) and not page.is_file]
CODES = frozenset({*ROLES, *SUBJECTS, *(code for kind in [*WORDS.values(), *STATES.values()] for code in kind)}) - {
    "xlsx"
}
"""Without a code that is also what people call a file."""
WORD = re.compile(r"(?<![\w.@/-])[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?![\w.@/-])")
HIDDEN = re.compile(r"<(script|style|title)\b.*?</\1>|<[^>]*>", re.DOTALL)
SHOWN = re.compile(r'\b(?:placeholder|title|aria-label|alt)="([^"]*)"')
"""Attributes that a reader sees or hears."""
TRAIL_OF_ID = re.compile(r'<nav class="trail".*?>([0-9]+)<.*?</nav>', re.DOTALL)
LANGUAGES = ("zh-hans", "en")


@pytest.fixture(scope="module")
def browser(world: World) -> Browser:
    return Browser()


def raw_codes(text: str, *, language: str) -> list[str]:
    """Return the codes in a text. English sentences use some of their words, so only those with an underscore count."""
    found = {word for word in WORD.findall(text) if word in CODES}
    return sorted(word for word in found if language == "zh-hans" or "_" in word)


def every(texts: Iterable[str], *, language: str) -> list[str]:
    return sorted({code for text in texts for code in raw_codes(text, language=language)})


def words_of(answer) -> str:
    """Return what a page shows and says: its text, and the attributes that are read out."""
    page = content(answer).decode()
    return " ".join([HIDDEN.sub(" ", page), *SHOWN.findall(page)])


def by_name(page: Address) -> str:
    return page.name


def test_a_code_is_found_in_a_text():
    assert raw_codes("单位类型 incubator_tenant", language="zh-hans") == ["incubator_tenant"]
    assert raw_codes("The unit is an enterprise, applicant_manager", language="en") == ["applicant_manager"]
    assert raw_codes("邮箱 expert@example.org，文件 contract.pdf", language="zh-hans") == []


def readers(page: Address) -> list[str]:
    """Return one role of each audience that may open the page; the others of an audience see the same."""
    return sorted({ROLES[role].audience: role for role in sorted(page.roles)}.values())


@pytest.mark.parametrize("page", GUARDED, ids=by_name)
def test_a_page_shows_words(world, browser, page):
    for role, language in product(readers(page), LANGUAGES):
        actor, thing = next(own_things(world, page, role), (None, None))
        if actor is None:
            continue
        answer = browser.get(actor, page.path(thing) + page.about(world), language=language)
        if answer.status_code == 200 and "html" in answer["content-type"]:
            assert raw_codes(words_of(answer), language=language) == [], role


@pytest.mark.parametrize("page", PUBLIC, ids=by_name)
def test_a_public_page_shows_words(world, browser, page):
    thing = next(iter(world.things(page.kind)), None) if page.kind else None
    for language in LANGUAGES:
        answer = browser.get(None, page.path(thing) + page.about(world), language=language)
        if answer.status_code == 200 and "html" in answer["content-type"]:
            assert raw_codes(words_of(answer), language=language) == []


@pytest.mark.parametrize("page", LISTS, ids=by_name)
def test_an_export_shows_words(world, browser, page):
    for role, language in product(readers(page), LANGUAGES):
        answer = browser.get(world.actor(role), page.path(), language=language, format="csv")
        text = content(answer).decode("utf-8-sig") if answer.status_code == 200 else ""
        assert raw_codes(text, language=language) == [], role


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_and_notifications_show_words(world, language):
    with override(language):
        events = [
            event_sentence(each.type, readable(each.type, each.data), language=language) for each in Event.objects.all()
        ]
        sent = [
            notice(each.kind, readable(each.kind, each.params), language=language)
            for each in Notification.objects.all()
        ]
    assert (len(events) > 100, len(sent) > 10) == (True, True)
    assert every(events, language=language) == []
    assert every([f"{each.title} {each.body}" for each in sent], language=language) == []


def test_the_kind_of_thing_of_each_event_has_a_word(world):
    assert set(Event.objects.values_list("subject_kind", flat=True)) - set(SUBJECTS) == set()


@pytest.mark.parametrize("page", GUARDED, ids=by_name)
def test_a_trail_names_a_thing_by_its_number(world, browser, page):
    role = readers(page)[0]
    actor, thing = next(own_things(world, page, role), (None, None))
    if actor is not None:
        answer = browser.get(actor, page.path(thing) + page.about(world), language="zh-hans")
        assert TRAIL_OF_ID.findall(content(answer).decode() if "html" in answer["content-type"] else "") == []

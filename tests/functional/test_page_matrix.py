"""Role × page × tenant: every role at every page of the URL table, opened and submitted, with an own row, another party's and
an absent one. No answer contains data of another tenant.

The pages come from the URL table and the permissions tables, so a new one is in the matrix automatically.
"""

import csv
import io
import re
import zipfile
from collections import defaultdict
from typing import Any

import pytest
from django.http import HttpResponse
from python_calamine import CalamineWorkbook

from accounts.rules.roles import STAFF_ROLES, Role
from core.values.actors import Actor
from core.web.pages import ACTING_PARTY, PublicPage
from tests.world.matrix import EVERYBODYS, OF_A_PERSON
from tests.world.pages import Address, Browser, addresses, content, fields_for, filled, own_things, seen
from tests.world.savepoints import undone
from tests.world.things import Tenant, Thing, World
from vouchers.models import ServiceContract

PAGES = addresses()
GUARDED = [page for page in PAGES if page.is_guarded]
ABOUT_ONE = [page for page in GUARDED if page.kind and page.kind not in EVERYBODYS]
LISTS = [page for page in GUARDED if page.is_list]
FORMS = [page for page in GUARDED if page.is_form]
PUBLIC = [page for page in PAGES if page.view and issubclass(page.view, PublicPage)]
PERSONAL = [page for page in PAGES if page.route.startswith("account/") or page.name == "choose_party"]
WITHOUT_PAGE = {"health-live", "health-ready", "set_language"}
WITHOUT_WORDS = {
    "certificate_imports",
    "reconciliation_year",
    "ledger",
    "run_list",
    "order_list",
    "batch_list",
    "round_list",
    "event_list",
    "objection_list",
    "interest_list",
}
"""Lists without a cell that begins with text from outside the authority."""
LATER = {"order_file"}
"""Pages that not the first row of their kind has: the order is sent."""
WATCHED = frozenset({Role.APPLICANT_MANAGER, Role.UNIT_MANAGER, Role.EXPERT, Role.AUDITOR})
"""One role of each side; the others see no more."""
PUBLISHED_ON = {"objection_file", "project_request"}
"""Protected pages that show units or publicised data, as public pages do."""


@pytest.fixture(scope="module")
def browser(world: World) -> Browser:
    return Browser()


def by_name(page: Address) -> str:
    return page.name


def secrets(tenant: Tenant) -> list[str]:
    """Return the marks that only the tenant's two sides and the authority may read."""
    return [tenant.mark.secret, tenant.mark.digits, str(tenant.firm.uscc), *_written(tenant.mark.coupon)]


def published(tenant: Tenant) -> list[str]:
    """Return the marks of published data."""
    return [tenant.mark.published, str(tenant.unit.party.uscc), *_written(tenant.mark.paid)]


def _written(amount: str) -> list[str]:
    """An amount and its double, the amount of the contract, as pages and files write them."""
    return [f"{float(amount) * times:{form}}" for times in (1, 2) for form in (".2f", ",.2f")]


def text_of(answer: Any) -> str:
    """Return the whole text of an answer, with headers and unpacked files."""
    data = content(answer)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = b"".join(book.read(name) for name in book.namelist())
    return f"{answer.headers}{data.decode(errors='replace')}"


def assert_nothing_of(tenant: Tenant, answer: Any, page: Address) -> None:
    words = secrets(tenant) + ([] if page in PUBLIC or page.name in PUBLISHED_ON else published(tenant))
    text = text_of(answer)
    assert not [word for word in words if word in text], page.name


def strangers(world: World, page: Address) -> list[Actor]:
    """Return every actor who may open the page for own rows only."""
    roles = page.roles - STAFF_ROLES - ({Role.EXPERT} if page.kind in OF_A_PERSON else set())
    return [actor for role in sorted(roles) for actor in world.seats(role)]


def foreign_things(world: World, page: Address) -> list[Thing]:
    """Return rows of the other tenant, and of the authority alone."""
    if page.kind in OF_A_PERSON:
        return [Thing(ids={"pk": OF_A_PERSON[page.kind](world.actor(Role.AUDITOR))})]
    return world.other.things.get(page.kind, []) + world.shared.get(page.kind, [])


def test_every_page_is_in_the_matrix():
    assert len(GUARDED) > 100 and len(FORMS) > 60 and len(LISTS) > 14
    assert {page.kind for page in ABOUT_ONE} > {"coupon", "contract", "redemption", "payment", "attachment"}
    known = [*GUARDED, *PUBLIC, *PERSONAL]
    assert {page.name for page in PAGES if page not in known} == WITHOUT_PAGE


@pytest.mark.parametrize("page", GUARDED, ids=by_name)
def test_who_lacks_the_role_is_denied_whatever_it_is_about(world, browser, page):
    for number, role in enumerate(sorted(set(Role) - page.roles)):
        actor, path = world.actor(role), page.path(next(own_things(world, page, role), (None, None))[1])
        asked = (
            [(browser.get, path)] if number else [(browser.get, path), (browser.get, page.path()), (browser.post, path)]
        )
        answers = {seen(ask(actor, each), each) for ask, each in asked}
        assert ({status for status, _ in answers}, len(answers)) == ({403}, 1), role


@pytest.mark.parametrize("page", GUARDED, ids=by_name)
def test_who_has_the_role_sees_what_is_his_and_nothing_of_others(world, browser, page):
    statuses = set()
    for role in sorted(page.roles):
        most = (
            1 if role not in WATCHED and page.name not in LATER else 3 if page.is_form or role in STAFF_ROLES else None
        )
        for actor, thing in [*own_things(world, page, role)][:most]:
            answer = browser.get(actor, page.path(thing) + page.about(world))
            statuses.add(answer.status_code)
            if role not in STAFF_ROLES:
                assert_nothing_of(world.other, answer, page)
    assert statuses <= {200, 302, 404}
    assert 200 in statuses


SHOWN_AT_ONCE = {"objection_contact"}
"""Forms whose answer shows what was asked for, so that it is in no message or cookie."""


@pytest.mark.parametrize("page", FORMS, ids=by_name)
def test_a_form_does_for_the_right_one_what_it_is_for(world, browser, page):
    statuses = defaultdict(list)
    for role in sorted(page.roles):
        ready_first = sorted(own_things(world, page, role), key=lambda pair: not (pair[1] and pair[1].body))
        for actor, thing in ready_first:
            answer = send(world, browser, page, actor, thing)
            statuses[answer.status_code].append(role)
            if role not in STAFF_ROLES:
                assert_nothing_of(world.other, answer, page)
        if 303 in statuses or page.name in SHOWN_AT_ONCE:
            break
    assert (200 if page.name in SHOWN_AT_ONCE else 303) in statuses, statuses


def send(world: World, browser: Browser, page: Address, actor: Actor, thing: Thing | None) -> Any:
    """Return the answer to the page's form, filled in."""
    path = page.path(thing) + page.about(world)
    opened = browser.get(actor, path)
    if opened.status_code != 200:
        return opened
    with undone():
        return browser.post(actor, path, {**filled(opened), **fields_for(page, world, thing)})


@pytest.mark.parametrize("page", ABOUT_ONE, ids=by_name)
def test_anothers_thing_is_like_an_absent_one(world, browser, page):
    for actor in strangers(world, page):
        absent = browser.get(actor, page.path())
        assert absent.status_code == 404
        things = foreign_things(world, page)
        for thing in things if actor in world.seats(min(actor.roles))[:1] else things[:1]:
            path = page.path(thing)
            assert seen(browser.get(actor, path), path) == seen(absent, page.path()), (actor.roles, thing)


@pytest.mark.parametrize("page", [page for page in ABOUT_ONE if page.is_form], ids=by_name)
def test_nothing_is_done_to_anothers_thing(world, browser, page):
    for role in sorted(page.roles - STAFF_ROLES):
        for actor, own in own_things(world, page, role):
            opened = browser.get(actor, page.path(own))
            if opened.status_code != 200:
                continue
            fields = filled(opened)
            absent = browser.post(actor, page.path(), fields)
            assert absent.status_code == 404
            for thing in foreign_things(world, page):
                path = page.path(thing)
                assert seen(browser.post(actor, path, fields), path) == seen(absent, page.path()), (role, thing)
            break


@pytest.mark.parametrize("page", LISTS, ids=by_name)
def test_lists_searches_and_exports_hold_the_own_and_never_anothers(world, browser, page):
    for role in sorted(page.roles & WATCHED - STAFF_ROLES):
        for actor in world.seats(role):
            for query in queries(world, page):
                answer = browser.get(actor, page.path(), **query)
                assert answer.status_code == 200
                assert_nothing_of(world.other, answer, page)
                assert "text" not in query or not rows_of(answer), (role, query)


def queries(world: World, page: Address) -> list[dict[str, str]]:
    """Return every query: page, exports, and searches for the other tenant's marks; a page repeats its query."""
    kinds = [{"format": kind} for kind in ("csv", "xlsx")] if page.view.export_name else []
    words = (world.other.mark.secret, world.other.mark.published) if "text" in page.view.form_class.base_fields else ()
    return [{}, *kinds, *({"text": word, "format": "csv"} for word in words if kinds)]


def rows_of(answer: Any) -> list[str]:
    """Return the rows of a csv without its heading."""
    return content(answer).decode().splitlines()[1:]


@pytest.mark.parametrize("page", [page for page in LISTS if page.view.export_name], ids=by_name)
def test_exports_show_what_people_wrote_as_text(world, browser, page):
    actor = world.actor(Role.AUDITOR if Role.AUDITOR in page.roles else min(page.roles))
    paths = [page.path(thing) for thing in world.things(page.kind)] if page.kind else [page.path()]
    path = next((each for each in paths if rows_of(browser.get(actor, each, format="csv"))), paths[0])
    table = content(browser.get(actor, path, format="csv")).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert not [
        cell for cell in cells if re.match(r"[=+\-@＝＋－＠\t\r\n]", cell) and not re.fullmatch(r"-?[\d.]+", cell)
    ]
    book = content(browser.get(actor, path, format="xlsx"))
    assert "<f>" not in text_of(HttpResponse(book)) and "<f " not in text_of(HttpResponse(book))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    written = [str(cell) for row in rows for cell in row if str(cell).startswith(("=", "+", "-", "@"))]
    assert {f"'{text}" for text in written} <= set(cells)
    assert written or page.name in WITHOUT_WORDS


@pytest.mark.parametrize("page", PUBLIC, ids=by_name)
def test_public_pages_tell_only_what_is_published(world, browser, page):
    things = world.things(page.kind) + world.other.things.get(page.kind, []) if page.kind else [None]
    for actor in (None, world.actor(Role.APPLICANT_OPERATOR), world.actor(Role.UNIT_OPERATOR)):
        answers = [browser.get(actor, page.path(thing)) for thing in things]
        assert {answer.status_code for answer in answers} <= {200, 302, 404}
        for answer in answers:
            assert_nothing_of(world.other, answer, page)


@pytest.mark.parametrize("page", PERSONAL, ids=by_name)
def test_pages_of_ones_own_account_tell_nothing_of_others(world, browser, page):
    for role in (Role.APPLICANT_MANAGER, Role.UNIT_OPERATOR, Role.EXPERT):
        assert_nothing_of(world.other, browser.get(world.actor(role), page.path()), page)


@pytest.mark.parametrize(
    "page", [page for page in GUARDED if page.name in ("dashboard", "contract", "coupon_list")], ids=by_name
)
def test_another_party_cannot_be_chosen(world, browser, page):
    client = browser.visitor(world.actor(Role.APPLICANT_OPERATOR)).client
    with undone():
        session = client.session
        session[ACTING_PARTY] = world.other.firm.pk
        session.save()
        answers = [client.get(page.path()), client.post("/parties/choose/", {"party": world.other.firm.pk})]
    assert [(each.status_code, each.headers.get("Location", "")) for each in answers] == [
        (302, f"/parties/choose/?next={page.path()}"),
        (404, ""),
    ]


@pytest.mark.parametrize("name", ["service_contract_list", "redemption_list", "coupon_list", "payment_list"])
def test_the_marks_are_there_for_those_who_may_read_them(world, browser, name):
    """What the other tests look for is really written on pages and in files."""
    [page] = [page for page in LISTS if page.name == name]
    for kind in ({}, {"format": "csv"}, {"format": "xlsx"}):
        text = text_of(browser.get(world.actor(Role.AUDITOR), page.path(), **kind))
        for tenant in (world.own, world.other):
            assert [word for word in secrets(tenant) + published(tenant) if word in text], (name, kind)


def test_without_its_guard_a_list_shows_what_is_anothers(world, browser, monkeypatch):
    """Control: where a selector forgets the party, the matrix sees it."""
    [page] = [page for page in LISTS if page.name == "service_contract_list"]
    monkeypatch.setattr("vouchers.portal.unit_contracts.search_unit_contracts", lambda actor, **_: every_contract())
    with pytest.raises(AssertionError, match="service_contract_list"):
        assert_nothing_of(world.other, browser.get(world.actor(Role.UNIT_OPERATOR), page.path()), page)


def every_contract() -> Any:
    return ServiceContract.objects.select_related("applicant", "unit__party")

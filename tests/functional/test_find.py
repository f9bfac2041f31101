"""The box at the top of every page finds an object by its number."""

import pytest
from django.utils.module_loading import import_string

from accounts.models import Party
from accounts.rules.roles import Role
from core.messages.object_numbers import NUMBERS
from core.values.actors import Actor
from core.values.object_numbers import ObjectNumber, Series, parse_object_number
from core.web.object_pages import object_url
from redemptions.models import Redemption
from tests.world.pages import Browser, content
from tests.world.things import World
from vouchers.models import ServiceContract


@pytest.fixture(scope="module")
def browser(world: World) -> Browser:
    return Browser()


@pytest.mark.parametrize("series", Series)
def test_a_number_leads_to_the_page_that_shows_it(world, browser, series):
    officer = world.actor(Role.CASE_OFFICER)
    number = import_string(NUMBERS[series].visible)(officer).order_by("pk").first().number
    found = browser.get(officer, "/find/", number=f" {number.lower()} ")
    page = browser.get(officer, found["location"])
    assert (found.status_code, page.status_code, number in content(page).decode()) == (302, 200, True)


def test_a_contract_has_a_page_for_each_side(world, browser):
    contract = world.own.things["contract"][0].ids["pk"]
    number = ServiceContract.objects.get(pk=contract).number
    pages = [
        browser.get(world.actor(role), "/find/", number=number)["location"]
        for role in (Role.APPLICANT_MANAGER, Role.UNIT_MANAGER)
    ]
    assert pages == [f"/contracts/{contract}/", f"/service-contracts/{contract}/"]


def test_an_object_of_another_party_is_answered_as_an_absent_one(world, browser):
    firm, other = world.actor(Role.APPLICANT_MANAGER), world.other.things["redemption"][0].ids["pk"]
    absent = ObjectNumber(series=Series.REDEMPTION, year=2026, pk=999_999)
    numbers = [Redemption.objects.get(pk=other).number, str(absent)]
    assert [browser.get(firm, "/find/", number=number).status_code for number in numbers] == [404, 404]


def test_a_number_of_another_year_is_no_number_of_the_object(world, browser):
    own = parse_object_number(Redemption.objects.order_by("pk").first().number)
    wrong = ObjectNumber(series=own.series, year=own.year - 1, pk=own.pk)
    assert browser.get(world.actor(Role.CASE_OFFICER), "/find/", number=str(wrong)).status_code == 404


def test_another_text_is_answered_with_what_numbers_look_like(world, browser):
    answer = browser.get(world.actor(Role.CASE_OFFICER), "/find/", number="电池<b>")
    text = content(answer).decode()
    assert (answer.status_code, "“电池&lt;b&gt;”不是编号" in text, "BK20" in text) == (200, True, True)


def test_a_member_finds_the_own_party_and_no_other(world, browser):
    manager, other = world.actor(Role.APPLICANT_MANAGER), world.actor(Role.UNIT_MANAGER)
    numbers = [Party.objects.get(pk=actor.party_id).number for actor in (manager, other)]
    found = [browser.get(manager, "/find/", number=number) for number in numbers]
    page = content(browser.get(manager, found[0]["location"])).decode()
    assert ([each.status_code for each in found], numbers[0] in page) == ([302, 404], True)


@pytest.mark.parametrize("path", ["rounds", "payee-accounts", "parties"])
def test_a_list_finds_one_by_its_number(world, browser, path):
    kind = {"rounds": Series.ROUND, "payee-accounts": Series.PAYEE_ACCOUNT, "parties": Series.PARTY}[path]
    row = first_of(world, kind)
    answer = browser.get(world.actor(Role.CASE_OFFICER), f"/{path}/", text=row.number.lower())
    assert [each.pk for each in answer.context["page"].rows] == [row.pk]


def first_of(world, series):
    return import_string(NUMBERS[series].visible)(world.actor(Role.CASE_OFFICER)).order_by("pk").first()


def test_who_applied_to_be_an_open_unit_finds_it_among_the_own_applications(world, browser):
    row = first_of(world, Series.UNIT_APPLICATION)
    applicant = Actor(
        user_id=row.requested_by_id, party_id=row.party_id, party_name="", roles=frozenset({Role.UNIT_MANAGER})
    )
    found = browser.get(applicant, "/find/", number=row.number)["location"]
    assert found == f"/register/unit/?text={row.number}"
    assert row.number in content(browser.get(applicant, found)).decode()


def test_who_asked_for_a_takeover_finds_it_among_the_own_ones(world, browser):
    row = first_of(world, Series.TAKEOVER)
    claimant = Actor(user_id=row.claimant_id, party_id=None, party_name="", roles=frozenset())
    assert object_url(parse_object_number(row.number), actor=claimant) == f"/takeovers/request/?text={row.number}"
    assert row.number in content(browser.get(claimant, "/takeovers/request/")).decode()


@pytest.mark.parametrize("path", ["unit-applications", "takeovers", "budget-changes", "appropriations"])
def test_a_list_finds_nothing_for_a_text_that_is_no_number_of_it(world, browser, path):
    officer = world.actor(Role.CASE_OFFICER)
    texts = [content(browser.get(officer, f"/{path}/", text=text)).decode() for text in ("", "BJ2026-0000001", "某")]
    assert ["2026-0000" in text.replace("BJ2026-0000001", "") for text in texts] == [True, False, False]

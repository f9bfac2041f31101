"""The auditor's list of events names objects by their numbers and types by their sentences, and finds by both."""

import csv
import re
from html import unescape
from io import StringIO

import pytest

from accounts.models import Party, User
from accounts.rules.roles import Role
from core.models import Event
from redemptions.models import Redemption
from tests.world.pages import Browser, content
from tests.world.things import World

ID = re.compile(r"(?<![\w-])[0-9]+$")
"""A number alone at the end: the id of something that has no number or name there."""


@pytest.fixture(scope="module")
def browser(world: World) -> Browser:
    return Browser()


def listed(world: World, browser: Browser, **query: object) -> str:
    return content(browser.get(world.actor(Role.AUDITOR), "/events/", **query)).decode()


@pytest.fixture(scope="module")
def redemption(world: World) -> Redemption:
    return Redemption.objects.get(pk=world.own.things["redemption"][0].ids["pk"])


def test_an_event_names_its_object_by_number(world, browser, redemption):
    page = listed(world, browser, subject_kind="redemption", subject_id=redemption.pk)
    assert f"兑现申请 {redemption.number}" in page


def test_a_number_alone_finds_the_events_of_its_object(world, browser, redemption):
    page = listed(world, browser, subject_id=redemption.number)
    count = Event.objects.filter(subject_kind="redemption", subject_id=redemption.pk).count()
    assert page.count(f"兑现申请 {redemption.number}") == count > 0


def test_a_number_of_another_kind_or_year_is_refused(world, browser, redemption):
    wrong = f"{redemption.number[:2]}2019{redemption.number[6:]}"
    pages = [
        listed(world, browser, subject_id=redemption.number, subject_kind="batch"),
        listed(world, browser, subject_id=wrong),
    ]
    assert ["没有这个编号。" in page for page in pages] == [True, True]


def test_an_export_names_objects_by_number(world, browser, redemption):
    text = content(
        browser.get(world.actor(Role.AUDITOR), "/events/", subject_id=redemption.number, format="csv")
    ).decode()
    assert f"兑现申请 {redemption.number}" in text


def cells(world: World, browser: Browser, role: Role, **query: object) -> list[dict[str, str]]:
    page = browser.get(world.actor(role), "/events/", format="csv", **query)
    return list(csv.DictReader(StringIO(content(page).decode("utf-8-sig"))))


def test_an_event_names_its_party_and_its_actor(world, browser):
    event = Event.objects.exclude(party_id=None).exclude(actor_id=None).exclude(data__has_key="principal").first()
    name, party = User.objects.get(pk=event.actor_id).name, Party.objects.get(pk=event.party_id)
    lines = cells(world, browser, Role.AUDITOR, type=event.type, party_id=party.number)
    line = next(line for line in lines if line["序号"] == str(event.pk))
    assert (line["主体"].lstrip("'"), line["操作人"].lstrip("'")) == (party.name, name)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMIN, Role.APPLICANT_MANAGER, Role.UNIT_MANAGER])
def test_no_event_shows_the_id_of_a_thing_or_a_person(world, browser, role):
    lines = cells(world, browser, role)
    assert len(lines) > 5
    assert {text for line in lines for text in (line["对象"], line["主体"], line["操作人"]) if ID.search(text)} == set()


def test_a_member_reads_the_names_of_the_own_party_only(world, browser):
    manager = world.actor(Role.APPLICANT_MANAGER)
    own = set(User.objects.filter(memberships__party_id=manager.party_id).values_list("name", flat=True))
    seen = {line["操作人"].removeprefix("'") for line in cells(world, browser, Role.APPLICANT_MANAGER)}
    assert (seen - own <= {"系统自动", "本单位以外的人员"}, bool(seen & own)) == (True, True)


def test_the_links_to_an_object_and_a_party_carry_their_numbers(world, browser, redemption):
    page = unescape(listed(world, browser, subject_id=redemption.number))
    party = Party.objects.get(
        pk=Event.objects.filter(subject_kind="redemption", subject_id=redemption.pk)
        .exclude(party_id=None)
        .first()
        .party_id
    )
    assert f"?subject_kind=redemption&subject_id={redemption.number}" in page
    assert f"?party_id={party.number}" in page
    assert f'value="{party.number}"' in listed(world, browser, party_id=party.number)


def test_types_are_offered_as_sentences_in_groups(world, browser):
    page = listed(world, browser)
    assert '<optgroup label="兑现批次">' in page
    assert '<option value="payment_order.prepared">编制拨款单，… 笔共 … 元</option>' in page

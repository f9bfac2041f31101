"""The auditor's list of events names objects by their numbers and types by their sentences, and finds by both."""

import pytest

from accounts.rules.roles import Role
from core.models import Event
from redemptions.models import Redemption
from tests.world.pages import Browser, content
from tests.world.things import World


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


def test_types_are_offered_as_sentences_in_groups(world, browser):
    page = listed(world, browser)
    assert '<optgroup label="兑现批次">' in page
    assert '<option value="payment_order.prepared">编制拨款单，… 笔共 … 元</option>' in page

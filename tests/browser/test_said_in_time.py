"""Pages in a browser that say a consequence before the step, not after it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.timekeeping.clock import real_now
from core.values.deadlines import beijing_day
from demonstration.contract_story import Stage
from demonstration.people import acting
from demonstration.story import Story
from tests.factories.pages import DESK, PHONE
from vouchers.models import Round
from vouchers.services.contracts import complete_contract
from vouchers.services.service_records import Work, add_service_record

pytestmark = pytest.mark.timeout(300)  # the demonstration is loaded first


@pytest.fixture(scope="module", autouse=True)
def made(site, django_db_blocker):
    """The ids of what the tests need beside the demonstration, made before the browser starts."""
    with django_db_blocker.unblock():
        yield {"unaccepted": _unaccepted_contract()}


def _unaccepted_contract():
    """A completed contract over 120,000 with coupons of 40,000 and 20,000, of which 60,000 was billed."""
    story, unit = Story(now=real_now()), acting("lab")
    current = Round.objects.earliest("pk")
    coupons = story.claim(current, "firm", "40000.00", "20000.00", days=6)
    contract = Stage(applicant="firm", unit="lab", title="镀层厚度检测").register(coupons, at=story.ago(5), days=30)
    step = {"contract_id": contract.pk, "unit_id": unit.party, "actor_id": unit.user_id, "at": story.ago(1)}
    work = Work(
        service_id=None,
        done_on=beijing_day(story.now - timedelta(days=2)),
        hours=Decimal(30),
        amount=Decimal("60000.00"),
        description="镀层厚度检测 30 件",
    )
    add_service_record(**step, work=work)
    complete_contract(**step)
    return contract.pk


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_while_an_amount_is_typed_its_rest_stands_beside_it_and_nothing_is_claimed(tab, size):
    firm = tab("firm", size)
    page = firm.page
    firm.open("/coupons/claim/")
    page.click("text=从本周期申领")
    assert (page.input_value("[name=amount]"), page.locator(".claim-rest").count()) == ("", 0)
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("[name=amount]").press_sequentially("1000")
    page.wait_for_selector(".claim-rest")
    assert "申领后本年度剩余" in page.inner_text("#claim-rest")
    page.fill("[name=amount]", "60000")
    page.wait_for_selector("#claim-rest .field-error")
    assert ("单张创新券最高" in page.inner_text("#claim-rest"), set(sent)) == (True, {"GET"})
    assert page.evaluate("document.activeElement.name") == "amount"
    assert firm.complaints == []


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_before_results_are_accepted_each_coupon_says_what_it_pays_and_what_not(tab, made, size):
    firm = tab("firm", size)
    page = firm.page
    firm.open(f"/contracts/{made['unaccepted']}/")
    page.click("text=确认成果")
    page.wait_for_selector("#coupon-shares")
    rows = [row.split() for row in page.locator("#coupon-shares tbody tr").all_inner_texts()]
    assert [[word for word in row if word.endswith(".00")] for row in rows] == [
        ["40,000.00", "30,000.00", "10,000.00"],
        ["20,000.00", "0.00", "20,000.00"],
    ]
    assert "镀层厚度检测 30 件" in page.inner_text("main")
    assert firm.complaints == []

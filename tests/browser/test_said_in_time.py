"""Pages in a browser that say a consequence before the step, not after it."""

import pytest

from tests.factories.pages import DESK, PHONE

pytestmark = pytest.mark.timeout(300)  # the demonstration is loaded first


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

"""The portal without JavaScript: a claim, an upload and a request, each by plain forms."""

import pytest

from tests import files
from tests.factories.pages import DESK

pytestmark = pytest.mark.timeout(300)  # the demonstration is loaded first


@pytest.fixture
def plain(tab):
    """Open an address in a tab that runs no scripts."""

    def opened(username, path):
        page = tab(username, DESK, scripts=False)
        assert page.open(path) == 200
        return page.page

    return opened


def test_a_coupon_is_claimed(plain):
    page = plain("firm", "/coupons/claim/")
    page.click("text=从本周期申领")
    page.fill("[name=amount]", "60000")
    page.click("main .btn-primary")
    assert page.locator("[data-code=coupon_cap]").count() == 1
    page.fill("[name=amount]", "1000")
    page.click("main .btn-primary")
    page.wait_for_url("**/coupons/*/")
    assert "¥1,000.00" in page.inner_text("main")


def test_a_claim_is_tried_first_and_the_amount_stays(plain):
    page = plain("firm", "/coupons/claim/")
    page.click("text=从本周期申领")
    page.fill("[name=amount]", "1,000")
    page.click("text=试算")
    assert "申领后本年度剩余" in page.inner_text("#claim-rest")
    page.fill("[name=amount]", "60000")
    page.click("text=试算")
    assert ("单张创新券最高" in page.inner_text("#claim-rest"), "/coupons/claim/" in page.url) == (True, True)
    page.fill("[name=amount]", "1000")
    page.click("main .btn-primary")
    page.wait_for_url("**/coupons/*/")


def test_a_document_is_uploaded_and_a_wrong_one_refused(plain):
    page = plain("new-firm", "/registration/evidence/")
    for name, data, expected in (
        ("letter.exe", b"MZ", "[role=alert]"),
        ("letter.pdf", files.pdf("授权书"), "text=letter.pdf"),
    ):
        page.set_input_files("[name=file]", {"name": name, "mimeType": "application/pdf", "buffer": data})
        page.click("main form .btn-primary")
        page.wait_for_selector(expected)


def test_a_service_is_requested(plain):
    page = plain("firm", "/services/")
    page.click("main >> text=提出合作 >> nth=0")
    page.fill("[name=title]", "无脚本的合作")
    page.fill("[name=expected_amount]", "8000")
    page.click("main .btn-primary")
    page.wait_for_url("**/projects/*/")
    assert "无脚本的合作" in page.inner_text("main")

"""Pages in a browser: signing in, claiming on a phone, no findings of axe, the console or the CSP."""

import pytest

from accounts.services.second_factor import code_at
from core.timekeeping.clock import real_now
from demonstration.people import PASSWORD, secret_of
from tests.factories.pages import DESK, PHONE

FIRST = "td.cell-title a"
"""Address that ends in `first` → selector of the first row."""

PAGES = {
    "": [
        "/",
        "/announced-rounds/",
        "/services/",
        "/open-units/first",
        "/calculator/",
        "/publicity/first",
        "/account/login/",
    ],
    "firm": [
        "/dashboard/",
        "/coupons/first",
        "/coupons/claim/",
        "/projects/first",
        "/contracts/first",
        "/redemptions/first",
    ],
    "lab": [
        "/dashboard/",
        "/unit/projects/first",
        "/service-contracts/first",
        "/redemptions/first",
        "/payments/first",
        "/payee-accounts/first",
        "/payee-accounts/enter/",
    ],
    "officer": ["/dashboard/", "/parties/first", "/redemptions/first", "/batches/first", "/rounds/", "/policies/"],
    "finance": ["/payments/", "/orders/first", "/orders/prepare/", "/payee-accounts/first"],
    "auditor": ["/dashboard/", "/events/"],
    "admin": ["/jobs/", "/jobs/runs/", "/members/"],
}

pytestmark = pytest.mark.timeout(300)  # the demonstration is loaded first


def test_signing_in_takes_a_code_that_is_right(tab):
    officer = tab()
    page = officer.page
    officer.open("/account/login/")
    page.fill("[name=login]", "officer")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.fill("[name=code]", "000000")
    page.click("main .btn-primary")
    assert page.locator(".field-error").count() == 1
    page.fill("[name=code]", code_at(secret=secret_of("officer"), moment=real_now()))
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/dashboard/")
    assert (page.inner_text("h1"), officer.complaints) == ("工作台", [])


def test_a_claim_on_a_phone_is_refused_with_its_reason_and_made_once_by_two_clicks(tab):
    firm = tab("firm", PHONE)
    page = firm.page
    firm.open("/coupons/?state=claimed")
    before = page.locator(FIRST).count()
    page.click("text=申领创新券")
    page.click("text=从本周期申领")
    page.fill("[name=amount]", "60000")
    page.click("main .btn-primary")
    page.wait_for_selector("[data-code=coupon_cap]")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.input_value("[name=amount]") == "60000"
    page.fill("[name=amount]", "1,000")
    page.dblclick("main .btn-primary")
    page.wait_for_url("**/coupons/*/")
    assert "¥1,000.00" in page.inner_text("main")
    firm.open("/coupons/?state=claimed")
    assert page.locator(FIRST).count() == before + 1
    assert [each for each in firm.complaints if "422" not in each] == []


def test_the_keyboard_alone_reaches_the_menu_and_skips_it(tab):
    visitor = tab(size=DESK)
    visitor.open("/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip-link"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("username", PAGES)
def test_nothing_is_found_on_the_pages_of(tab, username):
    found = []
    reader = tab(username)
    for address in PAGES[username]:
        path = address.removesuffix("first")
        assert reader.open(path) == 200, path
        if address != path:
            reader.page.locator(FIRST).first.click()
            reader.page.wait_for_load_state()
        for size in (DESK, PHONE):
            reader.page.set_viewport_size(size)
            found += [f"{reader.page.url} at {size['width']}: {each}" for each in reader.findings()]
    assert (found, reader.complaints) == ([], [])


LONGEST = 2_400
"""The most pixels of a redemption's page at 1440; one was 2,900 long and half empty."""
COLUMNS = "[...document.querySelectorAll('.grid-main > *')].map(each => [...each.children].at(-1).getBoundingClientRect().bottom)"


@pytest.mark.parametrize("username", ["lab", "officer"])
def test_the_page_of_a_redemption_is_short_and_fills_both_columns(tab, username):
    reader = tab(username, DESK)
    reader.open("/redemptions/?state=submitted")
    reader.page.locator(FIRST).first.click()
    reader.page.wait_for_load_state()
    height, ends = reader.page.evaluate("document.documentElement.scrollHeight"), reader.page.evaluate(COLUMNS)
    assert height < LONGEST
    assert abs(ends[0] - ends[1]) < height / 4


def test_the_bar_of_a_budget_shows_its_four_parts(tab):
    officer = tab("officer", DESK)
    officer.open("/rounds/?state=open")
    officer.page.locator(FIRST).first.click()
    officer.page.wait_for_load_state()
    labels = officer.page.locator(".money-parts").first.locator("dt").all_inner_texts()
    drawn = officer.page.locator(".stacked-bar").first.locator("rect").count()
    assert ([each.strip() for each in labels], drawn) == (["已拨付", "已批准", "占用", "可用"], 3)

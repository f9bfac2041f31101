"""A new firm's first hour in a browser: from the claim of a round through sign-up, registration and verification back to it."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client, override_settings

from accounts.services.second_factor import enrol_totp
from accounts.services.users import open_account
from core.notifications.mail import send_mails
from core.timekeeping import clock
from demonstration.people import PASSWORD
from tests import files
from tests.factories.pages import DESK, PHONE

pytestmark = pytest.mark.timeout(300)  # the demonstration is loaded first

ADDRESS = "newcomer@example.org"
CODE = "91110108X20260061H"
FACTS = {
    "name": "示例传感科技有限公司",
    "uscc": CODE,
    "established_on": "2025-05-10",
    "staff": "50",
    "annual_sales": "8,600,000",
    "total_assets": "12,000,000",
}
UNIT = {
    "name": "示例检测中心",
    "uscc": "91110108X202600889",
    "contact": "蒋示例 010-00000000",
    "introduction": "拉力试验机两台",
}
SHOWN_WIDTHS = """Promise.all([...document.querySelectorAll('.preview img')].map(
    each => each.decode().then(() => each.naturalWidth)
))"""
AS_DEMONSTRATED = {"DEMONSTRATION_PAGES": True, "ROOT_URLCONF": "config.demonstration_urls"}


def in_thread(work):
    """Return the result of database work, which Django refuses in the thread of the browser."""

    def done():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


def mailed_link():
    """Send the mails that are due; return the path of the link in the newcomer's."""
    in_thread(lambda: send_mails(at=clock.now(), progress=lambda _: None))
    [sent] = [each for each in mail.outbox if each.to == [ADDRESS]]
    return re.search(r"http://testserver(/\S+)", sent.body)[1]


def assert_sound(tab):
    """Nothing is found by axe, and nothing is wider than the window."""
    assert tab.findings() == [], tab.page.url


def sign_up(page):
    """Sign up by mail from the sign-in page, and sign in."""
    page.click("main >> text=注册账号")
    page.fill("[name=email]", ADDRESS)
    page.click("main .btn-primary")
    page.wait_for_selector("text=邮件已发出")
    page.goto(page.url.split("/account/")[0] + mailed_link())
    chosen = {"username": "newcomer", "name": "卫示例", "password": PASSWORD, "again": PASSWORD}
    for name, value in chosen.items():
        page.fill(f"[name={name}]", value)
    page.click("main .btn-primary")
    page.fill("[name=login]", "newcomer")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/parties/choose/**")


def fill_facts(tab):
    """Fill in the facts; each condition is shown beside its value before anything is sent."""
    page = tab.page
    page.select_option("[name=region]", "tianjin")
    page.wait_for_selector("#met-region .met-no")
    page.select_option("[name=region]", "beijing")
    page.wait_for_selector("#met-region .met-yes")
    for name, value in FACTS.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=legal_person]")
    page.check("[name=sound_finance]")
    page.wait_for_selector("#met-sound_finance .met-yes")
    assert "符合" in page.inner_text("#met-staff")
    assert_sound(tab)


def upload(tab):
    """Upload a licence as a picture and a letter as PDF of five pages; the picture and the first pages are previewed."""
    page, png, pdf = tab.page, files.image(size=(60, 40)), files.pdf("授权书", pages=5)
    page.set_input_files("[name=file]", {"name": "licence.png", "mimeType": "image/png", "buffer": png})
    page.click("main form .btn-primary")
    page.locator(".preview img").scroll_into_view_if_needed()
    assert page.evaluate(SHOWN_WIDTHS) == [60]
    page.select_option("[name=kind]", "authorisation")
    page.set_input_files("[name=file]", {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": pdf})
    page.click("main form .btn-primary")
    page.wait_for_selector("text=letter.pdf")
    page.locator(".preview-pages img").scroll_into_view_if_needed()
    assert page.evaluate(SHOWN_WIDTHS) == [60, 900]
    assert "还有 2 页" in page.inner_text(".preview:has-text('letter.pdf')")
    assert_sound(tab)


def verify(tab, site):
    """Verify the firm as an officer, with facts, documents and check beside each other."""
    officer = tab("officer", DESK)
    page = officer.page
    officer.open("/dashboard/")
    page.click("main >> text=核实主体")
    page.click(f"text={FACTS['name']}")
    page.wait_for_selector(".grid-review .preview img")
    tops = [card.bounding_box()["y"] for card in page.query_selector_all(".grid-review > .card")]
    assert (len(tops), len(set(tops))) == (3, 1)
    assert_sound(officer)
    page.click("text=核实通过")
    page.click("main .btn-primary")
    page.wait_for_selector("text=主体已核实")
    assert officer.complaints == []


def test_a_claim_leads_a_newcomer_through_registration_and_back(tab, site):
    newcomer = tab(size=PHONE)
    page = newcomer.page
    newcomer.open("/announced-rounds/")
    page.click("main article a >> nth=0")
    page.click("main .page-actions a, .page-actions a")
    page.wait_for_url("**/account/login/**")
    sign_up(page)
    page.click("main a:has-text('注册企业')")
    fill_facts(newcomer)
    page.click("text=下一步：上传材料")
    upload(newcomer)
    page.click("text=下一步：核对并提交")
    assert_sound(newcomer)
    page.click("text=提交核实")
    page.wait_for_url("**/coupons/claim/**")
    claim = page.url
    assert page.locator("[data-code=party_not_verified]").count() == 1
    newcomer.open("/dashboard/")
    assert "等待核实" in page.inner_text("main")
    assert_sound(newcomer)
    verify(tab, site)
    page.goto(claim)
    page.fill("[name=amount]", "1,000")
    page.click("main form .btn-primary")
    page.wait_for_url("**/coupons/*/")
    assert "¥1,000.00" in page.inner_text("main")
    assert newcomer.complaints == []


def test_rows_of_people_are_added_one_by_one_on_a_low_page(tab):
    team = tab("new-firm", PHONE)
    page = team.page
    team.open("/register/team/")
    low = page.evaluate("document.documentElement.scrollHeight")
    page.fill("[name=name_0]", "李示例")
    for place in (2, 3):
        page.click("text=增加一位成员")
        page.wait_for_selector(f"[name=name_{place}]:focus")
    assert page.input_value("[name=name_0]") == "李示例"
    assert (low < 2_200, page.locator("[name^=name_]").count()) == (True, 4)
    assert_sound(team)
    assert team.complaints == []


@pytest.mark.parametrize("scripts", [True, False])
def test_numbers_that_are_saved_are_kept_where_none_is_typed(tab, scripts):
    team = tab("team", PHONE, scripts=scripts)
    page = team.page
    team.open("/register/team/correct/")
    saved = page.locator("main :text('，留空则不变')").all_inner_texts()
    assert len(saved) > 1
    assert [page.input_value(f"[name=id_number_{place}]") for place in range(len(saved))] == [""] * len(saved)
    page.click("main form .btn-primary")
    page.wait_for_url("**/dashboard/")
    team.open("/register/team/correct/")
    assert page.locator("main :text('，留空则不变')").all_inner_texts() == saved
    assert team.complaints == []


def test_without_scripts_the_buttons_add_rows_and_check(browser, site, tab):
    signed_in = {"name": "sessionid", "value": site.sessions["new-firm"], "url": site.url}
    context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    context.add_cookies([signed_in])
    page = context.new_page()
    page.goto(f"{site.url}/register/enterprise/")
    page.fill("[name=staff]", "501")
    page.click("text=增加一位创始人")
    assert (page.locator("[name=founder_name_0]").count(), page.input_value("[name=staff]")) == (1, "501")
    page.click("text=自查申领条件")
    assert "500" in page.inner_text("#met-staff")
    context.close()


def applicant(site):
    """A session of somebody with a second factor and no party."""

    def made():
        name = "unit-newcomer"
        person = open_account(
            username=name, name="蒋示例", email=f"{name}@example.org", password=PASSWORD, at=clock.now()
        )
        enrol_totp(user_id=person.pk, at=clock.now())
        client = Client()
        client.force_login(person)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    site.sessions["unit-newcomer"] = in_thread(made)
    return "unit-newcomer"


def test_a_newcomer_becomes_an_open_unit_by_the_answer_of_an_officer(tab, site):
    newcomer = tab(applicant(site), PHONE)
    page = newcomer.page
    newcomer.open("/open-units/")
    page.click("text=申请成为开放单位")
    for name, value in UNIT.items():
        page.fill(f"[name={name}]", value)
    assert_sound(newcomer)
    page.click("main form .btn-primary")
    upload(newcomer)
    page.click("text=下一步：核对并提交")
    page.click("text=提交核实")
    page.wait_for_selector("text=等待核实")
    officer = tab("officer", DESK)
    officer.open("/dashboard/")
    officer.page.click("main >> text=答复开放单位申请")
    row = officer.page.locator("tr", has_text=UNIT["name"])
    assert UNIT["contact"] in row.inner_text()
    assert_sound(officer)
    row.locator("td.cell-actions a >> nth=0").click()
    officer.page.check("main [name=category] >> nth=0")
    officer.page.click("main .btn-primary")
    officer.page.wait_for_selector("text=已同意申请")
    newcomer.open("/dashboard/")
    assert "待答复项目" in page.inner_text("main")
    assert (newcomer.complaints, officer.complaints) == ([], [])


def test_codes_and_mails_of_the_demonstration_are_one_click_from_signing_in(tab):
    with override_settings(**AS_DEMONSTRATED):
        officer = tab(size=DESK)
        page = officer.page
        officer.open("/account/login/")
        page.click("main >> text=演示账号、验证码与邮件")
        code = page.inner_text("tr:has-text('deputy') td.num")
        assert_sound(officer)
        officer.open("/account/login/")
        page.fill("[name=login]", "deputy")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.fill("[name=code]", code)
        page.press("[name=code]", "Enter")
        page.wait_for_url("**/dashboard/")
    assert officer.complaints == []

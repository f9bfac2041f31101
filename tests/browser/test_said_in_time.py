"""Pages in a browser that say a consequence before the step, not after it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.timekeeping.clock import real_now
from core.values.deadlines import beijing_day
from demonstration.contract_story import WORK, Deal, Stage
from demonstration.days import Days
from demonstration.people import acting, party_of
from facilities.services.services import Offer, create_service
from matching.services.projects import Ask, Need, accept_project, request_projects
from oversight.models import Notice
from redemptions.services.formal_checks import return_redemption
from tests import files
from tests.factories.pages import DESK, PHONE
from vouchers.models import Round
from vouchers.services.contracts import Terms, complete_contract, draft_contract, offer_coupons
from vouchers.services.lapses import lapse_unregistered
from vouchers.services.registrations import register_contract
from vouchers.services.service_records import Work, add_service_record

pytestmark = pytest.mark.timeout(300)  # the demonstration is loaded first


@pytest.fixture(scope="module", autouse=True)
def made(site, django_db_blocker):
    """The ids of what the tests need beside the demonstration, made before the browser starts."""
    with django_db_blocker.unblock():
        unaccepted = _unaccepted_contract()
        yield {
            "unaccepted": unaccepted,
            "draft": _draft_contract("薄膜附着力测试"),
            "left_over": _contract_with_a_spare_coupon(),
            "lab": party_of("lab"),
            "returned": _returned_redemption(),
            "changed": _redemption_whose_records_changed(),
            "ended": Notice.objects.filter(ended_at__isnull=False).latest("pk").pk,
            "lapsed": _lapsed_coupon(),
        }


def _contract_with_a_spare_coupon():
    """A completed contract for which the firm offered two coupons, of which the unit registered one."""
    now, unit, firm = real_now(), acting("lab"), acting("firm")
    contract_id = _draft_contract("孔隙率测定")
    used, spare = _stage(applicant="firm", title="", amounts=("5000.00", "3000.00"), claimed=1).claim()
    step = {"contract_id": contract_id, "at": now}
    ids = [used.pk, spare.pk]
    offer_coupons(**step, applicant_id=firm.party, coupon_ids=ids, actor_id=firm.user_id)
    register_contract(**step, unit_id=unit.party, coupon_ids=[used.pk], actor_id=unit.user_id)
    complete_contract(**step, unit_id=unit.party, actor_id=unit.user_id)
    return contract_id


def _draft_contract(title):
    """A draft over 90,000 of the firm, which holds coupons of 50,000 and 12,000."""
    days, unit, firm = Days(now=real_now()), acting("lab"), acting("firm")
    need = Need(
        title=title,
        description="示例需求",
        expected_amount=Decimal("90000.00"),
        statutory_testing=False,
        municipal_funding=False,
    )
    at, today = days.ago(1), beijing_day(days.ago(1))
    asked = request_projects(
        applicant_id=firm.party, asks=[Ask(unit_id=unit.party)], need=need, actor_id=firm.user_id, at=at
    )[0]
    accept_project(project_id=asked.pk, unit_id=unit.party, actor_id=unit.user_id, at=at)
    terms = Terms(
        reference=f"SL-{title}",
        title=need.title,
        category="testing",
        amount=need.expected_amount,
        signed_on=today,
        start_on=today,
        end_on=today + timedelta(days=20),
        shortfall_bearer="applicant",
        related_party=False,
    )
    return draft_contract(project_id=asked.pk, unit_id=unit.party, terms=terms, actor_id=unit.user_id, at=at).pk


def _lapsed_coupon():
    """A coupon of the young firm that was not registered in time."""
    stage = _stage(applicant="young-firm", title="", amounts=("7000.00",), claimed=40)
    [coupon] = stage.claim()
    lapse_unregistered(at=stage.days.now, progress=lambda _done: None)
    return coupon.pk


def _returned_redemption():
    """A redemption that an officer returned for two points."""
    stage = _stage(title="断口形貌分析", amounts=("6000.00",), claimed=20)
    redemption = stage.submit()
    officer = acting("officer").user_id
    return return_redemption(
        redemption_id=redemption.pk,
        reason="付款回单不清晰\n检测报告缺少签章",
        fault="unit",
        version=None,
        actor_id=officer,
        at=stage.days.ago(1),
    ).pk


def _redemption_whose_records_changed():
    """A returned redemption over 12,000, after which the unit recorded 500 more."""
    stage = _stage(title="夹杂物评级", amounts=("6000.00",), claimed=20)
    redemption = stage.submit()
    step = {"version": None, "actor_id": acting("officer").user_id, "at": stage.days.ago(1)}
    return_redemption(redemption_id=redemption.pk, reason="金额有误", fault="unit", **step)
    done_on = beijing_day(stage.ago(WORK))
    work = Work(service_id=None, done_on=done_on, hours=Decimal(1), amount=Decimal("500.00"), description="补测一件")
    add_service_record(contract_id=redemption.contract_id, work=work, **stage.unit(after=20))
    return redemption.pk


def _stage(applicant="firm", **deal):
    """A deal with the lab in the open round."""
    made = Deal(applicant=applicant, unit="lab", **deal)
    return Stage.of(made, days=Days(now=real_now()), round_=Round.objects.get(state="open"))


def _unaccepted_contract():
    """A completed contract over 120,000 with coupons of 40,000 and 20,000, of which 60,000 was billed.

    Its unit has a service priced by the sample.
    """
    stage = _stage(title="镀层厚度检测", amounts=("40000.00", "20000.00"), claimed=6, days=30)
    contract, unit = stage.register(), stage.working
    step = {"contract_id": contract.pk, "unit_id": unit.party, "actor_id": unit.user_id, "at": stage.days.ago(1)}
    work = Work(
        service_id=None,
        done_on=beijing_day(stage.days.ago(2)),
        hours=Decimal(30),
        amount=Decimal("60000.00"),
        description="镀层厚度检测 30 件",
    )
    add_service_record(**step, work=work)
    complete_contract(**step)
    offer = Offer(name="镀层制样", category="testing", description="", price=Decimal("80.00"), price_unit="样")
    create_service(unit_id=unit.party, offer=offer, actor_id=unit.user_id, at=stage.days.ago(1))
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


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_request_that_can_never_become_a_contract_is_told_so_with_what_to_do(tab, made, size):
    firm = tab("firm", size)
    page = firm.page
    firm.open(f"/projects/request/?unit={made['lab']}")
    page.fill("[name=title]", "出厂强制检测")
    page.fill("[name=description]", "示例需求")
    page.fill("[name=expected_amount]", "100,000")
    page.fill("[name=coupon_amount]", "60,000")
    page.check("[name=statutory_testing]")
    page.check("[name=municipal_funding]")
    page.click("main .btn-primary")
    page.wait_for_selector(".refusal")
    refused = [each.get_attribute("data-code") for each in page.locator(".refusal").all()]
    assert refused == ["statutory_testing", "municipal_funding", "contract_share"]
    assert page.locator(".refusal-advice").count() == 3
    assert page.input_value("[name=title]") == "出厂强制检测"
    assert [each for each in firm.complaints if "422" not in each] == []


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_while_coupons_are_chosen_the_sum_and_what_remains_are_shown(tab, made, size):
    firm = tab("firm", size)
    page = firm.page
    firm.open(f"/contracts/{made['draft']}/offer/")
    small = page.locator("label", has_text="¥12,000.00")
    small.click()
    page.wait_for_selector("#offer-sum :text('¥33,000.00')")
    page.locator("label", has_text="¥50,000.00").first.click()
    page.wait_for_selector("#offer-sum .field-error")
    page.click("main .btn-primary")
    page.wait_for_selector("[data-code=contract_share]")
    assert page.locator("[name=coupons]:checked").count() == 2
    assert [each for each in firm.complaints if "422" not in each] == []


def test_without_scripts_a_button_shows_the_sum(tab, made):
    firm = tab("firm", DESK, scripts=False)
    page = firm.page
    firm.open(f"/contracts/{made['draft']}/offer/")
    page.locator("label", has_text="¥12,000.00").click()
    page.click("text=试算")
    assert "¥33,000.00" in page.inner_text("#offer-sum")
    assert page.locator("[name=coupons]:checked").count() == 1


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_resubmission_that_changed_nothing_is_refused_with_the_open_points(tab, made, size):
    lab = tab("lab", size)
    page = lab.page
    lab.open(f"/redemptions/{made['returned']}/submit/")
    assert page.locator(".points li").all_inner_texts() == ["付款回单不清晰", "检测报告缺少签章"]
    page.click("main .btn-primary")
    page.wait_for_selector("[data-code=nothing_corrected]")
    assert "付款回单不清晰；检测报告缺少签章" in page.inner_text("[data-code=nothing_corrected]")
    assert page.locator("[name=answer]").count() == 1
    assert [each for each in lab.complaints if "422" not in each] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_that_is_there_already_says_which_where_and_since_when(tab, made, scripts):
    lab = tab("lab", DESK, scripts=scripts)
    page = lab.page
    data = files.pdf(f"签章 {scripts}")
    for kind, name in (("result", "报告.pdf"), ("contract", "又一份.pdf")):
        lab.open(f"/redemptions/{made['returned']}/files/add/?kind={kind}")
        page.set_input_files("[name=file]", {"name": name, "mimeType": "application/pdf", "buffer": data})
        page.click("main .btn-primary")
        page.wait_for_load_state()
    said = page.inner_text("[data-code=file_known]")
    assert [part in said for part in ("“报告.pdf”", "“服务成果”", "年")] == [True, True, True]


def test_the_price_times_the_hours_is_proposed_while_they_are_typed(tab, made):
    lab = tab("lab", PHONE)
    page = lab.page
    lab.open(f"/service-contracts/{made['unaccepted']}/records/add/")
    page.select_option("[name=service]", label="材料力学测试")
    page.locator("[name=hours]").press_sequentially("2.5")
    page.wait_for_selector("#amount-proposal :text('1,500'), #amount-proposal:has-text('¥1,500.00')")
    assert page.input_value("[name=amount]") == ""
    assert lab.complaints == []


def test_the_price_times_the_samples_is_proposed_while_they_are_typed(tab, made):
    lab = tab("lab", PHONE)
    page = lab.page
    lab.open(f"/service-contracts/{made['unaccepted']}/records/add/")
    page.select_option("[name=service]", label="镀层制样")
    page.locator("[name=quantity]").press_sequentially("30")
    page.wait_for_selector("#amount-proposal:has-text('¥80.00/样 × 30 样为 ¥2,400.00')")
    assert lab.complaints == []


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_lapsed_coupon_explains_itself_and_leads_to_a_new_claim(tab, made, size):
    firm = tab("young-firm", size)
    page = firm.page
    firm.open(f"/coupons/{made['lapsed']}/")
    said = page.inner_text("#ending")
    assert [part in said for part in ("自动失效", "第十五条（二）", "¥7,000.00 已退回本周期", "申领单位原因")] == [
        True
    ] * 4
    assert page.locator(".process-todo").count() == 0
    page.click("text=再申领")
    page.wait_for_selector("[name=amount]")
    assert firm.complaints == []


def test_an_officer_sees_the_first_deadline_of_corrections_on_the_first_page(tab, made):
    officer = tab("officer", PHONE)
    officer.open("/dashboard/")
    line = officer.page.locator(".work-items li", has_text="等待补正的兑现申请")
    assert "最早期限" in line.inner_text()
    assert officer.complaints == []


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_coupon_that_a_finished_contract_left_over_says_until_when_it_can_be_used(tab, made, size):
    firm = tab("firm", size)
    page = firm.page
    firm.open(f"/contracts/{made['left_over']}/")
    said = page.inner_text("#left-over")
    assert [part in said for part in ("¥3,000.00", "登记到其他合同的最后期限", "还剩")] == [True, True, True]
    page.click("#left-over li a:has-text('退回')")
    page.wait_for_url("**/return/")
    assert firm.complaints == []


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_clearing_is_offered_to_who_may_clear_and_the_number_is_that_of_the_list(tab, made, size):
    officer, deputy = tab("officer", size), tab("deputy", size)
    for each in (officer, deputy):
        each.open("/batches/?state=summarised")
        each.page.click(".cell-title a >> nth=0")
        each.page.wait_for_load_state()
    offered = [each.page.locator("a[href$='/clear/']").count() > 0 for each in (officer, deputy)]
    assert offered == [False, True]
    deputy.open("/dashboard/")
    line = deputy.page.locator(".work-items li", has_text="复核批次")
    number = line.inner_text().removeprefix("复核批次").strip().partition(" ")[0]
    line.locator("a").first.click()
    deputy.page.wait_for_load_state()
    assert deputy.page.locator("tbody tr").count() == int(number)
    assert (officer.complaints, deputy.complaints) == ([], [])


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_voluntary_return_is_no_failure_and_has_no_steps_to_come(tab, made, size):
    team = tab("team", size)
    team.open("/coupons/?state=returned")
    team.page.click(".cell-title a >> nth=0")
    team.page.wait_for_selector("#ending")
    said = team.page.inner_text("#ending")
    assert ("退回" in said, "8,000.00" in said) == (True, True)
    assert team.page.locator("main .state-bad").count() == team.page.locator(".process-todo").count() == 0
    assert team.complaints == []


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_records_that_changed_since_stand_on_the_redemption(tab, made, size):
    lab = tab("lab", size)
    lab.open(f"/redemptions/{made['changed']}/")
    said = lab.page.inner_text("#recorded-work")
    assert [part for part in ("¥12,000.00", "¥12,500.00", "补测一件", "¥500.00") if part not in said] == []
    assert lab.findings() == []
    assert lab.complaints == []


def test_the_amount_of_a_redemption_is_taken_from_its_records_by_one_button(tab, made):
    lab = tab("lab", PHONE)
    page = lab.page
    lab.open(f"/redemptions/{made['changed']}/")
    page.click("text=按服务记录更新金额")
    page.wait_for_selector("#recorded-work", state="detached")
    assert "¥12,500.00" in page.inner_text("main")
    assert lab.complaints == []


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_after_the_last_day_a_page_says_so_and_what_else_is_possible(tab, made, size):
    visitor = tab("", size)
    page = visitor.page
    visitor.open(f"/publicity/{made['ended']}/object/")
    assert ("已于当日 24:00 截止" in page.inner_text("#over"), page.locator("main form").count()) == (True, 0)
    assert page.locator("#over li").count() > 0
    assert visitor.findings() == []
    assert visitor.complaints == []

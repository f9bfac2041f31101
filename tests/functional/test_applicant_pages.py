"""An applicant's pages in a browser without scripts: claim, coupons, return, projects, contracts."""

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from core.templatetags.formatting import day
from core.web.pages import ACTING_PARTY
from tests.factories import parties
from tests.factories.contracts import (
    MONDAY,
    acting,
    draft,
    offer,
    party,
    project,
    register,
    registered,
    service,
    unit,
    user,
)
from tests.factories.pages import Visitor, codes, text
from tests.factories.redemptions import TOO_LATE, enter, invoice, record_service, set_actual, submitted
from tests.factories.redemptions import contract as completed
from tests.factories.redemptions import draft as draft_redemption
from tests.factories.rounds import LATE, coupon, enterprise, lapse, round_
from vouchers.models import AnnualUse, Coupon, Movement, ServiceContract
from vouchers.services.amendments import amend_contract
from vouchers.services.contracts import complete_contract, drop_contract

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def applicant(firm=None):
    return Visitor(acting(firm or enterprise(), "applicant_operator"))


def coupon_shares(page):
    """The amounts of each coupon in the bill: amount, paid, not paid."""
    rows = re.search(r'id="coupon-shares">(.*?)</table>', page, re.S)[1].split("<tr>")[2:]
    return [re.findall(r">([0-9,]+\.[0-9]{2})</td>", row) for row in rows]


def offer_sum(answer):
    """The amounts beside the choice of coupons: the most, the chosen, what remains, the own share."""
    return re.findall(r"¥[0-9,.]+", answer.content.decode().partition('id="offer-sum"')[2].partition("</dl>")[0])


def number_of_queries(visitor, path, counting):
    with counting() as found:
        assert visitor.get(path).status_code == 200
    return len(found)


@pytest.fixture
def counting():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)


class TestClaim:
    def test_a_claim_leads_to_the_coupon(self):
        visitor, open_round = applicant(), round_()
        path = f"/coupons/claim/{open_round.pk}/"
        answer = visitor.post(path, key=visitor.key_of(path), amount="50000.00")
        made = Coupon.objects.get()
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/coupons/{made.pk}/")
        page = visitor.get(answer.headers["Location"]).content.decode()
        assert (made.number in page, "2026年3月17日" in page, "¥50,000.00" in page) == (True, True, True)

    def test_the_page_says_the_maximum_and_why(self):
        firm, open_round = enterprise(), round_(budget="60000.00")
        coupon(of=firm, in_round=open_round, amount="30000.00")
        page = applicant(firm).get(f"/coupons/claim/{open_round.pk}/").content.decode()
        assert [text in page for text in ("¥30,000.00", "¥170,000.00", "¥200,000.00")] == [True, True, True]

    def test_the_amount_is_typed_and_the_maximum_stands_beside_it_with_its_article(self):
        page = applicant().get(f"/coupons/claim/{round_().pk}/").content.decode()
        assert re.search(r'name="amount"[^>]* value=', page) is None
        assert ("¥50,000.00" in page, "《实施办法》第十二条" in page, "申领后本年度剩余" in page) == (True, True, False)

    def test_an_amount_in_the_address_says_what_it_would_leave_and_claims_nothing(self):
        firm, open_round = enterprise(), round_(budget="60000.00")
        coupon(of=firm, in_round=open_round, amount="30000.00")
        page = applicant(firm).get(f"/coupons/claim/{open_round.pk}/", amount="12,345.67").content.decode()
        left = re.findall(r'剩余</dt><dd class="num">([^<]+)', page)
        assert (left, Coupon.objects.count()) == (["¥157,654.33", "¥17,654.33"], 1)

    def test_an_amount_in_the_address_that_is_too_much_says_why(self):
        path = f"/coupons/claim/{round_().pk}/"
        page = applicant().get(path, amount="50000.01").content.decode()
        assert ("单张创新券最高" in page, "申领后本年度剩余" in page) == (True, False)

    def test_a_second_click_gets_the_same_coupon(self):
        visitor, path = applicant(), f"/coupons/claim/{round_().pk}/"
        key = visitor.key_of(path)
        answers = [visitor.post(path, key=key, amount="50000.00") for _ in range(2)]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
        assert Coupon.objects.count() == 1

    def test_a_refusal_lists_every_reason_with_its_article_and_what_to_do_and_writes_nothing(self):
        visitor, open_round = applicant(enterprise(staff=501, region="hebei")), round_()
        answer = visitor.post(f"/coupons/claim/{open_round.pk}/", amount="50000.01")
        page = answer.content.decode()
        assert (answer.status_code, codes(answer)) == (422, ["region", "staff", "coupon_cap"])
        assert "第七条" in page and "第十二条" in page and "现在可以" in page and "当前为 河北" in page
        assert (Coupon.objects.count(), AnnualUse.objects.count(), Movement.objects.count()) == (0, 0, 1)

    def test_htmx_gets_the_same_page_and_is_sent_on_by_a_header(self):
        visitor, path = applicant(), f"/coupons/claim/{round_().pk}/"
        refused = visitor.post(path, headers={"HX-Request": "true"}, amount="50000.01")
        done = visitor.post(path, headers={"HX-Request": "true"}, amount="50000.00")
        assert (refused.status_code, codes(refused)) == (422, ["coupon_cap"])
        assert (done.status_code, done.headers["HX-Redirect"]) == (204, f"/coupons/{Coupon.objects.get().pk}/")

    @pytest.mark.parametrize("amount", ["", "abc", "NaN", "Infinity", "1.001", "1e3000", "9" * 20])
    def test_what_is_no_amount_is_refused_by_the_form(self, amount):
        answer = applicant().post(f"/coupons/claim/{round_().pk}/", amount=amount)
        assert (answer.status_code, Coupon.objects.count()) == (422, 0)
        assert "field-error" in answer.content.decode()

    @pytest.mark.parametrize("amount", ["0", "-5"])
    def test_what_is_too_small_is_refused_by_the_rules(self, amount):
        answer = applicant().post(f"/coupons/claim/{round_().pk}/", amount=amount)
        assert (answer.status_code, codes(answer), Coupon.objects.count()) == (422, ["amount"], 0)

    @pytest.mark.parametrize("key", ["x", "00000000"])
    def test_a_form_without_a_right_key_does_nothing(self, key):
        answer = applicant().post(f"/coupons/claim/{round_().pk}/", key=key, amount="1.00")
        assert (answer.status_code, codes(answer)) == (422, ["idempotency_key_required"])
        assert Coupon.objects.count() == 0

    def test_an_unverified_firm_is_told_before_it_tries(self):
        firm = enterprise()
        firm.state = "suspended"
        firm.save()
        visitor, open_round = applicant(firm), round_()
        assert codes(visitor.get(f"/coupons/claim/{open_round.pk}/")) == ["party_not_verified"]
        answer = visitor.post(f"/coupons/claim/{open_round.pk}/", amount="1.00")
        assert (answer.status_code, Coupon.objects.count()) == (422, 0)

    def test_a_round_that_is_none_is_not_found(self):
        assert applicant().get("/coupons/claim/999999/").status_code == 404

    def test_a_unit_may_not_claim(self):
        visitor = Visitor(acting(unit().party, "unit_operator"))
        assert visitor.get(f"/coupons/claim/{round_().pk}/").status_code == 403

    def test_the_only_open_round_is_gone_to_at_once(self):
        open_round = round_()
        assert applicant().get("/coupons/claim/").headers["Location"] == f"/coupons/claim/{open_round.pk}/"


class TestCoupons:
    def test_anonymous_visitors_are_sent_to_sign_in(self):
        for path in ("/coupons/", "/coupons/1/", "/dashboard/", "/contracts/", "/projects/", "/profile/"):
            assert Visitor().get(path).headers["Location"].startswith("/account/login/")

    def test_another_firms_coupon_is_as_absent(self):
        theirs, visitor = coupon(), applicant()
        pages = [visitor.get(path) for path in (f"/coupons/{theirs.pk}/", "/coupons/999999/")]
        assert [page.status_code for page in pages] == [404, 404]
        assert theirs.number not in pages[0].content.decode()

    def test_the_list_shows_ones_own_alone(self):
        mine, theirs = coupon(), coupon()
        page = applicant(mine.applicant).get("/coupons/").content.decode()
        assert (mine.number in page, theirs.number in page) == (True, False)

    def test_the_list_is_filtered_by_state_and_number(self):
        firm, open_round = enterprise(), round_()
        first, second = (coupon(of=firm, in_round=open_round, amount="1.00") for _ in range(2))
        visitor = applicant(firm)
        by_number = visitor.get("/coupons/", text=first.number).content.decode()
        assert (first.number in by_number, second.number in by_number) == (True, False)
        assert "没有符合条件的创新券" in visitor.get("/coupons/", state="paid").content.decode()

    def test_a_state_that_there_is_not_finds_nothing_and_says_so(self):
        row = coupon()
        answer = applicant(row.applicant).get("/coupons/", state="x")
        assert (answer.status_code, row.number in answer.content.decode()) == (422, False)

    def test_what_is_no_key_is_ignored(self):
        row = coupon()
        visitor = applicant(row.applicant)
        for query in ({"after": "!!"}, {"before": "W10"}, {"sort": "facts"}, {"after": "WyJ4IiwgMV0"}):
            answer = visitor.get("/coupons/", **query)
            assert (answer.status_code, row.number in answer.content.decode()) == (200, True)

    @pytest.mark.parametrize("sort", ["", "amount", "-amount", "register_by"])
    def test_every_coupon_is_on_one_page_of_the_list(self, sort):
        firm, open_round = enterprise(), round_()
        made = {coupon(of=firm, in_round=open_round, amount=f"{1 + n % 3}.00").pk for n in range(45)}
        visitor, query, seen = applicant(firm), {"sort": sort}, []
        while True:
            page = visitor.get("/coupons/", **query).context["page"]
            seen += [row.pk for row in page.rows]
            if page.next_key is None:
                break
            query["after"] = page.next_key
        assert (len(seen), set(seen)) == (45, made)
        back = visitor.get("/coupons/", sort=sort, before=page.previous_key).context["page"]
        assert [row.pk for row in back.rows] == seen[20:40]

    def test_no_page_asks_more_for_more_coupons(self, counting):
        firm, open_round = enterprise(), round_()
        coupon(of=firm, in_round=open_round, amount="1.00")
        visitor = applicant(firm)
        paths = ["/dashboard/", "/coupons/", "/coupons/?format=csv"]
        one = [number_of_queries(visitor, path, counting) for path in paths]
        for _ in range(19):
            coupon(of=firm, in_round=open_round, amount="1.00")
        assert [number_of_queries(visitor, path, counting) for path in paths] == one

    def test_csv_holds_what_is_filtered_with_formulas_inert(self):
        firm = enterprise()
        firm.name = "=HYPERLINK(1)"
        firm.save()
        row = coupon(of=firm)
        answer = applicant(firm).get("/coupons/", format="csv", state="claimed")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert text.splitlines()[1].split(",")[:5] == [
            row.number,
            "'=HYPERLINK(1)",
            row.round.name,
            "50000.00",
            "待登记",
        ]

    def test_xlsx_holds_amounts_as_numbers_and_no_formula(self):
        firm = enterprise()
        firm.name = "=1+1"
        firm.save()
        row = coupon(of=firm, amount="49999.99")
        data = b"".join(applicant(firm).get("/coupons/", format="xlsx").streaming_content)
        [sheet] = CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names
        line = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(sheet).to_python()[1]
        assert (line[0], line[1], line[3]) == (row.number, "=1+1", 49999.99)

    def test_a_coupon_is_returned_after_a_page_that_says_what_that_does(self):
        row = coupon()
        visitor, path = applicant(row.applicant), f"/coupons/{row.pk}/return/"
        assert "不能恢复" in visitor.get(path).content.decode()
        answer = visitor.post(path, key=visitor.key_of(path))
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/coupons/{row.pk}/")
        assert Coupon.objects.get().state == "returned"

    def test_what_was_returned_is_not_returned_again(self):
        row = coupon()
        visitor, path = applicant(row.applicant), f"/coupons/{row.pk}/return/"
        visitor.post(path)
        assert codes(visitor.post(path)) == ["illegal_state"]

    def test_a_late_coupon_cannot_be_returned_though_no_job_ran(self, time_machine):
        row = coupon()
        time_machine.move_to(MONDAY + timedelta(days=16), tick=False)
        answer = applicant(row.applicant).post(f"/coupons/{row.pk}/return/")
        assert (answer.status_code, codes(answer), Coupon.objects.get().state) == (422, ["coupon_late"], "claimed")


class TestProjects:
    NEED = {"title": "电池材料测试", "description": "三元材料", "expected_amount": "100000.00"}

    def test_a_unit_is_asked_for_a_service_and_the_request_withdrawn(self):
        offered, visitor = service(unit()), applicant()
        asked = visitor.post(f"/projects/request/?service={offered.pk}", **self.NEED)
        assert asked.status_code == 303
        page = visitor.get(asked.headers["Location"]).content.decode()
        assert (offered.name in page, "2026年3月5日" in page) == (True, True)
        assert visitor.post(f"{asked.headers['Location']}withdraw/").status_code == 303
        assert "已撤回" in visitor.get("/projects/").content.decode()

    def test_a_request_shows_the_coupons_held_and_those_that_lapse_before_the_answer(self, time_machine):
        held = coupon(amount="30000.00")
        path = f"/projects/request/?service={service(unit()).pk}"
        page = applicant(held.applicant).get(path).content.decode()
        assert ("30,000.00" in page, "2026年3月17日" in page, "早于开放单位的答复期限" in page) == (True, True, False)
        time_machine.move_to(MONDAY + timedelta(days=14), tick=False)
        assert "早于开放单位的答复期限 2026年3月19日" in " ".join(
            applicant(held.applicant).get(path).content.decode().split()
        )

    def test_a_project_with_a_contract_leads_to_it(self):
        held = coupon()
        made = registered(held, of=unit())
        page = applicant(held.applicant).get(f"/projects/{made.project_id}/").content.decode()
        assert f'href="/contracts/{made.pk}/"' in page and "与您签订合同" not in page

    def test_a_request_without_a_coupon_says_so(self):
        page = applicant().get(f"/projects/request/?service={service(unit()).pk}").content.decode()
        assert "没有待登记的创新券" in page

    @pytest.mark.parametrize("query", ["", "?service=0", "?unit=999999", "?service=x", "?unit=99999999999999999999999"])
    def test_a_unit_that_is_none_is_not_found(self, query):
        assert applicant().get(f"/projects/request/{query}").status_code == 404

    def test_another_firms_project_is_as_absent(self):
        theirs = project(applicant=enterprise(), of=unit())
        assert applicant().get(f"/projects/{theirs.pk}/").status_code == 404
        assert applicant().post(f"/projects/{theirs.pk}/withdraw/").status_code == 404


class TestEndings:
    def test_a_lapsed_coupon_says_why_by_which_article_what_became_of_it_and_what_now(self, time_machine):
        row = coupon(amount="30000.00")
        time_machine.move_to(LATE, tick=False)
        lapse()
        card = (
            text(applicant(row.applicant).get(f"/coupons/{row.pk}/"))
            .partition('id="ending"')[2]
            .partition("</section>")[0]
        )
        said = (
            "2026年3月17日",
            "第十五条（二）",
            "¥30,000.00 已退回本周期，不计入 2026 年度额度",
            "申领单位原因",
            "再申领",
        )
        assert [part in card for part in said] == [True] * 5

    def test_a_returned_coupon_is_no_failure_and_its_later_steps_are_not_pending(self):
        row = coupon()
        visitor = applicant(row.applicant)
        visitor.post(f"/coupons/{row.pk}/return/")
        page = text(visitor.get(f"/coupons/{row.pk}/"))
        marks = re.findall(r"process-step process-(\w+)", page)
        assert marks == ["done", "stopped", "skipped", "skipped", "skipped", "skipped"]
        assert ("待办理" in page, "自愿退回" in page) == (False, True)

    def test_a_contract_whose_redemption_was_submitted_has_nothing_overdue(self, time_machine):
        row = completed("40000.00")
        submitted(row)
        time_machine.move_to(TOO_LATE, tick=False)
        visitor = applicant(row.applicant)
        pages = [text(visitor.get(path)) for path in ("/contracts/", f"/contracts/{row.pk}/")]
        assert [(row.title in page, "已过" in page) for page in pages] == [(True, False)] * 2


class TestContracts:
    def test_coupons_are_offered_to_a_draft(self):
        contract = draft(applicant=enterprise(), of=unit())
        mine = coupon(of=contract.applicant)
        visitor = applicant(contract.applicant)
        assert visitor.post(f"/contracts/{contract.pk}/offer/", coupons=[mine.pk]).status_code == 303
        assert list(contract.offers.values_list("coupon_id", flat=True)) == [mine.pk]
        assert mine.number in visitor.get(f"/contracts/{contract.pk}/").content.decode()

    def test_choosing_says_what_the_coupons_pay_and_what_remains_and_offers_nothing(self):
        contract = draft(applicant=enterprise(), of=unit(), amount=Decimal("90000.00"))
        first, second = (coupon(of=contract.applicant, amount=amount) for amount in ("30000.00", "20000.00"))
        visitor, path = applicant(contract.applicant), f"/contracts/{contract.pk}/offer/"
        assert offer_sum(visitor.get(path)) == ["¥45,000.00", "¥0.00", "¥45,000.00", "¥90,000.00"]
        assert offer_sum(visitor.get(path, coupons=first.pk)) == [
            "¥45,000.00",
            "¥30,000.00",
            "¥15,000.00",
            "¥60,000.00",
        ]
        too_many = visitor.get(path, coupons=[first.pk, second.pk])
        assert offer_sum(too_many) == ["¥45,000.00", "¥50,000.00"]
        assert "超过合同金额" in text(too_many) and contract.offers.count() == 0

    def test_without_scripts_a_button_shows_the_sum_and_offers_nothing(self):
        contract = draft(applicant=enterprise(), of=unit())
        mine = coupon(of=contract.applicant)
        answer = applicant(contract.applicant).post(f"/contracts/{contract.pk}/offer/", coupons=[mine.pk], preview="1")
        assert (answer.status_code, offer_sum(answer)[1]) == (200, "¥50,000.00")
        assert re.search(rf'value="{mine.pk}"[^>]* checked', answer.content.decode())
        assert contract.offers.count() == 0

    def test_coupons_above_the_share_are_refused_at_the_choice(self):
        contract = draft(applicant=enterprise(), of=unit(), amount=Decimal("90000.00"))
        mine = coupon(of=contract.applicant, amount="50000.00")
        answer = applicant(contract.applicant).post(f"/contracts/{contract.pk}/offer/", coupons=[mine.pk])
        assert (answer.status_code, codes(answer), contract.offers.count()) == (422, ["contract_share"], 0)

    def test_at_least_one_coupon_is_chosen(self):
        contract = draft(applicant=enterprise(), of=unit())
        coupon(of=contract.applicant)
        answer = applicant(contract.applicant).post(f"/contracts/{contract.pk}/offer/")
        assert (answer.status_code, "请至少选择一张创新券" in text(answer)) == (422, True)

    def test_a_contract_says_what_the_applicant_pays_itself(self):
        contract = registered(coupon())
        page = applicant(contract.applicant).get(f"/contracts/{contract.pk}/").content.decode()
        assert "<dt>申领单位自付</dt><dd>¥150,000.00</dd>" in page

    def test_a_dropped_draft_offers_nothing_to_do(self):
        row = draft(applicant=enterprise(), of=unit())
        drop_contract(
            contract_id=row.pk,
            unit_id=row.unit_id,
            reason="条款未谈妥",
            actor_id=acting(row.unit.party, "unit_operator").user_id,
            at=MONDAY,
        )
        page = applicant(row.applicant).get(f"/contracts/{row.pk}/").content.decode()
        assert [step for step in ("accept", "press", "offer") if f"/contracts/{row.pk}/{step}/" in page] == []

    def test_another_firms_coupon_is_no_choice(self):
        contract, theirs = draft(applicant=enterprise(), of=unit()), coupon()
        answer = applicant(contract.applicant).post(f"/contracts/{contract.pk}/offer/", coupons=[theirs.pk])
        assert (answer.status_code, contract.offers.count()) == (422, 0)

    def test_a_coupon_that_a_finished_contract_did_not_use_says_until_when_it_can_be_used_elsewhere(self):
        row = draft(applicant=enterprise(), of=unit(), amount=Decimal("200000.00"))
        used, spare = coupon(of=row.applicant, amount="40000.00"), coupon(of=row.applicant, amount="7000.00")
        offer(row, used, spare)
        register(row, used)
        visitor, path = applicant(row.applicant), f"/contracts/{row.pk}/"
        assert 'id="left-over"' not in text(visitor.get(path))
        complete_contract(
            contract_id=row.pk,
            unit_id=row.unit_id,
            actor_id=acting(row.unit.party, "unit_operator").user_id,
            at=MONDAY,
        )
        card = text(visitor.get(path)).partition('id="left-over"')[2].partition("</section>")[0]
        said = (spare.number, "¥7,000.00", "2026年3月17日", f"/coupons/{spare.pk}/return/")
        assert [part in card for part in said] == [True] * 4
        assert used.number not in card

    def test_the_unit_is_pressed_once_a_day(self):
        contract = registered(coupon())
        visitor, path = applicant(contract.applicant), f"/contracts/{contract.pk}/press/"
        assert visitor.post(path).status_code == 303
        assert codes(visitor.post(path)) == ["pressed_today"]
        assert path not in visitor.get(f"/contracts/{contract.pk}/").content.decode()

    def test_results_cannot_be_accepted_before_the_work_is_done(self):
        contract = registered(coupon())
        answer = applicant(contract.applicant).post(f"/contracts/{contract.pk}/accept/")
        assert (answer.status_code, codes(answer)) == (422, ["illegal_state"])
        assert ServiceContract.objects.get().results_accepted_at is None

    def test_accepting_shows_the_bill_the_records_and_what_becomes_of_each_coupon(self):
        row = completed("40000.00", "20000.00", accepted=False, recorded=False)
        record_service(row, amount=Decimal("60000.00"), description="循环测试")
        page = applicant(row.applicant).get(f"/contracts/{row.pk}/accept/").content.decode()
        assert coupon_shares(page) == [["40,000.00", "30,000.00", "10,000.00"], ["20,000.00", "0.00", "20,000.00"]]
        assert [each in page for each in ("循环测试", "¥120,000.00", "不再计入年度额度")] == [True, True, True]
        assert (f">{row.number}</span></a>" in page, "金额不一致" in page) == (True, False)

    def test_the_bill_is_that_of_the_redemption_once_the_unit_entered_one(self):
        row = completed("40000.00", accepted=False)
        made = set_actual(draft_redemption(row), "60000.00")
        enter(made, invoice(made, amount=Decimal("59000.00")))
        page = applicant(row.applicant).get(f"/contracts/{row.pk}/accept/").content.decode()
        assert coupon_shares(page) == [["40,000.00", "30,000.00", "10,000.00"]]
        assert ("¥59,000.00" in page, "金额不一致" in page) == (True, True)

    def test_the_bill_pays_what_the_redemption_asks(self):
        row = completed("40000.00", "20000.00", accepted=False)
        made = set_actual(draft_redemption(row), "60000.00")
        page = applicant(row.applicant).get(f"/contracts/{row.pk}/accept/").content.decode()
        assert [line[1] for line in coupon_shares(page)] == ["30,000.00", "0.00"]
        assert made.payable == Decimal("30000.00")

    def test_an_amendment_is_confirmed_with_what_it_changes_and_why(self):
        row = registered(coupon(amount="40000.00"), amount=Decimal("100000.00"))
        last = row.end_on + timedelta(days=3)
        terms = {"amount": Decimal("90000.00"), "end_on": last, "reason": "样品减少"}
        amend_contract(contract_id=row.pk, unit_id=row.unit_id, actor_id=user().pk, at=MONDAY, **terms)
        page = text(applicant(row.applicant).get(f"/contracts/{row.pk}/confirm/"))
        wanted = (
            "¥100,000.00 → ¥90,000.00",
            f"{day(row.end_on)} → {day(last)}",
            "样品减少",
            "¥45,000.00",
            "¥40,000.00",
        )
        assert [part for part in wanted if part not in page] == []

    @pytest.mark.parametrize("step", ["", "offer/", "accept/", "confirm/", "press/"])
    def test_another_firms_contract_is_as_absent(self, step):
        contract = draft(applicant=enterprise(), of=unit())
        visitor = applicant()
        assert visitor.get(f"/contracts/{contract.pk}/{step}").status_code == 404
        assert visitor.get(f"/contracts/999999/{step}").status_code == 404


class TestParties:
    def test_who_belongs_to_nobody_is_told_what_to_do(self):
        visitor = Visitor(parties.nobody_yet())
        assert visitor.get("/dashboard/").headers["Location"] == "/parties/choose/"
        page = visitor.get("/parties/choose/").content.decode()
        assert ("/register/enterprise/" in page, "/register/team/" in page) == (True, True)

    def test_who_has_several_chooses(self):
        first = acting(enterprise(), "applicant_operator")
        second = acting(enterprise(), "applicant_operator", person=_user(first))
        visitor = Visitor(first)
        assert visitor.post("/parties/choose/", party=second.party_id).status_code == 303
        assert second.party_name in visitor.get("/dashboard/").content.decode()

    def test_nobody_chooses_a_party_that_is_not_his(self):
        visitor = Visitor(acting(enterprise(), "applicant_operator"))
        assert [
            visitor.post("/parties/choose/", party=wanted).status_code for wanted in (party().pk, "x", "", "9" * 5000)
        ] == [404] * 4

    def test_who_left_the_party_chosen_chooses_again(self):
        actor = acting(enterprise(), "applicant_operator")
        other = acting(enterprise(), "applicant_operator", person=_user(actor))
        visitor = Visitor(actor)
        _user(actor).memberships.filter(party=actor.party_id).update(ended_at=MONDAY)
        assert visitor.get("/coupons/").headers["Location"] == "/parties/choose/?next=/coupons/"
        assert other.party_name in visitor.get("/parties/choose/").content.decode()

    def test_a_manager_invites_a_member_and_removes_him(self):
        boss, guest = acting(enterprise(), "applicant_manager"), parties.user()
        visitor = Visitor(boss)
        assert visitor.post("/members/invite/", named=guest.username, role="applicant_operator").status_code == 303
        assert guest.username in text(visitor.get("/members/"))
        invited = Visitor(parties.nobody_yet(guest))
        assert boss.party_name in text(invited.get("/parties/choose/"))
        assert invited.post(f"/received-invitations/{guest.invitations.get().pk}/accept/").status_code == 303
        held = guest.memberships.get()
        assert visitor.post(f"/members/{held.pk}/remove/").status_code == 303
        assert guest.memberships.filter(ended_at=None).count() == 0

    def test_who_accepts_an_invitation_goes_on_for_the_same_party(self):
        boss, guest = acting(enterprise(), "applicant_manager"), acting(enterprise(), "applicant_operator")
        visitor, invited = Visitor(boss), Visitor(parties.nobody_yet(_user(guest)))
        visitor.post("/members/invite/", named=_user(guest).username, role="applicant_operator")
        row = _user(guest).invitations.get()
        assert invited.post(f"/received-invitations/{row.pk}/accept/").status_code == 303
        assert ACTING_PARTY not in invited.client.session

    def test_an_invitation_is_declined_or_withdrawn_on_its_page(self):
        boss, guest = acting(enterprise(), "applicant_manager"), parties.user()
        visitor, invited = Visitor(boss), Visitor(parties.nobody_yet(guest))
        visitor.post("/members/invite/", named=guest.username, role="applicant_operator")
        row = guest.invitations.get()
        assert invited.post(f"/received-invitations/{row.pk}/decline/").status_code == 303
        assert "待答复" in text(visitor.get("/members/"))
        assert visitor.post(f"/invitations/{row.pk}/withdraw/").status_code == 303
        assert guest.username not in text(visitor.get("/members/"))

    def test_a_member_leaves_on_the_page(self):
        operator = acting(enterprise(), "applicant_operator")
        answer = Visitor(operator).post("/members/leave/")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/parties/choose/")
        assert _user(operator).memberships.filter(ended_at=None).count() == 0

    def test_a_default_party_is_chosen_on_the_page(self):
        actor = acting(enterprise(), "applicant_operator")
        other = acting(enterprise(), "applicant_operator", person=_user(actor))
        assert Visitor(actor).post("/parties/choose/", default=other.party_id).status_code == 303
        assert _user(actor).default_party_id == other.party_id

    def test_the_last_manager_stays(self):
        boss = acting(enterprise(), "applicant_manager")
        held = _user(boss).memberships.get()
        assert codes(Visitor(boss).post(f"/members/{held.pk}/remove/")) == ["last_manager"]

    def test_the_last_manager_is_offered_neither_to_go_nor_to_be_removed(self):
        boss = acting(party := enterprise(), "applicant_manager")
        operator = acting(party, "applicant_operator")
        alone = text(Visitor(boss).get("/members/"))
        held = [_user(each).memberships.get().pk for each in (boss, operator)]
        assert [f"/members/{pk}/remove/" in alone for pk in held] == [False, True]
        assert ["/members/leave/" in text(Visitor(each).get("/members/")) for each in (boss, operator)] == [False, True]
        acting(party, "applicant_manager")
        page = text(Visitor(boss).get("/members/"))
        assert (f"/members/{held[0]}/remove/" in page, "/members/leave/" in page) == (True, True)

    def test_an_operator_takes_nobody_in(self):
        assert applicant().get("/members/invite/").status_code == 403


class TestRegistering:
    FIRM = {
        "name": "北京示例低温科技有限公司",
        "region": "beijing",
        "industry": "new_materials",
        "established_on": "2012-05-01",
        "staff": "501",
        "annual_sales": "1.00",
        "total_assets": "1.00",
        "legal_person": "on",
        "sound_finance": "on",
    }

    def test_the_self_check_names_each_condition_and_writes_nothing(self):
        round_()
        visitor = Visitor(parties.nobody_yet())
        answer = visitor.post("/register/enterprise/", check="1", uscc=parties.make_uscc(), **self.FIRM)
        failed = [line["code"] for line in answer.context["conditions"] if not line["met"]]
        assert (answer.status_code, failed) == (200, ["age_or_new_tech_sme", "staff"])
        assert visitor.get("/dashboard/").headers["Location"] == "/parties/choose/"

    def test_an_enterprise_is_registered_and_acted_for_at_once(self):
        visitor = Visitor(parties.nobody_yet())
        answer = visitor.post("/register/enterprise/", uscc=parties.make_uscc(), **self.FIRM)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/registration/evidence/")
        assert self.FIRM["name"] in visitor.get("/profile/").content.decode()

    def test_a_code_with_a_wrong_check_character_is_refused(self):
        code = parties.make_uscc()
        wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
        answer = Visitor(parties.nobody_yet()).post("/register/enterprise/", uscc=wrong, **self.FIRM)
        assert (answer.status_code, codes(answer)) == (422, ["uscc_check"])

    def test_a_team_is_registered_with_its_members(self):
        fields = {"name": "示例团队", "region": "beijing", "industry": "health", "project_stage": "testing"}
        person = {"name_0": "李示例", "id_number_0": parties.make_id_number(), "student_0": "on"}
        visitor = Visitor(parties.nobody_yet())
        assert visitor.post("/register/team/", **fields, **person).status_code == 303
        page = visitor.get("/profile/").content.decode()
        assert ("示例团队" in page, person["id_number_0"] in page) == (True, False)

    def test_facts_are_declared_anew_unless_somebody_else_did(self):
        firm = parties.enterprise()
        visitor = Visitor(parties.manager(firm))
        fields = {name: value for name, value in self.FIRM.items() if name != "name"}
        assert visitor.post("/profile/declare/", version="1", **fields).status_code == 303
        assert codes(visitor.post("/profile/declare/", version="1", **fields)) == ["stale_version"]


def _user(actor):
    from accounts.models import User

    return User.objects.get(pk=actor.user_id)

"""An applicant's pages in a browser without scripts: claim, coupons, return, projects, endings."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests.factories.contracts import MONDAY, acting, project, registered, service, unit
from tests.factories.pages import Visitor, codes, text
from tests.factories.redemptions import TOO_LATE, submitted
from tests.factories.redemptions import contract as completed
from tests.factories.rounds import LATE, coupon, enterprise, lapse, round_
from vouchers.models import AnnualUse, Coupon, Movement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def applicant(firm=None):
    return Visitor(acting(firm or enterprise(), "applicant_operator"))


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

"""The next step and deadline on pages, and how pages handle user input."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from core.web.fields import AmountField
from tests.factories import batches, redemptions
from tests.factories.contracts import MONDAY, acting, draft, registered, service, staff, unit
from tests.factories.pages import Visitor
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import Coupon

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def text_of(answer) -> str:
    """Return the text of a page without tags."""
    words = re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])
    return re.sub(r"\s+", " ", words)


class TestAmount:
    @pytest.mark.parametrize("written", ["50000", "50,000", "50，000.00", "¥50,000.00", " ￥50000 "])
    def test_it_is_taken_as_people_write_it(self, written):
        assert AmountField().clean(written) == Decimal("50000")

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("5,00", "请填写金额"),
            ("1,0000", "请填写金额"),
            ("五万", "请填写金额"),
            ("0.001", "金额最多两位小数"),
            ("9999999999999", "金额过大"),
        ],
    )
    def test_what_is_none_is_refused_in_its_own_words(self, written, said):
        answer = Visitor(acting(enterprise(), "applicant_operator")).post(
            f"/coupons/claim/{round_().pk}/", amount=written
        )
        assert (answer.status_code, said in text_of(answer)) == (422, True)


class TestApplicant:
    def test_the_claim_says_by_when_the_coupon_must_be_registered(self):
        page = text_of(Visitor(acting(enterprise(), "applicant_operator")).get(f"/coupons/claim/{round_().pk}/"))
        assert "今天申领，最迟在这一天登记合同 2026年3月17日" in page

    def test_a_draft_waits_until_the_first_coupon_lapses_and_comes_first(self):
        firm, lab = enterprise(), unit()
        coupon(of=firm)
        draft(applicant=firm, of=lab, title="晶体结构分析")
        page = text_of(Visitor(acting(firm, "applicant_operator")).get("/dashboard/"))
        assert re.search("为合同“晶体结构分析”选择创新券 2026年3月17日 .*逾期未登记.*找服务", page)

    def test_the_offer_says_how_much_the_contract_takes(self):
        firm, lab = enterprise(), unit()
        coupon(of=firm)
        row = draft(applicant=firm, of=lab, amount=Decimal("40000.01"))
        page = text_of(Visitor(acting(firm, "applicant_operator")).get(f"/contracts/{row.pk}/offer/"))
        assert "创新券最多可支付（第十二条） ¥20,000.00" in page

    def test_a_step_done_says_when_it_was_done_and_not_its_last_day(self):
        batches.pay(batches.payable("50000.00"))
        paid = Coupon.objects.get()
        page = text_of(Visitor(acting(paid.applicant, "applicant_operator")).get(f"/coupons/{paid.pk}/"))
        steps = page.partition("办理进度")[2].partition("券面信息")[0]
        assert f"{paid.redeem_by:%Y}年{paid.redeem_by.month}月{paid.redeem_by.day}日" not in steps
        assert steps.count("已完成") == 6

    def test_the_newest_redemption_on_its_way_stands_on_the_first_page_of_both_sides(self):
        row = redemptions.submitted()
        for actor in (acting(row.applicant, "applicant_operator"), acting(row.unit.party, "unit_operator")):
            page = text_of(Visitor(actor).get("/dashboard/"))
            assert f"兑现办理进度 兑现申请 {row.number}" in page


class TestUnit:
    def test_the_service_that_was_asked_for_is_chosen_in_a_record(self):
        row = registered(coupon())
        made = service(row.unit)
        row.project.service = made
        row.project.save()
        page = Visitor(acting(row.unit.party, "unit_operator")).get(f"/service-contracts/{row.pk}/records/add/")
        assert f'<option value="{made.pk}" selected>' in page.content.decode()

    def test_enter_in_an_invoice_saves_and_removes_no_row(self):
        row = redemptions.draft()
        page = Visitor(acting(row.unit.party, "unit_operator")).get(f"/redemptions/{row.pk}/invoices/").content.decode()
        form = page.partition('id="rows"')[2]
        assert "name=" not in re.search(r"<button[^>]*>", form)[0]


class TestStaff:
    def test_no_opinion_is_chosen_before_somebody_has_one(self):
        row = batches.redemption()
        batch = batches.reviewing(row)
        page = Visitor(staff("case_officer")).get(f"/batches/{batch.pk}/items/{row.pk}/decide/").content.decode()
        assert re.findall(r'name="decision"[^>]*checked', page) == []

    def test_a_summarised_batch_waits_for_a_second_person(self):
        batch = batches.summarised(batches.redemption())
        page = text_of(Visitor(staff("case_officer")).get(f"/batches/{batch.pk}/"))
        assert "另一人复核" in page and "汇总人和提出过评审意见的人不能复核" in page

    def test_auditors_read_names_and_members_those_of_their_own_party(self):
        made = coupon()
        name = "示例经办人"
        actor = acting(made.applicant, "applicant_operator")
        from accounts.models import User
        from vouchers.services.coupons import return_coupon

        User.objects.filter(pk=actor.user_id).update(name=name)
        return_coupon(coupon_id=made.pk, applicant_id=made.applicant_id, actor_id=actor.user_id, at=MONDAY)
        path = f"/events/?subject_kind=coupon&subject_id={made.pk}"
        assert name in text_of(Visitor(staff("auditor")).client.get(path))
        assert name in text_of(Visitor(actor).client.get(path)).partition("事件检索")[2]  # a person of the own party
        assert name not in text_of(Visitor(acting(coupon().applicant, "applicant_operator")).client.get(path))


class TestEverybody:
    def test_open_rounds_come_first_and_lead_to_the_claim(self):
        open_round, coming = round_(), round_(opens_at=MONDAY + timedelta(days=5))
        page = Visitor().get("/announced-rounds/").content.decode()
        places = [page.index(f'/announced-rounds/{row.pk}/"') for row in (open_round, coming)]
        assert places == sorted(places)
        assert re.findall(r'href="/coupons/claim/(\d+)/"', page) == [str(open_round.pk)]

    def test_a_round_says_the_deadlines_of_its_policy(self):
        page = text_of(Visitor().get(f"/announced-rounds/{round_().pk}/"))
        assert "登记期限（自领券） 15 日，遇休息日顺延" in page and "有效期（自登记） 3 个月" in page

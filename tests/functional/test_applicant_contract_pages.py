"""An applicant's contracts in a browser without scripts: coupons offered, results accepted, amendments confirmed."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from core.templatetags.formatting import day
from tests.factories.contracts import MONDAY, acting, draft, offer, register, registered, unit, user
from tests.factories.pages import Visitor, codes, text
from tests.factories.redemptions import contract as completed
from tests.factories.redemptions import draft as draft_redemption
from tests.factories.redemptions import enter, invoice, record_service, set_actual
from tests.factories.rounds import coupon, enterprise
from vouchers.models import ServiceContract
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

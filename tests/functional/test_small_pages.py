"""What smaller pages say of the next step, of who reviewed, and of where one came from."""

import pytest

from redemptions.selectors.evidence import make_check_sheet
from tests.factories import batches, parties, redemptions
from tests.factories.contracts import MONDAY, acting, draft, offer, registered, staff, unit
from tests.factories.pages import Visitor, of, text
from tests.factories.rounds import coupon, enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


def test_after_coupons_are_chosen_the_unit_registers_them_by_a_day():
    firm = enterprise()
    contract = draft(applicant=firm, of=unit())
    visitor = Visitor(acting(firm, "applicant_operator"))
    assert "核对合同，选择用于本合同的创新券" in text(visitor.get(f"/contracts/{contract.pk}/"))
    offer(contract, coupon(of=firm))
    page = text(visitor.get(f"/contracts/{contract.pk}/"))
    assert ('id="next-act"' in page, "登记所选的创新券" in page, "2026年3月17日" in page) == (True, True, True)


def test_the_check_sheet_names_the_sum_that_the_refusal_names(monday):
    monday.move_to(redemptions.DONE, tick=False)
    row = redemptions.draft()
    redemptions.enter(row, redemptions.invoice(row, amount=row.payable - 1))
    [check] = [each for each in make_check_sheet(row.pk, at=redemptions.DONE) if each.code == "amounts_agree"]
    answer = Visitor(acting(row.unit.party, "unit_operator")).post(f"/redemptions/{row.pk}/submit/", version="2")
    assert f"少于所需的 {check.params['least']} 元".replace(",", "") in text(answer).replace(",", "")


def test_the_review_of_a_batch_has_its_day_and_its_people():
    batch = batches.summarised(batches.redemption("10000.00"))
    [reviewer] = {item.decided_by.name for item in batch.redemptions.all()}
    review = of("auditor").get(f"/batches/{batch.pk}/").context["steps"][1]
    assert (review["status"], review["day"], review["who"]) == ("done", batch.summarised_at, reviewer)


def test_registrations_that_wait_say_since_when():
    parties.enterprise(verified=False)
    page = text(Visitor(staff("case_officer")).get("/dashboard/"))
    line = page.partition(">核实主体</a>")[2].partition("</li>")[0]
    assert "最早提交于" in line


def test_two_notices_of_one_title_differ():
    numbers = [batches.publicised(batches.redemption("10000.00")).number for _ in range(2)]
    page = text(Visitor().get("/publicity/"))
    assert [f"（{number}）</a>" in page for number in numbers] == [True, True]


@pytest.mark.parametrize("side", ["applicant", "unit"])
def test_both_sides_of_a_contract_see_who_acts_next_and_by_when(side, monday):
    contract = registered(coupon())
    actors = {
        "applicant": acting(contract.applicant, "applicant_operator"),
        "unit": acting(contract.unit.party, "unit_operator"),
    }
    paths = {"applicant": f"/contracts/{contract.pk}/", "unit": f"/service-contracts/{contract.pk}/"}
    page = text(Visitor(actors[side]).get(paths[side]))
    card = page[page.index('id="next-act"') :].split("</section>")[0]
    assert [part for part in (contract.unit.party.name, "完成服务，并申请兑现") if part not in card] == []

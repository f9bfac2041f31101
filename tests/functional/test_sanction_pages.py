"""Sanctions by clicking: proposed against a party found by name, heard, decided, lifted; what the unit sees of it."""

import pytest

from oversight.models import Sanction
from payments.models import Payment
from tests.factories import batches, contracts, sanctions
from tests.factories.pages import Visitor, click, codes, of, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
AT = batches.OVER
FORM = {
    "measure": "payments_suspended",
    "begins_on": "2026-03-10",
    "until": "2026-06-10",
    "reason": "拒不配合监督检查",
}


@pytest.fixture
def payment(now):
    now(AT)
    return batches.payable("30000.00")


def member(party):
    return Visitor(contracts.acting(party, "unit_manager"))


def test_from_the_search_of_the_party_to_the_lifting(payment):
    officer, approver, unit = of("case_officer"), of("approver"), payment.payee
    form = f"/parties/{unit.pk}/sanction/"
    assert form in text(officer.get("/sanctions/propose/", text=unit.name))
    assert form in text(officer.get("/sanctions/propose/", text=unit.uscc))
    assert "现有 1 笔、¥30,000.00" in text(officer.get(form))
    page = click(officer, form, **FORM).headers["Location"]
    click(officer, f"{page}hear/", statement="愿意整改")
    click(approver, f"{page}decide/")
    assert Payment.objects.get().state == "suspended"
    click(officer, f"{page}propose-lifting/", reason="已整改")
    click(approver, f"{page}lift/")
    assert (Payment.objects.get().state, Sanction.objects.get().state) == ("pending", "lifted")


def test_nothing_is_found_before_a_name_is_typed(payment):
    shown = text(of("case_officer").get("/sanctions/propose/"))
    assert payment.payee.name not in shown and "先选单位" in shown


def test_who_proposed_does_not_see_the_decision(payment):
    approver = contracts.staff("approver")
    row = sanctions.heard(payment.payee_id, proposed_by=approver.user_id)
    shown = text(Visitor(approver).get(f"/sanctions/{row.pk}/"))
    assert "须由另一人办理" in shown and f"/sanctions/{row.pk}/decide/" not in shown


def test_a_lifting_that_is_refused_may_be_proposed_again(payment):
    row = sanctions.lifting(sanctions.decided(payment.payee_id))
    page = f"/sanctions/{row.pk}/"
    approver, officer = of("approver"), of("case_officer")
    assert "待审批人员确认" in text(approver.get(page))
    click(approver, f"{page}refuse-lifting/", reason="整改不到位")
    assert f"{page}propose-lifting/" in text(officer.get(page))


def test_wrong_days_are_said_on_the_form(payment):
    answer = click(of("case_officer"), f"/parties/{payment.payee_id}/sanction/", **{**FORM, "until": "2027-03-11"})
    assert (answer.status_code, codes(answer), Sanction.objects.count()) == (422, ["sanction_days"], 0)


def test_the_unit_sees_since_when_until_when_and_why_its_money_is_held(payment):
    sanctions.decided(payment.payee_id)
    unit = member(payment.payee)
    for page in ("/dashboard/", "/payments/", f"/payments/{payment.pk}/"):
        shown = text(unit.get(page))
        assert "自 2026年3月10日 起暂停拨付，至 2026年4月8日 止：拒不配合监督检查" in shown


def test_the_unit_sees_its_own_measure_without_names_of_staff_and_no_other(payment):
    row, other = sanctions.decided(payment.payee_id), sanctions.decided(contracts.party().pk)
    unit = member(payment.payee)
    shown = text(unit.get(f"/sanctions/{row.pk}/"))
    assert "拒不配合监督检查" in shown and row.proposed_by.name not in shown
    assert unit.get(f"/sanctions/{other.pk}/").status_code == 404
    assert other.number not in text(unit.get("/sanctions/"))


def test_lists_find_by_number_state_and_measure(payment):
    row = sanctions.lifting(sanctions.decided(payment.payee_id))
    auditor = of("auditor")
    for query in ({"text": row.number}, {"state": "to_lift"}, {"measure": "payments_suspended"}):
        assert row.number in text(auditor.get("/sanctions/", **query))
    assert row.number not in text(auditor.get("/sanctions/", measure="applicant_barred"))


@pytest.mark.parametrize(
    ("make", "role", "title"),
    [
        (sanctions.heard, "approver", "作出处理决定"),
        (lambda pk: sanctions.lifting(sanctions.decided(pk)), "approver", "确认解除处理措施"),
    ],
)
def test_pending_work_is_on_first_pages(payment, make, role, title):
    make(payment.payee_id)
    assert title in text(of(role).get("/dashboard/"))

"""Accounts of payees by clicking: entered by the unit's manager, checked by two of finance, stopped by the link of a mail."""

import re

import pytest
from django.core import mail

from core.events.outbox import deliver_outbox
from core.notifications.mail import send_mails
from payments.models import PayeeAccount, Payment
from redemptions.models import Redemption
from tests.factories import batches, contracts, redemptions, rounds
from tests.factories import payee_accounts as make
from tests.factories.contracts import MONDAY
from tests.factories.pages import Visitor, click, codes, of, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

FORM = {
    "kind": "bank",
    "holder": "示例研究院",
    "holder_reason": "",
    "bank_name": "示例银行中关村支行",
    "bank_code": "９９９１００００００１１",
    "number": "0200 0001 0901 4400 123",
}


@pytest.fixture
def unit(now):
    now(MONDAY)
    rounds.policy()
    return contracts.party(name="示例研究院")


def member(unit, role="unit_manager"):
    return Visitor(contracts.acting(unit, role))


def test_from_the_form_to_the_current_account(unit):
    manager = member(unit)
    page = click(manager, "/payee-accounts/enter/", **FORM).headers["Location"]
    assert "****0123" in text(manager.get(page)) and make.NUMBER not in text(manager.get(page))
    finance = of("finance")
    assert page in text(finance.get("/payee-accounts/?state=entered"))
    click(finance, f"{page}check/", number="0200-0001-0901-4400-123")
    assert PayeeAccount.objects.get().state == "current" and "使用中" in text(manager.get(page))


def test_from_a_change_to_its_waiting(unit):
    make.ready(unit.pk)
    page = click(member(unit), "/payee-accounts/enter/", **{**FORM, "number": make.OTHER_NUMBER}).headers["Location"]
    first, second = of("finance"), of("finance")
    shown = text(first.get(page))
    assert "原账户" in shown and "****0123" in shown and "****9012" in shown
    click(first, f"{page}check/", number=make.OTHER_NUMBER)
    assert "须由另一名财务人员复核" in text(first.get(page)) and f"{page}confirm/" not in text(first.get(page))
    click(second, f"{page}confirm/", number=make.OTHER_NUMBER)
    assert "2026年3月5日" in text(member(unit).get(page))


def test_every_wrong_field_is_named(unit):
    wrong = {**FORM, "number": "123", "bank_code": "999100000012", "holder": "他人"}
    answer = click(member(unit), "/payee-accounts/enter/", **wrong)
    assert (answer.status_code, codes(answer)) == (422, ["account_number", "bank_code", "account_holder"])


def test_an_operator_enters_nothing_and_stops_a_change(unit):
    change, operator = make.change(unit.pk), member(unit, "unit_operator")
    assert operator.get("/payee-accounts/enter/").status_code == 403
    click(operator, f"/payee-accounts/{change.pk}/stop/")
    assert PayeeAccount.objects.get(pk=change.pk).state == "stopped"


def test_the_link_of_a_mail_shows_the_change_and_a_post_stops_it(unit):
    contracts.acting(unit, "unit_operator")
    change = make.waiting(unit.pk)
    deliver_outbox(at=MONDAY)
    send_mails(at=MONDAY, progress=lambda count: None)
    link = next(found[0] for each in mail.outbox if (found := re.search(r"/payee-accounts/stop/\w+/", each.body)))
    anybody = Visitor()
    assert "****9012" in text(anybody.get(link)) and PayeeAccount.objects.get(pk=change.pk).state == "waiting"
    assert "已停止" in text(anybody.post(link)) and PayeeAccount.objects.get(pk=change.pk).state == "stopped"
    assert [anybody.get(link).status_code, anybody.post(link).status_code] == [404, 404]


def test_a_draft_says_that_its_payee_has_no_account_and_its_manager_is_asked_for_it(now):
    row = redemptions.draft()
    now(redemptions.DONE)
    unit = row.unit.party
    for role, linked in (("unit_manager", True), ("unit_operator", False)):
        shown = text(member(unit, role).get(f"/redemptions/{row.pk}/"))
        assert "还没有收款账户" in shown and ('<a href="/payee-accounts/">收款账户' in shown) is linked
        assert ("/payee-accounts/enter/" in text(member(unit, role).get("/dashboard/"))) is linked
    make.ready(unit.pk)
    shown = text(member(unit).get(f"/redemptions/{row.pk}/"))
    assert "还没有收款账户" not in shown and "/payee-accounts/enter/" not in text(member(unit).get("/dashboard/"))


def test_where_the_policy_pays_the_applicant_the_applicants_account_is_missed(now):
    version = rounds.policy(code="elsewhere", payee="applicant")
    row = redemptions.draft(redemptions.contract("1000.00", in_round=rounds.round_(version=version)))
    now(redemptions.DONE)
    make.ready(row.unit_id)
    manager = member(row.applicant, "applicant_manager")
    assert "还没有收款账户" in text(manager.get(f"/redemptions/{row.pk}/"))
    assert "/payee-accounts/enter/" in text(manager.get("/dashboard/"))
    assert "/payee-accounts/enter/" not in text(member(row.unit.party).get("/dashboard/"))
    make.ready(row.applicant_id)
    assert "查看收款账户" in text(manager.get(f"/redemptions/{row.pk}/"))
    assert "查看收款账户" not in text(member(row.unit.party).get(f"/redemptions/{row.pk}/"))


def test_a_payment_says_why_it_waits(now):
    row = batches.redemption()
    batches.approve(batches.publicised(row))
    now(batches.OVER)
    payment, unit = Payment.objects.get(), Redemption.objects.get().unit.party
    assert "还没有收款账户" in text(member(unit).get(f"/payments/{payment.pk}/"))
    shown = text(of("finance").get("/orders/prepare/"))
    assert "另有 1 笔" in shown and "没有可以拨付的款项" in shown
    make.change(unit.pk)
    assert "收款账户正在变更" in text(of("finance").get(f"/payments/{payment.pk}/"))


def test_finance_finds_accounts_among_its_work(unit):
    make.change(unit.pk)
    assert "/payee-accounts/?state=to_check" in text(of("finance").get("/dashboard/"))

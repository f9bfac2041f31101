"""Recoveries by clicking: proposed, answered, decided, repaid by two persons; a return that is kept, on every page of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payments.models import KeptReturn, Payment, Recovery
from tests import files
from tests.factories import batches, manual_answers
from tests.factories import recoveries as make
from tests.factories.api import Caller
from tests.factories.batches import OVER
from tests.factories.contracts import acting, staff
from tests.factories.pages import Visitor, of, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def payment(now):
    """A paid payment of 30,000, a day after it arrived."""
    row = batches.pay(batches.payable("10000.00", "20000.00"))
    now(OVER + timedelta(days=1))
    return row


def send(visitor, path, **fields):
    return visitor.post(path, key=visitor.key_of(path), **fields)


def test_an_officer_proposes_and_the_debtor_sees_why_and_answers(payment):
    answer = send(of("case_officer"), f"/payments/{payment.pk}/recover/", amount="9000.00", reason="检测报告系伪造")
    row = Recovery.objects.get()
    assert answer.headers["Location"] == f"/recoveries/{row.pk}/"
    debtor = Visitor(acting(payment.payee, "unit_manager"))
    assert "检测报告系伪造" in text(debtor.get(f"/recoveries/{row.pk}/"))
    assert send(debtor, f"/recoveries/{row.pk}/answer/", statement="不属实").status_code == 303
    assert "不属实" in text(of("approver").get(f"/recoveries/{row.pk}/"))


def test_an_approver_decides_in_instalments_and_the_debtor_sees_its_days(payment):
    row = make.heard(payment, amount="9000.00")
    answer = send(of("approver"), f"/recoveries/{row.pk}/decide/", first_due_on="2026-04-30", count="2")
    assert answer.status_code == 303
    shown = text(Visitor(acting(payment.payee, "unit_manager")).get(f"/recoveries/{row.pk}/"))
    assert "4,500.00" in shown and "2026年4月30日" in shown and "2026年5月30日" in shown


def test_finance_enters_a_repayment_and_another_confirms_it(payment):
    row, first = make.owed(payment, amount="9000.00"), of("finance")
    file, day = files.upload("回单.pdf", files.pdf("回单")), f"{OVER + timedelta(days=1):%Y-%m-%d}"
    path = f"/recoveries/{row.pk}/repay/"
    assert send(first, path, amount="4000.00", paid_on=day, reference="HK-1", file=file).status_code == 303
    confirm = f"/repayments/{row.repayments.get().pk}/confirm/"
    assert confirm not in text(first.get(f"/recoveries/{row.pk}/"))
    assert send(of("finance"), confirm).status_code == 303
    assert (Recovery.objects.get().state, str(Recovery.objects.get().repaid)) == ("partly_repaid", "4000.00")


@pytest.mark.parametrize(
    ("state", "shows", "hides"),
    [
        (make.proposed, (), ("尚未归还", "核销金额")),
        (make.owed, ("尚未归还",), ("核销金额",)),
        (lambda payment: make.written_off(make.owed(payment)), ("核销金额",), ("尚未归还",)),
    ],
    ids=["proposed", "owed", "written_off"],
)
def test_only_what_is_owed_is_shown_as_not_repaid(payment, state, shows, hides):
    page = text(of("finance").get(f"/recoveries/{state(payment).pk}/"))
    assert [word in page for word in (*shows, *hides)] == [True] * len(shows) + [False] * len(hides)


def test_the_page_asks_no_more_for_more_repayments(payment, django_assert_num_queries):
    row, visitor = make.owed(payment), of("auditor")
    make.entered(row, "100.00")
    path = f"/recoveries/{row.pk}/"
    visitor.get(path)
    with CaptureQueriesContext(connection) as one:
        visitor.get(path)
    for amount in ("200.00", "300.00"):
        make.entered(row, amount)
    with django_assert_num_queries(len(one)):
        assert "300.00" in text(visitor.get(path))


def test_the_second_person_reads_what_is_kept_and_what_is_paid_again_before_the_step(payment):
    make.owed(payment, amount="9000.00")
    answer = manual_answers.entered(payment, "returned", at=OVER + timedelta(days=1))
    finance = of("finance")
    shown = text(finance.get(f"/manual-answers/{answer.pk}/confirm/"))
    assert "9,000.00" in shown and "21,000.00" in shown and "抵还追回款" in shown
    assert send(finance, f"/manual-answers/{answer.pk}/confirm/", version="1").status_code == 303
    assert str(KeptReturn.objects.get().rest) == "21000.00"


def test_who_enters_a_return_reads_in_advance_what_is_kept(payment):
    finance, path = of("finance"), f"/payments/{payment.pk}/answer/"
    before = text(finance.get(path))
    make.owed(payment, amount="9000.00")
    after = text(finance.get(path))
    assert ["抵还追回款" in before, "9,000.00" in after and "21,000.00" in after and "抵还追回款" in after] == [
        False,
        True,
    ]


def test_the_payments_of_a_kept_return_name_each_other_and_offer_no_other_return(payment):
    make.owed(payment, amount="9000.00")
    manual_answers.confirmed(payment, "returned", at=OVER + timedelta(days=1))
    again = Payment.objects.get(subject_kind="kept_return")
    debtor = Visitor(acting(payment.payee, "unit_manager"))
    for visitor in (of("finance"), debtor):
        shown = text(visitor.get(f"/payments/{payment.pk}/"))
        assert f"/payments/{again.pk}/" in shown and f"/payments/{payment.pk}/answer/" not in shown
        assert f"/payments/{payment.pk}/" in text(visitor.get(f"/payments/{again.pk}/"))


def test_the_api_says_what_was_kept(payment):
    make.owed(payment, amount="9000.00")
    answer = manual_answers.entered(payment, "returned", at=OVER + timedelta(days=1))
    caller = Caller(staff("finance"))
    before = caller.get(f"manual-answers/{answer.pk}/").json()
    assert (before["kept"], before["rest"]) == (None, None)
    assert caller.post(f"manual-answers/{answer.pk}/confirm/", {"version": 1}).status_code == 200
    shown = caller.get(f"manual-answers/{answer.pk}/").json()
    assert (shown["kept"], shown["rest"]) == ("9000.00", "21000.00")


def test_a_number_of_the_bank_is_entered_once_however_it_is_typed(payment):
    row = make.owed(payment, amount="9000.00")
    make.entered(row, "1000.00", reference="HK-10")
    typed = {"amount": "1000.00", "paid_on": f"{OVER + timedelta(days=1):%Y-%m-%d}", "reference": " ｈｋ－1 0"}
    paper = files.upload("回单.pdf", files.pdf("回单"))
    page = send(of("finance"), f"/recoveries/{row.pk}/repay/", **typed, file=paper)
    assert (page.status_code, row.repayments.count()) == (422, 1)
    answer = Caller(staff("finance")).send_files(
        f"recoveries/{row.pk}/repayments/", {**typed, "file": files.upload("回单.pdf", files.pdf("回单"))}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "repayment_reference")

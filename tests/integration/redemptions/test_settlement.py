"""From a final decision to a paid coupon, a closed contract and a closed batch."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from payments.models import Payment
from payments.rules.windows import Window
from redemptions.models import Redemption, RedemptionBatch
from redemptions.services.batches import summarise_batch
from redemptions.services.settlement import redemption_windows
from tests.factories import batches as make
from tests.factories.contracts import MONDAY
from tests.factories.outcomes import broken
from tests.factories.rounds import policy, round_
from vouchers.models import Coupon, Round, ServiceContract

pytestmark = pytest.mark.django_db


def insert_payment(row, *, amount="50000.00", created_at=make.OVER):
    """Insert a payment directly, without a service."""
    return Payment.objects.create(
        payee_id=row.unit_id,
        subject_kind="redemption",
        subject_id=row.pk,
        label="兑现申请",
        amount=Decimal(amount),
        approved_on=date(2026, 3, 10),
        not_before=date(2026, 3, 10),
        fiscal_year=2026,
        created_at=created_at,
    )


def final_without_payment(row):
    """An approved redemption with its payment deleted, so that only the database checks another one."""
    payment = Payment.objects.get(subject_id=row.pk)
    Payment.objects.filter(pk=payment.pk).delete()
    return Redemption.objects.get(pk=row.pk)


def refused_by_the_database(call):
    with pytest.raises(IntegrityError, match="not final after a notice"):
        call()


def test_the_rounds_of_several_redemptions_are_locked_in_order_before_one_of_them_moves():
    rows = [make.redemption(), make.redemption("30000.00", "20000.00", actual="60000.00")]
    batch = make.publicised(*rows)
    with CaptureQueriesContext(connection) as made:
        make.approve(batch)
    about = [query["sql"] for query in made if "vouchers_round" in query["sql"]]
    locks = [
        place for place, sql in enumerate(about) if sql.endswith('ORDER BY "vouchers_round"."id" ASC FOR NO KEY UPDATE')
    ]
    writes = [place for place, sql in enumerate(about) if sql.startswith("UPDATE")]
    assert len(locks) == 1 and len(writes) >= 2 and locks[0] < writes[0]


def test_a_confirmed_payment_pays_coupons_and_closes_contract_and_batch():
    payment = make.payable("30000.00", "20000.00")
    make.pay(payment)
    assert list(Coupon.objects.values_list("state", flat=True)) == ["paid", "paid"]
    assert (Redemption.objects.get().state, ServiceContract.objects.get().state) == ("paid", "closed")
    batch = RedemptionBatch.objects.get()
    assert (batch.state, batch.closed_at) == ("closed", make.OVER)
    money = Round.objects.get()
    assert (money.free, money.approved, money.paid) == (Decimal("950000.00"), Decimal("0.00"), Decimal("50000.00"))
    assert broken() == []


def test_a_batch_is_paying_until_its_last_item_is_paid():
    rows = [make.redemption(), make.redemption()]
    make.approve(make.publicised(*rows))
    first, second = Payment.objects.order_by("pk")
    make.pay(first)
    assert RedemptionBatch.objects.get().state == "paying"
    make.pay(second)
    assert (RedemptionBatch.objects.get().state, broken()) == ("closed", [])


def test_a_batch_with_a_decision_under_appeal_is_not_closed():
    approved, rejected = make.redemption(), make.redemption()
    batch = make.reviewing(approved, rejected)
    make.decide(rejected, "reject")
    make.decide(approved)
    summarise_batch(batch_id=batch.pk, actor_id=batch.prepared_by_id, at=MONDAY)
    make.approve(make.publicise(batch))
    make.pay(Payment.objects.get())
    assert RedemptionBatch.objects.get().state == "paying"


def test_a_carried_item_does_not_hold_up_its_batch():
    clean, objected = make.redemption(), make.redemption()
    batch = make.publicised(clean, objected)
    make.objection(objected)
    make.approve(batch)
    make.pay(Payment.objects.get())
    assert RedemptionBatch.objects.get().state == "closed"


@pytest.mark.parametrize(
    ("on", "not_before", "fiscal_year"),
    [
        (date(2026, 9, 30), date(2026, 9, 30), 2026),
        (date(2026, 10, 1), date(2027, 1, 1), 2027),
        (date(2027, 1, 1), date(2027, 1, 1), 2027),
    ],
)
def test_the_window_of_a_redemption_is_that_of_its_policy(on, not_before, fiscal_year):
    row = make.redemption()
    windows = redemption_windows(subject_ids=[row.pk], on=on)
    assert windows == {row.pk: Window(not_before=not_before, fiscal_year=fiscal_year)}


def test_the_database_takes_a_payment_of_a_final_publicised_redemption():
    row = make.redemption()
    make.approve(make.publicised(row))
    assert insert_payment(final_without_payment(row)).pk


def test_the_database_refuses_a_payment_before_the_decision():
    row = make.redemption()
    make.publicised(row)
    refused_by_the_database(lambda: insert_payment(row))


def test_the_database_refuses_a_payment_while_the_notice_runs():
    row = make.redemption()
    make.approve(make.publicised(row))
    final = final_without_payment(row)
    refused_by_the_database(lambda: insert_payment(final, created_at=make.LAST_SECOND))


def test_the_database_refuses_a_payment_of_another_amount():
    row = make.redemption()
    make.approve(make.publicised(row))
    final = final_without_payment(row)
    refused_by_the_database(lambda: insert_payment(final, amount="49999.99"))


def test_the_database_refuses_a_payment_with_an_open_objection():
    row = make.redemption()
    batch = make.publicised(row)
    objection = make.objection(row)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute("UPDATE redemptions_redemption SET state = 'final' WHERE id = %s", [row.pk])
        cursor.execute("SET LOCAL session_replication_role = 'origin'")
    assert (objection.state, batch.state) == ("filed", "publicised")
    refused_by_the_database(lambda: insert_payment(row))


def test_the_database_refuses_to_change_the_amount_of_a_payment():
    payment = make.payable("50000.00")
    refused_by_the_database(lambda: Payment.objects.filter(pk=payment.pk).update(amount=Decimal("50000.01")))


def test_a_payment_goes_to_the_applicant_where_the_policy_says_so():
    row = make.redemption(in_round=round_(version=policy(code="elsewhere", payee="applicant")))
    make.approve(make.publicised(row))
    assert Payment.objects.get().payee_id == row.applicant_id


def test_an_approval_in_the_fourth_quarter_is_paid_in_the_next_year():
    october = datetime.fromisoformat("2026-10-12T09:00:00+08:00")
    payment = make.payable("50000.00", at=october)
    assert (payment.not_before, payment.fiscal_year) == (date(2027, 1, 1), 2027)

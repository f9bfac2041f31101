"""Accounts of payees: entered, checked, changed with a second person and days of waiting, stopped; payments wait with them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, connection

from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from core.notifications.mail import send_mails
from core.timekeeping.holiday_notices import DayEntry, enter_calendar_year
from core.values.errors import DomainError
from payments.models import PayeeAccount, Payment, PaymentOrder
from payments.rules.payee_accounts import AccountStanding
from payments.selectors.change_links import token_of
from payments.selectors.payee_accounts import get_standing
from payments.services import orders
from payments.services.payee_accounts import (
    open_number,
    recompute_waits,
    refuse_account,
    stop_account,
    stop_change_by_link,
)
from tests.factories import batches, conflicts, contracts, rounds
from tests.factories import payee_accounts as make
from tests.factories.contracts import MONDAY
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _policy():
    rounds.policy()


@pytest.fixture
def party():
    return contracts.party()


def refused(call, *codes):
    tables = (Event, PayeeAccount, Payment, PaymentOrder)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    with pytest.raises(DomainError) as caught:
        call()
    assert [each.code for each in caught.value.refusals] == [*codes]
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def states(party_id):
    return list(PayeeAccount.objects.filter(party=party_id).order_by("pk").values_list("state", flat=True))


def told(account):
    rows = Event.objects.filter(subject_kind="payee_account", subject_id=account.pk).order_by("pk")
    return [row.type.removeprefix("payee_account.") for row in rows]


# The first account


def test_the_first_account_is_current_once_it_is_checked(party):
    account = make.entered(party.pk)
    assert (account.state, get_standing(party.pk)) == ("entered", AccountStanding.UNCHECKED)
    assert make.checked(account).state == "current"
    assert (get_standing(party.pk), told(account)) == (AccountStanding.READY, ["entered", "accepted"])


def test_a_number_is_stored_encrypted_and_shown_by_its_last_four(party):
    account = make.entered(party.pk)
    assert make.NUMBER.encode() not in bytes(account.number_encrypted)
    assert (account.masked, open_number(account)) == ("****0123", make.NUMBER)
    assert make.NUMBER not in str(list(Event.objects.values_list("data", flat=True)))


def test_everything_wrong_with_an_account_is_refused_at_once(party):
    changes = {"number": "1234", "bank_code": "999100000012", "holder": "他人"}
    refused(lambda: make.entered(party.pk, **changes), "account_number", "bank_code", "account_holder")


@pytest.mark.parametrize("column", ["holder", "bank_name"])
def test_a_name_that_turns_its_direction_is_refused(party, column):
    reason = {"holder_reason": "资金由集团代管"}
    refused(lambda: make.entered(party.pk, **{**reason, column: "甲\u202e乙"}), "name_direction")


def test_another_holder_needs_a_reason(party):
    refused(lambda: make.entered(party.pk, holder="示例集团"), "account_holder")
    assert make.entered(party.pk, holder="示例集团", holder_reason="资金由集团代管").holder == "示例集团"


def test_a_party_has_one_open_account(party):
    make.entered(party.pk)
    refused(lambda: make.entered(party.pk, number=make.OTHER_NUMBER), "account_open")


def test_a_number_that_finance_reads_differently_is_not_accepted(party):
    account, finance = make.entered(party.pk), contracts.staff("finance").user_id
    wrong = {"number": "0200000109014400124", "actor_id": finance, "at": MONDAY}
    refused(lambda: make.check_account(account_id=account.pk, **wrong), "account_number_differs")
    spelled = {**wrong, "number": "0200-0001-0901-4400-123"}
    assert make.check_account(account_id=account.pk, **spelled).state == "current"


def test_who_entered_an_account_does_not_check_it(party):
    account = make.entered(party.pk)
    refused(lambda: make.checked(account, actor_id=account.entered_by_id), "same_person")


def test_who_has_a_conflict_of_interest_does_not_check_it(party):
    account, tied = make.entered(party.pk), conflicts.tied("finance", party).user_id
    refused(lambda: make.checked(account, actor_id=tied), "conflict_of_interest")


def test_a_refused_account_may_be_entered_anew(party):
    account, finance = make.entered(party.pk), contracts.staff("finance").user_id
    refuse_account(account_id=account.pk, reason="联行号不符", actor_id=finance, at=MONDAY)
    assert (make.checked(make.entered(party.pk)).state, states(party.pk)) == ("current", ["refused", "current"])


# A change


def test_a_change_takes_two_persons_and_three_working_days(party):
    change = make.waiting(party.pk)
    assert change.waits_until == date(2026, 3, 5)
    assert make.activate(at=make.WAITED - timedelta(seconds=1)) == 0
    assert (make.activate(), make.activate()) == (1, 0)
    assert states(party.pk) == ["replaced", "current"]
    assert told(change) == ["entered", "checked", "confirmed", "activated"]


def test_an_account_that_was_a_change_is_changed_again(party):
    make.waiting(party.pk)
    make.activate()
    again = make.checked(make.entered(party.pk, at=make.WAITED), at=make.WAITED)
    make.confirmed(again, at=make.WAITED)
    assert make.activate(at=make.WAITED + timedelta(days=7)) == 1
    assert (states(party.pk), broken()) == (["replaced", "replaced", "current"], [])


def test_who_checked_a_change_does_not_confirm_it(party):
    change = make.checked(make.change(party.pk))
    refused(lambda: make.confirmed(change, actor_id=change.checked_by_id), "same_person")


def test_a_change_is_not_confirmed_before_its_check(party):
    change, finance = make.change(party.pk), contracts.staff("finance").user_id
    refused(lambda: make.confirmed(change, actor_id=finance), "illegal_state")


def test_the_current_account_is_no_change(party):
    make.ready(party.pk)
    refused(lambda: make.entered(party.pk), "account_unchanged")


def test_the_longest_wait_of_the_policies_in_force_counts(party):
    own = rounds.policy().params["deadlines"]
    longer = {**own, "account_change": {**own["account_change"], "count": 4}}
    rounds.policy(code="elsewhere", deadlines=longer)
    assert make.waiting(party.pk).waits_until == date(2026, 3, 6)


@pytest.mark.parametrize("step", [make.change, lambda pk: make.checked(make.change(pk)), make.waiting])
def test_a_change_is_stopped_by_its_party_in_every_state(party, step):
    change = step(party.pk)
    stop_account(account_id=change.pk, party_id=party.pk, actor_id=contracts.user().pk, at=MONDAY)
    assert (states(party.pk), make.activate()) == (["current", "stopped"], 0)
    assert get_standing(party.pk) == AccountStanding.READY


def test_a_change_is_not_stopped_by_another_party(party):
    change, other = make.change(party.pk), contracts.party()
    stop = {"account_id": change.pk, "party_id": other.pk, "actor_id": contracts.user().pk, "at": MONDAY}
    refused(lambda: stop_account(**stop), "not_found")


def test_a_change_in_force_is_not_stopped(party):
    change = make.waiting(party.pk)
    make.activate()
    stop = {"account_id": change.pk, "party_id": party.pk, "actor_id": contracts.user().pk, "at": make.WAITED}
    refused(lambda: stop_account(**stop), "illegal_state")


def test_a_link_stops_a_change_once(party):
    change = make.waiting(party.pk)
    token = token_of(change)
    assert token not in str(PayeeAccount.objects.filter(pk=change.pk).values().get())
    assert stop_change_by_link(token=token, at=MONDAY).state == "stopped"
    refused(lambda: stop_change_by_link(token=token, at=MONDAY), "not_found")


def test_a_link_ends_with_the_waiting(party):
    change = make.waiting(party.pk)
    make.activate()
    refused(lambda: stop_change_by_link(token=token_of(change), at=make.WAITED), "not_found")


@pytest.mark.parametrize("token", ["", "0" * 64, "ꙮ"])
def test_a_link_of_nothing_stops_nothing(party, token):
    make.waiting(party.pk)
    refused(lambda: stop_change_by_link(token=token, at=MONDAY), "not_found")


def test_a_holiday_notice_moves_the_last_day_of_waiting(party):
    year_end = MONDAY.replace(year=2027)  # no notice of that year is published yet
    change = make.waiting(party.pk, at=year_end)
    assert (change.waits_until, change.provisional) == (date(2027, 3, 5), True)
    days = [DayEntry(day=date(2027, 3, 4), kind="off", name="示例假日")]
    enter_calendar_year(year=2027, days=days, source="示例", actor_id=contracts.user().pk, at=year_end)
    assert recompute_waits(at=year_end) == 1
    assert PayeeAccount.objects.get(pk=change.pk).waits_until == date(2027, 3, 8)


# Messages


def notified(user_id):
    deliver_outbox(at=make.WAITED)
    rows = Notification.objects.filter(user_id=user_id, kind__startswith="payee_account.")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_everybody_of_the_party_is_told_of_each_step(party):
    people = [contracts.acting(party, role).user_id for role in ("unit_manager", "unit_operator")]
    make.waiting(party.pk)
    make.activate()
    steps = ["entered", "accepted", "change_entered", "change_checked", "change_confirmed", "change_activated"]
    wanted = [f"payee_account.{step}" for step in steps]
    assert [sorted(notified(who)) for who in people] == [sorted(wanted)] * 2


def test_finance_is_told_of_what_waits_for_it(party):
    finance = contracts.staff("finance").user_id
    make.checked(make.change(party.pk))
    assert sorted(notified(finance)) == [
        "payee_account.to_check",
        "payee_account.to_check",
        "payee_account.to_confirm",
    ]


def links(party, change):
    """The mails of a party's manager that have the link to stop the change."""
    deliver_outbox(at=make.WAITED)
    send_mails(at=MONDAY, progress=lambda count: None)
    return [each.subject for each in mail.outbox if f"/payee-accounts/stop/{token_of(change)}/" in each.body]


def test_the_mails_of_an_open_change_have_the_link_that_stops_it(party):
    contracts.acting(party, "unit_manager")
    change = make.waiting(party.pk)
    assert sorted(links(party, change)) == ["收款账户变更已核对", "收款账户将要变更", "有人申请变更收款账户"]


def test_a_mail_that_is_sent_after_the_end_has_no_link(party):
    contracts.acting(party, "unit_manager")
    change = make.waiting(party.pk)
    stop_change_by_link(token=token_of(change), at=MONDAY)
    assert links(party, change) == [] and len(mail.outbox) > 3


# Payments


def prepare(*payments):
    ids = [payment.pk for payment in payments]
    return orders.prepare_order(payment_ids=ids, actor_id=batches.someone("finance"), at=batches.OVER)


def without_account():
    row = batches.redemption()
    batches.approve(batches.publicised(row))
    return Payment.objects.get(subject_id=row.pk)


def test_a_payment_without_a_checked_account_is_not_ordered():
    payment = without_account()
    finance = batches.someone("finance")
    order = {"payment_ids": [payment.pk], "actor_id": finance, "at": batches.OVER}
    refused(lambda: orders.prepare_order(**order), "payment_without_account")
    make.entered(payment.payee_id)
    refused(lambda: orders.prepare_order(**order), "payment_without_account")


def test_a_payment_is_ordered_to_the_account_that_is_current():
    payment = batches.payable()
    account = PayeeAccount.objects.get(party=payment.payee_id)
    prepare(payment)
    assert Payment.objects.get(pk=payment.pk).account_id == account.pk and broken() == []


def test_nothing_is_ordered_while_the_account_changes():
    payment = batches.payable()
    make.change(payment.payee_id)
    order = {"payment_ids": [payment.pk], "actor_id": batches.someone("finance"), "at": batches.OVER}
    refused(lambda: orders.prepare_order(**order), "payment_account_changing")


def test_a_change_takes_the_payments_of_its_party_out_of_an_order():
    mine, other = batches.payable("50000.00"), batches.payable("300.00")
    order = prepare(mine, other)
    make.change(mine.payee_id)
    order.refresh_from_db()
    assert (order.state, order.count, order.total) == ("prepared", 1, Decimal("300.00"))
    shown = Payment.objects.order_by("pk").values_list("state", "order_id", "account_id")
    kept = Payment.objects.get(pk=other.pk).account_id
    assert list(shown) == [("pending", None, None), ("ordered", order.pk, kept)] and broken() == []


@pytest.mark.parametrize("approved", [False, True])
def test_an_order_that_a_change_leaves_empty_is_cancelled(approved):
    payment = batches.payable()
    order = prepare(payment)
    if approved:
        orders.approve_order(order_id=order.pk, actor_id=batches.someone("approver"), at=batches.OVER)
    make.change(payment.payee_id)
    order.refresh_from_db()
    assert (order.state, Payment.objects.get().state, broken()) == ("cancelled", "pending", [])


def test_a_sent_payment_keeps_its_account():
    payment = batches.payable()
    batches.sent(payment)
    before = Payment.objects.get().account_id
    make.change(payment.payee_id)
    assert (Payment.objects.get().state, Payment.objects.get().account_id) == ("sent", before)


def test_payments_go_on_after_the_change_to_the_new_account():
    payment = batches.payable()
    change = make.waiting(payment.payee_id)
    make.activate()
    prepare(payment)
    assert Payment.objects.get().account_id == change.pk and broken() == []


# The database


def updated(sql, *values):
    with pytest.raises(IntegrityError, match=r"payee_account|payment") as caught, connection.cursor() as cursor:
        cursor.execute(sql, values)
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize("column", ["holder", "bank_code", "last_four"])
def test_what_was_entered_is_never_changed(party, column):
    make.entered(party.pk)
    assert updated(f"UPDATE payments_payeeaccount SET {column} = '9999'") == "payee_account_fixed"


def test_a_change_is_not_current_before_its_day(party):
    change = make.waiting(party.pk)
    sql = "UPDATE payments_payeeaccount SET state = 'current', current_at = %s, token_hash = '' WHERE id = %s"
    assert updated(sql, MONDAY, change.pk) == "payee_account_has_waited"


def test_a_payment_is_not_ordered_past_the_services():
    payment = without_account()
    order = prepare(batches.payable())
    sql = "UPDATE payments_payment SET state = 'ordered', order_id = %s WHERE id = %s"
    assert updated(sql, order.pk, payment.pk) == "payment_to_checked_account"


def test_an_ordered_payment_keeps_its_account():
    payment = batches.payable()
    prepare(payment)
    sql = "UPDATE payments_payment SET account_id = NULL WHERE id = %s"
    assert updated(sql, payment.pk) == "payment_account_fixed"

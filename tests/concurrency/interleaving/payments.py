"""Pairs: from a batch to its payment."""

from datetime import timedelta
from functools import partial
from typing import Any

from oversight.services.objections import file_objection
from oversight.services.sanctions import decide_sanction
from payments.models import Payment, PaymentAttempt
from payments.services import orders, sending
from payments.services.bank_answers import import_answer
from payments.services.manual_answers import confirm_answer
from payments.services.payee_accounts import enter_account
from payments.services.payments import open_windows, retry_payment
from redemptions.models import Redemption, RedemptionBatch
from redemptions.services import batches, decisions
from redemptions.services.redemptions import withdraw_redemption
from tests.concurrency.interleaving.pairs import Meeting, Work, ignore, pair
from tests.factories import batches as make
from tests.factories import manual_answers, payee_accounts, sanctions
from tests.factories.redemptions import user
from vouchers.models import Coupon
from vouchers.services.rounds import close_round, settle_round

BOTH = {"actor_id": 1, "at": make.MONDAY}


def collecting(batch: RedemptionBatch, *rows: Redemption) -> Work:
    """Add redemptions to a batch, as an officer."""
    ids = [row.pk for row in rows]
    return partial(batches.collect_redemptions, batch_id=batch.pk, redemption_ids=ids, **BOTH)


def withdrawing(row: Redemption) -> Work:
    """Withdraw a redemption, as the unit."""
    withdraw = partial(withdraw_redemption, redemption_id=row.pk, unit_id=row.unit_id, version=None)
    return partial(withdraw, reason="资料有误", fault="unit", **BOTH)


def approving(batch: RedemptionBatch) -> Work:
    """Approve right after the end of the notice."""
    approver = make.someone("approver")
    return partial(decisions.approve_batch, batch_id=batch.pk, version=None, actor_id=approver, at=make.OVER)


def objecting(row: Redemption) -> Work:
    """Object in the last second of the notice."""
    item = make.item_of(row)
    file = partial(file_objection, notice_id=item.notice_id, item_id=item.pk, objector="王小明", contact="13800000000")
    return partial(file, text="不符", at=make.LAST_SECOND)


def answering(payment: Payment, said: str = "成功", *, reason: str = "") -> Work:
    """Import the bank's answer about a sent payment."""
    attempt = PaymentAttempt.objects.select_related("payment").get(payment=payment.pk)
    file = make.answer_file((attempt.number, attempt.amount, said, reason))
    return partial(import_answer, file=file, order_id=attempt.order_id, actor_id=user().pk, at=make.OVER)


def confirming(payment: Payment, outcome: str = "paid") -> Work:
    """Confirm what another person entered by hand of a payment."""
    row = manual_answers.entered(Payment.objects.get(pk=payment.pk), outcome)
    return partial(confirm_answer, answer_id=row.pk, version=None, actor_id=user().pk, at=make.OVER)


def deciding(row: Redemption, decision: str) -> Work:
    """Decide a redemption, as an officer."""
    more: dict[str, Any] = {
        "amount": None,
        "version": None,
        "actor_id": make.someone("case_officer"),
        "at": make.MONDAY,
    }
    reasons = {"reason": "不符", "fault": "unit"} if decision == "reject" else {"reason": "", "fault": ""}
    return partial(decisions.decide_redemption, redemption_id=row.pk, decision=decision, **reasons, **more)


@pair("withdraw × collect in a batch")
def withdraw_and_collect() -> Meeting:
    row = make.redemption()
    batch = batches.create_batch(title="2026年第一批", actor_id=make.someone("case_officer"), at=make.MONDAY)
    return Meeting(a=withdrawing(row), b=collecting(batch, row))


@pair("collect × collect: one redemption, two batches")
def collect_twice() -> Meeting:
    row, officer = make.redemption(), make.someone("case_officer")
    both = [batches.create_batch(title="2026年第一批", actor_id=officer, at=make.MONDAY) for _ in range(2)]
    return Meeting(a=collecting(both[0], row), b=collecting(both[1], row))


@pair("withdraw × begin of the review")
def withdraw_and_review() -> Meeting:
    rows = [make.redemption() for _ in range(2)]
    batch = batches.create_batch(title="2026年第一批", actor_id=make.someone("case_officer"), at=make.MONDAY)
    collecting(batch, *rows)()
    return Meeting(a=withdrawing(rows[0]), b=partial(batches.begin_review, batch_id=batch.pk, **BOTH))


@pair("withdraw × summary of the batch")
def withdraw_and_summarise() -> Meeting:
    rows = [make.redemption() for _ in range(2)]
    batch = make.reviewing(*rows)
    for row in rows:
        make.decide(row)
    officer = make.someone("case_officer")
    summarise = partial(batches.summarise_batch, batch_id=batch.pk, actor_id=officer, at=make.MONDAY)
    return Meeting(a=withdrawing(rows[0]), b=summarise)


@pair("decide × clearing of the batch")
def decide_and_clear() -> Meeting:
    row = make.redemption()
    batch = make.summarised(row)
    batch.refresh_from_db()
    deputy = make.someone("deputy_officer")
    clear = partial(batches.clear_batch, batch_id=batch.pk, version=batch.version, actor_id=deputy, at=make.MONDAY)
    return Meeting(a=deciding(row, "reject"), b=clear)


@pair("decide × decide")
def decide_twice() -> Meeting:
    row = make.redemption()
    make.reviewing(row)
    return Meeting(a=deciding(row, "approve"), b=deciding(row, "reject"))


@pair("approve × objection")
def approve_and_object() -> Meeting:
    row = make.redemption()
    batch = make.publicised(row)
    return Meeting(a=approving(batch), b=objecting(row))


@pair("approve × approve")
def approve_twice() -> Meeting:
    batch = make.publicised(make.redemption())
    return Meeting(a=approving(batch), b=approving(batch))


@pair("approve × refuse")
def approve_and_refuse() -> Meeting:
    batch, approver = make.publicised(make.redemption()), make.someone("approver")
    refuse = partial(batches.refuse_batch, batch_id=batch.pk, reason="材料不足", actor_id=approver, at=make.OVER)
    return Meeting(a=approving(batch), b=refuse)


@pair("final decisions: two runs of the job")
def finalise_twice() -> Meeting:
    batch = make.publicised_with(make.redemption(), "reject")
    make.approve(batch)
    late = make.OVER + timedelta(days=60)
    finalise = partial(decisions.finalise_decisions, at=late, progress=ignore)
    return Meeting(a=finalise, b=finalise)


@pair("order × order: one payment")
def order_twice() -> Meeting:
    payment, people = make.payable(), [user().pk for _ in range(2)]
    order = partial(orders.prepare_order, payment_ids=[payment.pk], at=make.OVER)
    return Meeting(a=partial(order, actor_id=people[0]), b=partial(order, actor_id=people[1]))


@pair("send × cancel an order")
def send_and_cancel() -> Meeting:
    payment, people = make.payable(), [user().pk, make.someone("approver")]
    order = orders.prepare_order(payment_ids=[payment.pk], actor_id=people[0], at=make.OVER)
    orders.approve_order(order_id=order.pk, actor_id=people[1], at=make.OVER)
    send = partial(sending.export_order, order_id=order.pk, actor_id=people[0], at=make.OVER)
    cancel = partial(orders.cancel_order, order_id=order.pk, reason="账户有误", actor_id=1, at=make.OVER)
    return Meeting(a=send, b=cancel)


@pair("order × change of the payee's account")
def order_and_change() -> Meeting:
    payment, people = make.payable(), [user().pk for _ in range(2)]
    order = partial(orders.prepare_order, payment_ids=[payment.pk], actor_id=people[0], at=make.OVER)
    details = payee_accounts.details(payment.payee_id, number=payee_accounts.OTHER_NUMBER)
    change = partial(enter_account, party_id=payment.payee_id, details=details, actor_id=people[1], at=make.OVER)
    return Meeting(a=order, b=change)


@pair("send × change of the payee's account")
def send_and_change() -> Meeting:
    payment, people = make.payable(), [user().pk, make.someone("approver")]
    order = orders.prepare_order(payment_ids=[payment.pk], actor_id=people[0], at=make.OVER)
    orders.approve_order(order_id=order.pk, actor_id=people[1], at=make.OVER)
    send = partial(sending.export_order, order_id=order.pk, actor_id=people[0], at=make.OVER)
    details = payee_accounts.details(payment.payee_id, number=payee_accounts.OTHER_NUMBER)
    change = partial(enter_account, party_id=payment.payee_id, details=details, actor_id=people[1], at=make.OVER)
    return Meeting(a=send, b=change)


def suspending(payee_id: int) -> Work:
    """Decide a suspension of a payee's payments, which is in force at once."""
    row, approver = sanctions.heard(payee_id), make.someone("approver")
    return partial(decide_sanction, sanction_id=row.pk, actor_id=approver, at=make.OVER)


@pair("order × suspension of the payee")
def order_and_suspend() -> Meeting:
    payment, person = make.payable(), user().pk
    order = partial(orders.prepare_order, payment_ids=[payment.pk], actor_id=person, at=make.OVER)
    return Meeting(a=order, b=suspending(payment.payee_id))


@pair("send × suspension of the payee")
def send_and_suspend() -> Meeting:
    payment, people = make.payable(), [user().pk, make.someone("approver")]
    order = orders.prepare_order(payment_ids=[payment.pk], actor_id=people[0], at=make.OVER)
    orders.approve_order(order_id=order.pk, actor_id=people[1], at=make.OVER)
    send = partial(sending.export_order, order_id=order.pk, actor_id=1, at=make.OVER)
    return Meeting(a=send, b=suspending(payment.payee_id))


@pair("approve × suspension of the payee")
def approve_and_suspend() -> Meeting:
    row = make.redemption()
    return Meeting(a=approving(make.publicised(row)), b=suspending(row.unit_id))


@pair("order × opening of the window")
def order_and_window() -> Meeting:
    payment, person = make.payable(), user().pk
    order = partial(orders.prepare_order, payment_ids=[payment.pk], actor_id=person, at=make.OVER)
    return Meeting(a=order, b=partial(open_windows, at=make.OVER, progress=ignore))


@pair("import × import: one answer twice")
def import_twice() -> Meeting:
    payment = make.payable()
    make.sent(payment)
    return Meeting(a=answering(payment), b=answering(payment))


@pair("import × import: one payment in two answers")
def import_two() -> Meeting:
    payment = make.payable()
    make.sent(payment)
    return Meeting(a=answering(payment), b=answering(payment, reason="第二份"))


@pair("import × import: the last two payments of an order and of a batch")
def import_both() -> Meeting:
    rows = [make.redemption() for _ in range(2)]
    make.approve(make.publicised(*rows))
    payments = list(Payment.objects.order_by("pk"))
    make.sent(*payments)
    return Meeting(a=answering(payments[0]), b=answering(payments[1]))


@pair("confirm × confirm: a second click")
def confirm_twice() -> Meeting:
    payment = make.payable()
    make.sent(payment)
    confirm = confirming(payment)
    return Meeting(a=confirm, b=confirm)


@pair("confirm by hand × import of the opposite")
def confirm_and_import() -> Meeting:
    payment = make.payable()
    make.sent(payment)
    return Meeting(a=confirming(payment), b=answering(payment, "失败"))


@pair("bank return by hand × by file")
def return_twice() -> Meeting:
    payment = make.pay(make.payable())
    return Meeting(a=confirming(payment, "returned"), b=answering(payment, "退汇"))


@pair("bank return × change of the payee's account")
def return_and_change() -> Meeting:
    payment = make.pay(make.payable())
    details = payee_accounts.details(payment.payee_id, number=payee_accounts.OTHER_NUMBER)
    change = partial(enter_account, party_id=payment.payee_id, details=details, actor_id=user().pk, at=make.OVER)
    return Meeting(a=answering(payment, "退汇"), b=change)


@pair("order of a returned payment × change of the payee's account")
def reorder_and_change() -> Meeting:
    payment = make.pay(make.payable())
    answering(payment, "退汇")()
    retry_payment(payment_id=payment.pk, actor_id=user().pk, at=make.OVER)
    order = partial(orders.prepare_order, payment_ids=[payment.pk], actor_id=user().pk, at=make.OVER)
    details = payee_accounts.details(payment.payee_id, number=payee_accounts.OTHER_NUMBER)
    change = partial(enter_account, party_id=payment.payee_id, details=details, actor_id=user().pk, at=make.OVER)
    return Meeting(a=order, b=change)


@pair("bank return × settlement of the round")
def return_and_settle() -> Meeting:
    payment = make.pay(make.payable())
    coupon = Coupon.objects.select_related("round").get()
    close_round(round_id=coupon.round_id, reason="资金用完", actor_id=user().pk, at=make.OVER)
    settle = partial(settle_round, round_id=coupon.round_id, actor_id=user().pk, at=make.OVER)
    return Meeting(a=answering(payment, "退汇"), b=settle)

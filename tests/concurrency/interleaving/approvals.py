"""Pairs: stages of an approval, and revocations beside orders."""

from functools import partial

from oversight.rules.stages import Stage
from oversight.services.notices import end_notices
from oversight.services.sanctions import decide_sanction
from payments.services import orders, sending
from redemptions.models import RedemptionBatch
from redemptions.services.signatures import sign_batch
from tests.concurrency.interleaving.pairs import Meeting, Work, ignore, pair
from tests.factories import batches as make
from tests.factories import revocations, stages
from vouchers.models import Coupon


def signing(batch: RedemptionBatch) -> Work:
    """Countersign a batch, as an approver."""
    approver = make.someone("approver")
    return partial(
        sign_batch, batch_id=batch.pk, stage=Stage.COUNTERSIGN, version=None, actor_id=approver, at=make.OVER
    )


def revoking() -> Work:
    """Decide the revocation of every coupon, after its hearing."""
    row = revocations.heard(*Coupon.objects.order_by("pk"))
    return partial(decide_sanction, sanction_id=row.pk, actor_id=make.someone("approver"), at=make.OVER)


@pair("countersign × countersign: one stage")
def countersign_twice() -> Meeting:
    batch = stages.batch()
    end_notices(at=make.OVER, progress=ignore)
    return Meeting(a=signing(batch), b=signing(batch))


@pair("order × revocation of the coupons")
def order_and_revoke() -> Meeting:
    payment, finance = make.payable(), make.someone("finance")
    order = partial(orders.prepare_order, payment_ids=[payment.pk], actor_id=finance, at=make.OVER)
    return Meeting(a=order, b=revoking())


@pair("send × revocation of the coupons")
def send_and_revoke() -> Meeting:
    payment, finance = make.payable(), make.someone("finance")
    order = orders.prepare_order(payment_ids=[payment.pk], actor_id=finance, at=make.OVER)
    orders.approve_order(order_id=order.pk, actor_id=make.someone("approver"), at=make.OVER)
    send = partial(sending.export_order, order_id=order.pk, actor_id=finance, at=make.OVER)
    return Meeting(a=send, b=revoking())

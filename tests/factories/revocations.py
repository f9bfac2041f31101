"""Revocations of coupons, step by step, by different people."""

from datetime import datetime

from oversight.models import Sanction
from oversight.services.sanctions import decide_sanction, hear_sanction
from redemptions.services.revocations import propose_revocation
from tests.factories.batches import OVER
from tests.factories.contracts import staff
from vouchers.models import Coupon


def proposed(*coupons: Coupon, against: str = "applicant", at: datetime = OVER) -> Sanction:
    """A proposed revocation of these coupons."""
    return propose_revocation(
        coupon_ids=[each.pk for each in coupons],
        against=against,
        reason="检测报告系伪造",
        actor_id=staff("case_officer").user_id,
        at=at,
    )


def heard(*coupons: Coupon, against: str = "applicant", at: datetime = OVER) -> Sanction:
    """A revocation on which the party was heard."""
    row = proposed(*coupons, against=against, at=at)
    return hear_sanction(sanction_id=row.pk, statement="情况属实", actor_id=staff("case_officer").user_id, at=at)


def decide(row: Sanction, *, at: datetime = OVER) -> Sanction:
    """Decide a revocation that was heard, as an approver."""
    return decide_sanction(sanction_id=row.pk, actor_id=staff("approver").user_id, at=at)


def revoked(*coupons: Coupon, against: str = "applicant", at: datetime = OVER) -> Sanction:
    """A revocation of these coupons that is carried out."""
    return decide(heard(*coupons, against=against, at=at), at=at)

"""Revoked coupons: proposed against the applicant, heard, decided by another person; the payment is cancelled."""

from demonstration.days import Days
from demonstration.people import APPROVER, OFFICER, acting
from oversight.services.sanctions import decide_sanction, hear_sanction
from redemptions.selectors.redemptions import search_redemptions
from redemptions.services.revocations import propose_revocation
from vouchers.models import Coupon

REVOKED = "支具耐久测试"
"""The title of the contract whose coupons are revoked before they are paid."""


def revoke(days: Days) -> None:
    """Revoke the coupons of a final redemption that is not paid yet."""
    officer = acting(OFFICER)
    row = search_redemptions(officer, text=REVOKED).get()
    measure = propose_revocation(
        coupon_ids=list(Coupon.objects.filter(contract=row.contract_id).values_list("pk", flat=True)),
        against="applicant",
        reason="同一批样品的检测报告已在另一项目中使用（第十六条）",
        actor_id=officer.user_id,
        at=days.ago(4),
    )
    hear_sanction(sanction_id=measure.pk, statement="情况属实。", actor_id=officer.user_id, at=days.ago(2))
    decide_sanction(sanction_id=measure.pk, actor_id=acting(APPROVER).user_id, at=days.ago(1))

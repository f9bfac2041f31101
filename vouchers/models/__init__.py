"""Vouchers: policies, rounds, coupons, contracts, redemptions, batches and the books."""

from vouchers.models.batches import RedemptionBatch
from vouchers.models.books import AnnualUse, Movement
from vouchers.models.contracts import ContractAmendment, CouponOffer, ServiceContract, ServiceRecord
from vouchers.models.coupons import Coupon
from vouchers.models.policies import PolicyVersion
from vouchers.models.redemptions import Invoice, Redemption
from vouchers.models.rounds import Round

__all__ = [
    "AnnualUse",
    "ContractAmendment",
    "Coupon",
    "CouponOffer",
    "Invoice",
    "Movement",
    "PolicyVersion",
    "Redemption",
    "RedemptionBatch",
    "Round",
    "ServiceContract",
    "ServiceRecord",
]

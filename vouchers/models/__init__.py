"""Vouchers: policies, rounds, coupons, contracts and the books."""

from vouchers.models.books import AnnualUse, Movement
from vouchers.models.contracts import ContractAmendment, CouponOffer, ServiceContract, ServiceRecord
from vouchers.models.coupons import Coupon
from vouchers.models.policies import PolicyVersion
from vouchers.models.rounds import Round

__all__ = [
    "AnnualUse",
    "ContractAmendment",
    "Coupon",
    "CouponOffer",
    "Movement",
    "PolicyVersion",
    "Round",
    "ServiceContract",
    "ServiceRecord",
]

"""Vouchers: policies, rounds, coupons, contracts and the books."""

from vouchers.models.appropriations import Appropriation
from vouchers.models.books import AnnualUse, Movement
from vouchers.models.contracts import ContractAmendment, CouponOffer, ServiceContract, ServiceRecord
from vouchers.models.coupons import Coupon
from vouchers.models.policies import PolicyVersion
from vouchers.models.rounds import BudgetChange, Round

__all__ = [
    "AnnualUse",
    "Appropriation",
    "BudgetChange",
    "ContractAmendment",
    "Coupon",
    "CouponOffer",
    "Movement",
    "PolicyVersion",
    "Round",
    "ServiceContract",
    "ServiceRecord",
]

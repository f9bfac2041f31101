"""Input and output of the previews. Amounts in yuan."""

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from core.api.serializers import AmountField, IdField, Input
from core.messages.catalogue import sentence
from core.values.errors import Refusal
from core.values.money import yuan
from core.web.words import readable
from vouchers.rules.coupon_numbers import coupon_number
from vouchers.rules.payables import CouponShare
from vouchers.selectors.coupons import CouponRow


class YuanOut(serializers.DecimalField):
    """Yuan with two decimals as text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=None, decimal_places=2, **options)


class RefusalOut(serializers.Serializer[Refusal]):
    """A reason against the command, as its refusal would name it."""

    code = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    params = serializers.DictField()
    detail = serializers.SerializerMethodField()

    def get_detail(self, refusal: Refusal) -> str:
        return sentence(refusal.code, readable(refusal.code, refusal.params), language=get_language())


class ClaimPreviewIn(Input):
    """A claim: the round and the amount."""

    round = IdField()
    amount = AmountField()


class ClaimRestOut(serializers.Serializer[Any]):
    """What the claim would leave."""

    of_year = YuanOut()
    of_round = YuanOut()


class ClaimPreviewOut(serializers.Serializer[Any]):
    """The most that can be claimed now; `rest` of a claim of the amount, null where `refusals` stand against it."""

    maximum = YuanOut()
    rest = ClaimRestOut(allow_null=True)
    refusals = RefusalOut(many=True)


class OfferPreviewIn(Input):
    """The chosen coupons; ids of coupons that cannot be offered are passed over."""

    coupons = serializers.ListField(child=IdField(), max_length=200, required=False, default=list)


class OfferPreviewOut(serializers.Serializer[Any]):
    """What the chosen coupons pay with those `registered` before: `limit` is the most, `remaining` what is left of it."""

    limit = YuanOut()
    registered = YuanOut()
    chosen = YuanOut()
    remaining = YuanOut()
    own_share = YuanOut()
    refusals = RefusalOut(many=True)


class CouponShareOut(serializers.Serializer[Any]):
    """A coupon: what it pays, the rest of it, and whether the rest is free again and counts in the year no longer."""

    id = serializers.SerializerMethodField()
    number = serializers.SerializerMethodField()
    amount = serializers.SerializerMethodField()
    payable = serializers.SerializerMethodField()
    rest = serializers.SerializerMethodField()
    gives_back = serializers.SerializerMethodField()

    def get_id(self, line: tuple[CouponRow, CouponShare]) -> int:
        return line[0].pk

    def get_number(self, line: tuple[CouponRow, CouponShare]) -> str:
        return coupon_number(year=line[0].year, coupon_id=line[0].pk)

    def get_amount(self, line: tuple[CouponRow, CouponShare]) -> str:
        return yuan(line[1].amount)

    def get_payable(self, line: tuple[CouponRow, CouponShare]) -> str:
        return yuan(line[1].payable)

    def get_rest(self, line: tuple[CouponRow, CouponShare]) -> str:
        return yuan(line[1].rest)

    def get_gives_back(self, line: tuple[CouponRow, CouponShare]) -> bool:
        return line[1].gives_back


class AcceptancePreviewOut(serializers.Serializer[Any]):
    """The bill: `recorded` is the sum of the service records, `actual` the amount that counts."""

    recorded = YuanOut()
    actual = YuanOut()
    payable = YuanOut()
    rest = YuanOut()
    own_share = YuanOut()
    coupons = CouponShareOut(many=True, source="lines")

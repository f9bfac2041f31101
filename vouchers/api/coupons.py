"""Coupons over the API: listed, claimed, returned."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, DetailView
from core.idempotency.commands import KeyedRequest, Outcome
from vouchers.api.filters import CouponFilter
from vouchers.api.serializers import ClaimIn, CouponDetailOut, CouponOut
from vouchers.selectors.coupons import CouponRow, listed_coupons, visible_coupons
from vouchers.services.claims import claim_coupon
from vouchers.services.coupons import return_coupon

CLAIM_IN, COUPON_OUT = ClaimIn(), CouponOut()
"""Shared instances, because building a serializer costs more than using it. They do not depend on the request."""


class Coupons(Collection):
    """List the coupons the reader may see; claim one."""

    operation = "coupon.read"
    adding = "coupon.claim"
    throttle_scope = "claim"
    serializer_class = CouponOut
    input_class = ClaimIn
    output_class = CouponOut
    success_status = 201
    filterset_class = CouponFilter

    def visible(self) -> QuerySet[CouponRow]:
        return listed_coupons(self.actor)

    def read(self, sent: object) -> ApiData:
        values: ApiData = CLAIM_IN.run_validation(sent)
        return values

    def render(self, result: CouponRow) -> dict[str, Any]:
        return COUPON_OUT.to_representation(result)

    def perform(self, request: KeyedRequest, *, data: ApiData, **ids: int) -> Outcome:
        return claim_coupon(
            round_id=data["round"],
            applicant_id=self.actor.party,
            amount=Decimal(data["amount"]),
            request=request,
            render=self.render,
        )


class CouponDetail(DetailView):
    """One coupon with the facts that its claim was decided on."""

    operation = "coupon.read"
    serializer_class = CouponDetailOut

    def visible(self) -> QuerySet[CouponRow]:
        return visible_coupons(self.actor)


class ReturnCoupon(Command):
    """Return a coupon before it is registered."""

    operation = "coupon.return"
    serializer_class = Nothing
    output_class = CouponOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> CouponRow:
        return return_coupon(coupon_id=ids["pk"], applicant_id=self.actor.party, actor_id=self.actor.user_id, at=at)

"""Revocation of coupons over the API: proposed here, heard and decided as every measure (/sanctions/)."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from rest_framework import serializers

from core.api.serializers import IdField, Input, TextField
from core.api.views import ApiData, Command
from oversight.api.serializers import SanctionOutput
from oversight.selectors.sanctions import visible_sanctions
from redemptions.services.revocations import propose_revocation

SIDES = ("applicant", "unit")


class RevocationIn(Input):
    """Coupons of one contract, or one unregistered coupon; the side at fault; facts and grounds."""

    coupons = serializers.ListField(child=IdField(), min_length=1, max_length=200)
    against = serializers.ChoiceField(SIDES)
    reason = TextField(max_length=5_000)


class ProposeRevocation(Command):
    """Propose to revoke coupons that are not paid yet."""

    operation = "sanction.propose"
    serializer_class = RevocationIn
    output_class = SanctionOutput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        values: dict[str, Any] = {name: value for name, value in data.items() if name != "coupons"}
        made = propose_revocation(coupon_ids=data["coupons"], **values, actor_id=self.actor.user_id, at=at)
        return visible_sanctions(self.actor).get(pk=made.pk)

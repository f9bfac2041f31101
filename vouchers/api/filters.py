"""What lists can be filtered by."""

from datetime import date

import django_filters
from django.db.models import QuerySet

from core.api.filters import IdFilter
from vouchers.models import Coupon, Redemption
from vouchers.rules.numbers import coupon_id_of
from vouchers.selectors.redemptions import due_by


class CouponFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, round, year, contract, applicant, deadlines, or the number people read."""

    round = IdFilter(field_name="round_id")
    contract = IdFilter(field_name="contract_id")
    applicant = IdFilter(field_name="applicant_id")
    number = django_filters.CharFilter(method="by_number")
    register_by_until = django_filters.DateFilter(field_name="register_by", lookup_expr="lte")
    redeem_by_until = django_filters.DateFilter(field_name="redeem_by", lookup_expr="lte")

    class Meta:
        model = Coupon
        fields = ["state", "year"]

    def by_number(self, queryset: QuerySet[Coupon], name: str, value: str) -> QuerySet[Coupon]:
        return queryset.filter(pk=coupon_id_of(value) or 0)


class RedemptionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, unit, applicant, contract, batch; `due_until`: to be handed in by that day at the latest."""

    unit = IdFilter(field_name="unit_id")
    applicant = IdFilter(field_name="applicant_id")
    contract = IdFilter(field_name="contract_id")
    batch = IdFilter(field_name="batch_id")
    due_until = django_filters.DateFilter(method="due")

    class Meta:
        model = Redemption
        fields = ["state"]

    def due(self, queryset: QuerySet[Redemption], name: str, value: date) -> QuerySet[Redemption]:
        return due_by(queryset, value)

"""What lists can be filtered by."""

import django_filters
from django.db.models import QuerySet

from vouchers.models import Coupon
from vouchers.rules.numbers import coupon_id_of


class CouponFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, round, year, contract, applicant, deadlines, or the number people read."""

    number = django_filters.CharFilter(method="by_number")
    register_by_until = django_filters.DateFilter(field_name="register_by", lookup_expr="lte")
    redeem_by_until = django_filters.DateFilter(field_name="redeem_by", lookup_expr="lte")

    class Meta:
        model = Coupon
        fields = ["state", "round", "year", "contract", "applicant"]

    def by_number(self, queryset: QuerySet[Coupon], name: str, value: str) -> QuerySet[Coupon]:
        return queryset.filter(pk=coupon_id_of(value) or 0)

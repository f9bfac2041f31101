"""Filters of lists."""

import django_filters
from django.db.models import QuerySet

from core.api.filters import (
    DayFilter,
    DueFilter,
    IdFilter,
    IndexedChoiceFilter,
    IndexedChoicesFilter,
    IndexedIdFilter,
    IndexedYearFilter,
    MomentFilter,
    SearchFilter,
    YearFilter,
)
from vouchers.models import (
    Appropriation,
    BudgetChange,
    Coupon,
    Movement,
    PolicyVersion,
    Round,
    ServiceContract,
    ServiceRecord,
)
from vouchers.rules.coupon_numbers import coupon_id_of
from vouchers.rules.states import CONTRACT, COUPON, OPEN_CONTRACTS, CouponState


class CouponStateFilter(IndexedChoiceFilter):
    """By state. Claimed coupons are sorted by `register_by`, latest first, because only that index covers them."""

    def filter(self, rows: QuerySet[Coupon], value: str) -> QuerySet[Coupon]:
        if value != CouponState.CLAIMED:
            return super().filter(rows, value)
        found = rows.filter(state=CouponState.CLAIMED)
        return found if rows.query.order_by else found.order_by("-register_by")


class CouponFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By round, contract, applicant, number, state or year; by the day to register or redeem by."""

    round = IndexedIdFilter(field_name="round_id")
    contract = IdFilter(field_name="contract_id")
    applicant = IdFilter(field_name="applicant_id")
    number = django_filters.CharFilter(method="by_number")
    register_by_until = DueFilter(field_name="register_by", states=[CouponState.CLAIMED])
    redeem_by_until = DueFilter(field_name="redeem_by", states=[CouponState.REGISTERED])
    state = CouponStateFilter(choices=[(state, state) for state in COUPON.states])
    year = IndexedYearFilter()

    class Meta:
        model = Coupon
        fields: list[str] = []

    def by_number(self, queryset: QuerySet[Coupon], name: str, value: str) -> QuerySet[Coupon]:
        coupon_id = coupon_id_of(value)
        return queryset.none() if coupon_id is None else queryset.filter(pk=coupon_id)


class PolicyVersionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By scheme or state."""

    class Meta:
        model = PolicyVersion
        fields = ["code", "state"]


class RoundFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state."""

    class Meta:
        model = Round
        fields = ["state"]


class AppropriationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By year or state."""

    year = YearFilter()

    class Meta:
        model = Appropriation
        fields = ["state"]


class BudgetChangeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By round or state."""

    round = IdFilter(field_name="round_id")

    class Meta:
        model = BudgetChange
        fields = ["state"]


class LedgerFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By round and time (from `since`, before `until`)."""

    round = IdFilter(field_name="round_id")
    since = MomentFilter(field_name="at", lookup_expr="gte")
    until = MomentFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = Movement
        fields: list[str] = []


class ContractFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By applicant, unit, project or state; those to be redeemed by a day; `search` in the title, `reference`."""

    applicant = IdFilter(field_name="applicant_id")
    unit = IndexedIdFilter(field_name="unit_id")
    project = IdFilter(field_name="project_id")
    redeem_by_until = DueFilter(field_name="redeem_by", states=OPEN_CONTRACTS)
    state = IndexedChoicesFilter(choices=[(state, state) for state in CONTRACT.states])
    reference = SearchFilter("reference")
    search = SearchFilter("title")

    class Meta:
        model = ServiceContract
        fields: list[str] = []


class ServiceRecordFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By service, or by day."""

    service = IdFilter(field_name="service_id")
    done_on = DayFilter()

    class Meta:
        model = ServiceRecord
        fields: list[str] = []

"""How lists of payments and orders are searched."""

import django_filters

from core.api.filters import IdFilter
from payments.models import Payment, PaymentOrder
from payments.rules.states import ORDER, PAYMENT


def _choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class PaymentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `payee`; `order`; `fiscal_year`; `subject_kind` with `subject_id`; `due`: from this day on or before."""

    state = django_filters.ChoiceFilter(choices=_choices(PAYMENT.states))
    payee = IdFilter(field_name="payee_id")
    order = IdFilter(field_name="order_id")
    fiscal_year = django_filters.NumberFilter(min_value=1, max_value=9999, decimal_places=0)
    subject_kind = django_filters.CharFilter(max_length=30)
    subject_id = IdFilter()
    due = django_filters.DateFilter(field_name="not_before", lookup_expr="lte")

    class Meta:
        model = Payment
        fields: list[str] = []


class OrderFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `fiscal_year`."""

    state = django_filters.ChoiceFilter(choices=_choices(ORDER.states))
    fiscal_year = django_filters.NumberFilter(min_value=1, max_value=9999, decimal_places=0)

    class Meta:
        model = PaymentOrder
        fields: list[str] = []

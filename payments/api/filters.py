"""Filters for lists of payments, orders and payees' accounts."""

import django_filters

from core.api.filters import DayFilter, DueFilter, IdFilter, IndexedChoiceFilter, IndexedIdFilter, IndexedYearFilter
from payments.models import (
    BankAnswerLine,
    ManualAnswer,
    PayeeAccount,
    Payment,
    PaymentOrder,
    PeriodClosing,
    ReconciliationEntry,
    Recovery,
)
from payments.rules.bank_answers import LineVerdict
from payments.rules.reconciliation import EntryKind
from payments.rules.states import MANUAL_ANSWER, ORDER, PAYEE_ACCOUNT, PAYMENT, PERIOD_CLOSING, RECOVERY, PaymentState


def _choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class PaymentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `payee`; `order`; `fiscal_year`; `subject_kind` with `subject_id`; `due`: pending, first day on or before this."""

    payee = IndexedIdFilter(field_name="payee_id")
    order = IdFilter(field_name="order_id")
    subject_kind = django_filters.CharFilter(max_length=30)
    subject_id = IdFilter()
    due = DueFilter(field_name="not_before", states=[PaymentState.PENDING])
    state = IndexedChoiceFilter(choices=_choices(PAYMENT.states))
    fiscal_year = IndexedYearFilter()

    class Meta:
        model = Payment
        fields: list[str] = []


class OrderFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `fiscal_year`."""

    state = IndexedChoiceFilter(choices=_choices(ORDER.states))
    fiscal_year = IndexedYearFilter()

    class Meta:
        model = PaymentOrder
        fields: list[str] = []


class AnswerLineFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`verdict`; `answer`."""

    answer = IndexedIdFilter(field_name="answer_id")
    verdict = IndexedChoiceFilter(choices=_choices(tuple(LineVerdict)))

    class Meta:
        model = BankAnswerLine
        fields: list[str] = []


class EntryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`since` and `until`, Beijing days; `kind`; `order`."""

    order = IdFilter(field_name="attempt__order_id")
    since = DayFilter(field_name="day", lookup_expr="gte")
    until = DayFilter(field_name="day", lookup_expr="lte")
    kind = django_filters.ChoiceFilter(choices=_choices(tuple(EntryKind)))

    class Meta:
        model = ReconciliationEntry
        fields: list[str] = []


class ClosingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`period`, by its first day; `state`."""

    period = DayFilter()
    state = django_filters.ChoiceFilter(choices=_choices(PERIOD_CLOSING.states))

    class Meta:
        model = PeriodClosing
        fields: list[str] = []


class ManualAnswerFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`."""

    state = IndexedChoiceFilter(choices=_choices(MANUAL_ANSWER.states))

    class Meta:
        model = ManualAnswer
        fields: list[str] = []


class PayeeAccountFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `party`."""

    party = IndexedIdFilter(field_name="party_id")
    state = IndexedChoiceFilter(choices=_choices(PAYEE_ACCOUNT.states))

    class Meta:
        model = PayeeAccount
        fields: list[str] = []


class RecoveryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `party`."""

    party = IndexedIdFilter(field_name="party_id")
    state = IndexedChoiceFilter(choices=_choices(RECOVERY.states))

    class Meta:
        model = Recovery
        fields: list[str] = []

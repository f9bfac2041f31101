"""Filters of lists of redemptions."""

from datetime import date

import django_filters
from django.db.models import QuerySet

from core.api.filters import DayFilter, IdFilter, IndexedChoiceFilter, IndexedIdFilter
from redemptions.models import Appeal, Redemption, RedemptionBatch
from redemptions.rules.states import APPEAL, BATCH, REDEMPTION
from redemptions.selectors.redemptions import due_by


class RedemptionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, unit, applicant, contract or batch; `due_until`: to be submitted by that day."""

    unit = IndexedIdFilter(field_name="unit_id")
    applicant = IdFilter(field_name="applicant_id")
    contract = IdFilter(field_name="contract_id")
    batch = IdFilter(field_name="batch_id")
    due_until = DayFilter(method="due")
    state = IndexedChoiceFilter(choices=[(state, state) for state in REDEMPTION.states])

    class Meta:
        model = Redemption
        fields: list[str] = []

    def due(self, queryset: QuerySet[Redemption], name: str, value: date) -> QuerySet[Redemption]:
        return due_by(queryset, value)


class BatchFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By `state`."""

    state = django_filters.ChoiceFilter(choices=[(state, state) for state in BATCH.states])

    class Meta:
        model = RedemptionBatch
        fields: list[str] = []


class AppealFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By `state` or redemption."""

    redemption = IdFilter(field_name="redemption_id")
    state = django_filters.ChoiceFilter(choices=[(state, state) for state in APPEAL.states])

    class Meta:
        model = Appeal
        fields: list[str] = []

"""Filters of the lists of notices, objections and sanctions."""

import django_filters

from core.api.filters import DayFilter, FlagFilter, IdFilter
from oversight.models import Notice, Objection, Sanction
from oversight.rules.sanctions import MEASURES
from oversight.rules.states import OBJECTION, SANCTION


def _choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class NoticeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`subject_kind`; `open_on`: notices that end on this day or later."""

    subject_kind = django_filters.CharFilter(max_length=30)
    open_on = DayFilter(field_name="ends_on", lookup_expr="gte")

    class Meta:
        model = Notice
        fields: list[str] = []


class ObjectionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `notice`; `escalated`."""

    state = django_filters.ChoiceFilter(choices=_choices(OBJECTION.states))
    notice = IdFilter(field_name="item__notice_id")
    escalated = FlagFilter(field_name="escalated_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Objection
        fields: list[str] = []


class SanctionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `measure`; `party`."""

    state = django_filters.ChoiceFilter(choices=_choices(SANCTION.states))
    measure = django_filters.ChoiceFilter(choices=_choices(tuple(MEASURES)))
    party = IdFilter(field_name="party_id")

    class Meta:
        model = Sanction
        fields: list[str] = []

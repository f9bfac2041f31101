"""How lists of notices, objections and sanctions are searched."""

import django_filters

from oversight.models import Notice, Objection, Sanction
from oversight.rules.states import OBJECTION, SANCTION

_ID = {"min_value": 1, "max_value": 2**63 - 1, "decimal_places": 0}


def _choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class NoticeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`subject_kind`; `open_on`: notices that run on this day."""

    subject_kind = django_filters.CharFilter(max_length=30)
    open_on = django_filters.DateFilter(field_name="ends_on", lookup_expr="gte")

    class Meta:
        model = Notice
        fields: list[str] = []


class ObjectionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `notice`; `escalated`."""

    state = django_filters.ChoiceFilter(choices=_choices(OBJECTION.states))
    notice = django_filters.NumberFilter(field_name="item__notice_id", **_ID)
    escalated = django_filters.BooleanFilter(field_name="escalated_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Objection
        fields: list[str] = []


class SanctionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `party`."""

    state = django_filters.ChoiceFilter(choices=_choices(SANCTION.states))
    party = django_filters.NumberFilter(field_name="party_id", **_ID)

    class Meta:
        model = Sanction
        fields: list[str] = []

"""How lists of projects are searched."""

import django_filters

from matching.models import Project
from matching.rules.states import PROJECT


class ProjectFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `search` in the title; requests to answer by a day at the latest."""

    state = django_filters.MultipleChoiceFilter(choices=[(state, state) for state in PROJECT.states])
    search = django_filters.CharFilter(field_name="title", lookup_expr="icontains")
    answer_by = django_filters.DateFilter(lookup_expr="lte")

    class Meta:
        model = Project
        fields: list[str] = []

"""Filters for lists of projects."""

import django_filters

from core.api.filters import DueFilter, IndexedChoicesFilter, SearchFilter
from matching.models import Project
from matching.rules.states import PROJECT, ProjectState


class ProjectFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`state`; `search` in the title; requests whose last day to answer is on or before a day."""

    search = SearchFilter("title")
    answer_by = DueFilter(states=[ProjectState.REQUESTED])
    state = IndexedChoicesFilter(choices=[(state, state) for state in PROJECT.states])

    class Meta:
        model = Project
        fields: list[str] = []

"""Every filter that orders a list has its index."""

import django_filters
import pytest
from django.db.models import Q
from django.urls import get_resolver

from accounts.api.filters import UsernameFilter
from core.api.filters import DayFilter, DueFilter, FlagFilter, IndexedFilter, MomentFilter, YearFilter


def filter_sets(kind=django_filters.FilterSet):
    get_resolver().url_patterns  # noqa: B018 - so that every view, and with it every filter, is there
    for each in kind.__subclasses__():
        yield from filter_sets(each)
        if each._meta.model is not None and not each.__module__.startswith("django_filters"):
            yield each


def views(patterns=None):
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(each, "url_patterns"):
            yield from views(each.url_patterns)
        elif hasattr(each.callback, "cls"):
            yield each.callback.cls


def going_along():
    for kind in sorted(set(filter_sets()), key=str):
        for name, each in kind.base_filters.items():
            if isinstance(each, (IndexedFilter, DueFilter, MomentFilter)):
                yield pytest.param(kind._meta.model, each, id=f"{kind.__name__}.{name}")


@pytest.mark.parametrize(("model", "along"), list(going_along()))
def test_a_filter_that_a_list_goes_along_has_an_index_by_its_column_and_the_id(model, along):
    fields = [model._meta.get_field(along.field_name).name, "id"]
    indexes = [index for index in model._meta.indexes if index.fields[:2] == fields]
    states = getattr(along, "states", None)
    wanted = [Q(state=states[0]), Q(state__in=states)] if states else [None, Q(), ~Q(state="claimed")]
    assert [index.name for index in indexes if index.condition in wanted]


def test_no_filter_takes_a_word_that_it_cannot_read():
    loose = (
        django_filters.BooleanFilter,
        django_filters.NumberFilter,
        django_filters.DateFilter,
        django_filters.ModelChoiceFilter,
    )
    strict = (FlagFilter, YearFilter, DayFilter)
    filters = [(kind.__name__, name, each) for kind in filter_sets() for name, each in kind.base_filters.items()]
    assert [(of, name) for of, name, each in filters if isinstance(each, loose) and not isinstance(each, strict)] == []
    assert len(filters) > 80


def test_every_filter_is_written_down():
    """A view with `filterset_fields` has filters that no test here sees."""
    assert [view for view in views() if getattr(view, "filterset_fields", None)] == []
    assert len(list(views())) > 100


def test_a_filter_by_a_user_name_reads_it_as_a_sign_in_does():
    filters = [each for kind in filter_sets() for each in kind.base_filters.values()]
    by_name = [each for each in filters if each.field_name.endswith("username")]
    assert {type(each) for each in by_name} == {UsernameFilter}
    assert len(by_name) == 2


def test_the_filters_by_state_and_by_deadline_are_among_them():
    assert {"CouponFilter.state", "CouponFilter.register_by_until", "EventFilter.type"} <= {
        each.id for each in going_along()
    }

"""One way in: forms and inputs read codes, numbers, days and moments by the fields of the kernel."""

from collections.abc import Iterator

import pytest
from django import forms
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework import serializers
from rest_framework.views import APIView

from core.api.parameters import StrictQuery
from core.api.serializers import Input

LOOSE_FORM_FIELDS = {
    forms.CharField,
    forms.IntegerField,
    forms.DecimalField,
    forms.FloatField,
    forms.DateField,
    forms.DateTimeField,
}
LOOSE_INPUT_FIELDS = {
    serializers.CharField,
    serializers.RegexField,
    serializers.IntegerField,
    serializers.DecimalField,
    serializers.FloatField,
    serializers.DateField,
    serializers.DateTimeField,
}
SECRETS = {"username", "password", "email", "named", "token", "key"}
"""Fields of accounts, which have rules of their own."""
OPEN = {"drf_spectacular.views"}
"""Modules of views that are not ours."""


def _all(kind: type) -> Iterator[type]:
    for inner in kind.__subclasses__():
        yield inner
        yield from _all(inner)


def _views(patterns) -> Iterator[type]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _views(each.url_patterns)
        elif isinstance(each, URLPattern) and hasattr(each.callback, "cls"):
            yield each.callback.cls


VIEWS = sorted({view for view in _views(get_resolver().url_patterns) if issubclass(view, APIView)}, key=str)
OUR_FORMS = sorted(
    {each for each in _all(forms.Form) if each.__module__.split(".")[0] not in {"django", "allauth"}}, key=str
)
INPUTS = sorted(set(_all(Input)), key=str)


@pytest.mark.parametrize("form", [each for each in OUR_FORMS if each.__module__ != "accounts.portal.forms"], ids=str)
def test_a_form_reads_by_our_fields(form):
    loose = {name for name, field in form.base_fields.items() if type(field) in LOOSE_FORM_FIELDS}
    assert loose - SECRETS == set()


@pytest.mark.parametrize("kind", INPUTS, ids=str)
def test_an_input_reads_by_our_fields(kind):
    fields = {name: getattr(field, "child", field) for name, field in kind._declared_fields.items()}
    loose = {name for name, field in fields.items() if type(field) in LOOSE_INPUT_FIELDS}
    assert loose - SECRETS == set()


@pytest.mark.parametrize("view", [each for each in VIEWS if each.__module__ not in OPEN], ids=str)
def test_a_view_of_the_api_refuses_unknown_parameters(view):
    assert issubclass(view, StrictQuery)

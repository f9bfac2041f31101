"""Names that a query or a form has twice. Readers disagree on which of the values counts, so none does."""

from collections.abc import Set
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict


def repeated(sent: "MultiValueDict[str, Any]", *, several: Set[str] = frozenset()) -> list[str]:
    """Return the names that were sent twice, but for those that take `several` values."""
    return sorted(name for name, values in sent.lists() if len(values) > 1 and name not in several)


def repeated_fields(sent: QueryDict, form: forms.BaseForm) -> list[str]:
    """Return the names that were sent twice to a form of a page, but for its multiple choices. A set of forms has none."""
    fields = getattr(form, "fields", {})
    several = {name for name, field in fields.items() if isinstance(field, forms.MultipleChoiceField)}
    return repeated(sent, several=several)

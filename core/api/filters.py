"""Filters that every app uses."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters

from core.database.searching import contains
from core.models import Event, JobRun, Notification, OutboxItem
from core.values.characters import normal_code
from core.values.days import parse_iso_day, parse_iso_moment
from core.web.fields import CountField, IdField

Row = TypeVar("Row", bound=Model)
Read = TypeVar("Read")
NO_CODE = "\ufffd"
"""In no code, so that a question that shows nothing finds nothing."""


class IdFilter(django_filters.Filter):  # type: ignore[misc]
    """By an id. It is not looked up, so the answer is the same for an unknown id and for another party's."""

    field_class = IdField

    def filter(self, rows: QuerySet[Row], value: int | None) -> QuerySet[Row]:
        """Filter, newest first. Few rows have the id, so sorting them is cheap."""
        return rows if value is None else rows.filter(**{self.field_name: value}).order_by("-id")


class CodeFilter(django_filters.CharFilter):  # type: ignore[misc]
    """By a code or number in its normal form, as stored values are; a text that shows nothing is none."""

    def filter(self, rows: QuerySet[Row], value: str) -> QuerySet[Row]:
        return super().filter(rows, normal_code(value) or NO_CODE) if value else rows


class SearchFilter(django_filters.CharFilter):  # type: ignore[misc]
    """A text in one of the columns; `names` are columns of compared names."""

    def __init__(self, *columns: str, names: Sequence[str] = (), **kwargs: Any) -> None:
        self.columns, self.names = columns, names
        super().__init__(**kwargs)

    def filter(self, rows: QuerySet[Row], value: str) -> QuerySet[Row]:
        return rows.filter(contains(value, *self.columns, names=self.names)) if value else rows


class _FlagField(forms.NullBooleanField):
    """true or false; another text is an error, where Django's field reads it as no answer."""

    def to_python(self, value: object) -> Any:  # the stubs call it a bool
        found = {"": None, "true": True, "1": True, "false": False, "0": False}
        text = "" if value is None else str(value).lower()
        if text not in found:
            raise forms.ValidationError(_("请填写 true 或 false。"), code="invalid")
        return found[text]

    def validate(self, value: object) -> None:
        """Any value of `to_python` is possible."""


class FlagFilter(django_filters.BooleanFilter):  # type: ignore[misc]
    """By true or false."""

    field_class = _FlagField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput, **kwargs)


class _DayField(forms.DateField):
    def to_python(self, value: object) -> date | None:
        return _parsed(value, parse_iso_day)


class _MomentField(forms.DateTimeField):
    def to_python(self, value: object) -> datetime | None:
        return _parsed(value, parse_iso_moment)


def _parsed(value: object, parse: Callable[[str], Read]) -> Read | None:
    if not value:
        return None
    try:
        return parse(str(value))
    except ValueError:
        raise forms.ValidationError(_("格式不对。"), code="invalid") from None


class DayFilter(django_filters.DateFilter):  # type: ignore[misc]
    """By a Beijing day in ISO format."""

    field_class = _DayField


class IndexedFilter:
    """A filter by one value of a column, newest first, that makes PostgreSQL use the index (column, id).

    For `column = value ORDER BY id DESC` the planner may scan the table backwards by id, because it expects a common
    value among the newest rows; where only old rows have it, that reads the whole table. A range condition, ordered by
    the column, leaves it only the index.
    """

    field_name: str

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value in (None, ""):
            return rows
        if rows.query.order_by:  # another filter uses its own index already
            return rows.filter(**{self.field_name: value})
        between = {f"{self.field_name}__{lookup}": value for lookup in ("gte", "lte")}
        return rows.filter(**between).order_by(f"-{self.field_name}")


class IndexedTextFilter(IndexedFilter, django_filters.CharFilter):  # type: ignore[misc]
    """Text that must be equal."""


class IndexedChoiceFilter(IndexedFilter, django_filters.ChoiceFilter):  # type: ignore[misc]
    """One of a few values."""


class IndexedIdFilter(IndexedFilter, IdFilter):
    """By an id that many rows may have, possibly only old ones."""


class YearFilter(django_filters.NumberFilter):  # type: ignore[misc]
    """By a calendar year."""

    field_class = CountField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=9999, **kwargs)


class IndexedYearFilter(IndexedFilter, YearFilter):
    """By a calendar year, where there are many rows."""


class IndexedChoicesFilter(IndexedFilter, django_filters.MultipleChoiceFilter):  # type: ignore[misc]
    """One of a few values, or several of them. Only a single value uses the index."""

    def filter(self, rows: QuerySet[Row], value: Sequence[str]) -> QuerySet[Row]:
        if len(value) == 1:
            return super().filter(rows, value[0])
        return rows.filter(**{f"{self.field_name}__in": value}) if value else rows


class MomentFilter(django_filters.IsoDateTimeFilter):  # type: ignore[misc]
    """From or until a moment with its offset, newest first, by the index (moment, id)."""

    field_class = _MomentField

    def filter(self, rows: QuerySet[Row], value: datetime | None) -> QuerySet[Row]:
        if value is None:
            return rows
        return rows.filter(**{f"{self.field_name}__{self.lookup_expr}": value}).order_by(f"-{self.field_name}")


class DueFilter(DayFilter):
    """Rows in `states` whose deadline is on or before a day, earliest first, by a partial index (deadline, id).

    The index has only the rows in these states; in other states nothing is due.
    """

    def __init__(self, *, states: Sequence[str], **kwargs: Any) -> None:
        self.states = states
        super().__init__(lookup_expr="lte", **kwargs)

    def filter(self, rows: QuerySet[Row], value: date | None) -> QuerySet[Row]:
        if value is None:
            return rows
        due = {f"{self.field_name}__{self.lookup_expr}": value, "state__in": self.states}
        return rows.filter(**due).order_by(self.field_name)


class EventFilter(filters.FilterSet):  # type: ignore[misc]
    """By type, subject, party, actor and time (from `since`, before `until`)."""

    subject_id = IdFilter()
    since = MomentFilter(field_name="at", lookup_expr="gte")
    until = MomentFilter(field_name="at", lookup_expr="lt")
    type = IndexedTextFilter(max_length=60)
    actor_id = IndexedIdFilter()
    party_id = IndexedIdFilter()

    class Meta:
        model = Event
        fields = ["subject_kind"]


class RunFilter(filters.FilterSet):  # type: ignore[misc]
    """Runs of one job, or in one state."""

    class Meta:
        model = JobRun
        fields = ["job", "state"]


class OutboxFilter(filters.FilterSet):  # type: ignore[misc]
    """Only the dead items, or only those that are still tried."""

    dead = FlagFilter()

    class Meta:
        model = OutboxItem
        fields: list[str] = []


class NotificationFilter(filters.FilterSet):  # type: ignore[misc]
    """Only the unread, or only the read."""

    unread = FlagFilter(field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notification
        fields = ["kind"]

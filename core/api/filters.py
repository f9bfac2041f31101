"""Filters that every app uses."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import django_filters
from django.db.models import Model, QuerySet
from django_filters import rest_framework as filters

from core.models import Event, JobRun, Notification, OutboxItem
from core.web.fields import IdField

Row = TypeVar("Row", bound=Model)


class IdFilter(django_filters.Filter):  # type: ignore[misc]
    """By an id. It is not looked up, so the answer is the same for an unknown id and for another party's."""

    field_class = IdField

    def filter(self, rows: QuerySet[Row], value: int | None) -> QuerySet[Row]:
        """Filter, newest first. Few rows have the id, so sorting them is cheap."""
        return rows if value is None else rows.filter(**{self.field_name: value}).order_by("-id")


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


class IndexedYearFilter(IndexedFilter, django_filters.NumberFilter):  # type: ignore[misc]
    """By a calendar year."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=9999, decimal_places=0, **kwargs)


class IndexedChoicesFilter(IndexedFilter, django_filters.MultipleChoiceFilter):  # type: ignore[misc]
    """One of a few values, or several of them. Only a single value uses the index."""

    def filter(self, rows: QuerySet[Row], value: Sequence[str]) -> QuerySet[Row]:
        if len(value) == 1:
            return super().filter(rows, value[0])
        return rows.filter(**{f"{self.field_name}__in": value}) if value else rows


class MomentFilter(django_filters.IsoDateTimeFilter):  # type: ignore[misc]
    """From or until a moment, newest first, by the index (moment, id)."""

    def filter(self, rows: QuerySet[Row], value: datetime | None) -> QuerySet[Row]:
        if value is None:
            return rows
        return rows.filter(**{f"{self.field_name}__{self.lookup_expr}": value}).order_by(f"-{self.field_name}")


class DueFilter(django_filters.DateFilter):  # type: ignore[misc]
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

    class Meta:
        model = OutboxItem
        fields = ["dead"]


class NotificationFilter(filters.FilterSet):  # type: ignore[misc]
    """Only the unread, or only the read."""

    unread = filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notification
        fields = ["kind"]

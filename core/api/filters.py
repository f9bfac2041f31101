"""Filters that every app uses."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import django_filters
from django.db.models import Model, QuerySet
from django_filters import rest_framework as filters

from core.models import Event, JobRun, Notification, OutboxItem

Row = TypeVar("Row", bound=Model)


class IdFilter(django_filters.NumberFilter):  # type: ignore[misc]
    """By the id of something: a positive whole number that PostgreSQL can hold. It is not looked up, so that an id that
    is nobody's and one that is another party's are answered alike."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, decimal_places=0, **kwargs)

    def filter(self, rows: QuerySet[Row], value: Decimal | None) -> QuerySet[Row]:
        """Newest first: few rows have the id, so that the list need go along nothing else."""
        return rows if value is None else rows.filter(**{self.field_name: value}).order_by("-id")


class Along:
    """A filter by one value of a column with an index (column, id): the list goes along that index, newest first.

    Asked for plainly, PostgreSQL guesses from how common the value is overall that the newest rows have it, and reads the
    whole table where only old ones do. Asked for as a range and in the order of the column, it can only take the index.
    """

    field_name: str

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value in (None, ""):
            return rows
        if rows.query.order_by:  # it goes along another index already
            return rows.filter(**{self.field_name: value})
        between = {f"{self.field_name}__{way}": value for way in ("gte", "lte")}
        return rows.filter(**between).order_by(f"-{self.field_name}")


class AlongText(Along, django_filters.CharFilter):  # type: ignore[misc]
    """Text that must be equal."""


class AlongChoice(Along, django_filters.ChoiceFilter):  # type: ignore[misc]
    """One of a few values."""


class AlongId(Along, IdFilter):
    """By the id of something that may have many rows, and only old ones."""


class AlongYear(Along, django_filters.NumberFilter):  # type: ignore[misc]
    """By a calendar year."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=9999, decimal_places=0, **kwargs)


class AlongChoices(Along, django_filters.MultipleChoiceFilter):  # type: ignore[misc]
    """One of a few values, or several of them; only one is gone along."""

    def filter(self, rows: QuerySet[Row], value: Sequence[str]) -> QuerySet[Row]:
        if len(value) == 1:
            return super().filter(rows, value[0])
        return rows.filter(**{f"{self.field_name}__in": value}) if value else rows


class MomentFilter(django_filters.IsoDateTimeFilter):  # type: ignore[misc]
    """From or until a moment, the newest first: along an index (moment, id), so that what is newer is not read."""

    def filter(self, rows: QuerySet[Row], value: datetime | None) -> QuerySet[Row]:
        if value is None:
            return rows
        return rows.filter(**{f"{self.field_name}__{self.lookup_expr}": value}).order_by(f"-{self.field_name}")


class DueFilter(django_filters.DateFilter):  # type: ignore[misc]
    """Rows in these states whose deadline is that day at the latest, the earliest first: along an index (deadline, id)
    that holds only the rows in these states. In another state nothing is due any more."""

    def __init__(self, *, states: Sequence[str], **kwargs: Any) -> None:
        self.states = states
        super().__init__(lookup_expr="lte", **kwargs)

    def filter(self, rows: QuerySet[Row], value: date | None) -> QuerySet[Row]:
        if value is None:
            return rows
        due = {f"{self.field_name}__{self.lookup_expr}": value, "state__in": self.states}
        return rows.filter(**due).order_by(self.field_name)


class EventFilter(filters.FilterSet):  # type: ignore[misc]
    """By type, thing, party, person, and time (`since` counts, `until` does not)."""

    subject_id = IdFilter()
    since = MomentFilter(field_name="at", lookup_expr="gte")
    until = MomentFilter(field_name="at", lookup_expr="lt")
    type = AlongText(max_length=60)
    actor_id = AlongId()
    party_id = AlongId()

    class Meta:
        model = Event
        fields = ["subject_kind"]


class RunFilter(filters.FilterSet):  # type: ignore[misc]
    """Runs of one job, or in one state."""

    class Meta:
        model = JobRun
        fields = ["job", "state"]


class OutboxFilter(filters.FilterSet):  # type: ignore[misc]
    """Only the dead, or only those still tried."""

    class Meta:
        model = OutboxItem
        fields = ["dead"]


class NotificationFilter(filters.FilterSet):  # type: ignore[misc]
    """Only the unread, or only the read."""

    unread = filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notification
        fields = ["kind"]

"""Serializers and fields that every app uses."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.fields import empty

from core.api.parameters import refuse_names
from core.jobs.run_selectors import JobState
from core.messages.catalogue import event_sentence, notice
from core.models import Attachment, Event, JobRun, Notification, OutboxItem
from core.values.characters import as_shown, normal_code, says_something
from core.values.days import parse_iso_day, parse_iso_moment
from core.values.ids import MAX_ID, MAX_VERSION, parse_id
from core.values.numbers import parse_count, parse_decimal
from core.web.repeats import repeated
from core.web.words import readable


class Input(serializers.Serializer[Any]):
    """The input of a request. An unknown field (`unknown_field`) and one that a form has twice (`field_twice`) are errors.

    JSON with a field twice is refused by its parser; in a form or a query only a list may be there several times.
    """

    def to_internal_value(self, data: object) -> object:
        values = super().to_internal_value(data)
        if isinstance(data, dict):
            unknown = sorted(set(map(str, data)) - set(self.fields))
            refuse_names(unknown, code="unknown_field")
        if isinstance(data, QueryDict):
            lists = {name for name, field in self.fields.items() if isinstance(field, serializers.ListField)}
            refuse_names(repeated(data, several=lists), code="field_twice")
        return values


class Nothing(Input):
    """An empty request."""


class TextField(serializers.CharField):
    """A text. One without a letter or a digit, such as invisible characters or 。。, is as good as empty."""

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, str) and not says_something(data):
            data = ""
        return super().run_validation(data)


class CodeField(serializers.CharField):
    """A code or number, in its normal form: half-width, capitals, no blanks or invisible characters."""

    def run_validation(self, data: Any = empty) -> Any:
        return super().run_validation(normal_code(data) if isinstance(data, str) else data)


class LabelField(serializers.CharField):
    """A number that may have blanks within, such as that of a contract: half-width, without invisible characters."""

    def run_validation(self, data: Any = empty) -> Any:
        return super().run_validation(as_shown(data) if isinstance(data, str) else data)


class CountField(serializers.IntegerField):
    """A whole number, as a JSON number or as text; never 1.0, 1_000 or 1e3."""

    def to_internal_value(self, data: object) -> int:
        if isinstance(data, int) and not isinstance(data, bool):
            return data
        try:
            return parse_count(data if isinstance(data, str) else "")
        except ValueError:
            self.fail("invalid")


class NumberField(serializers.DecimalField):
    """A number with decimals as text, or a whole JSON number. A JSON number with a fraction is refused, not rounded."""

    def validate_empty_values(self, data: object) -> tuple[bool, object]:
        """Treat an empty string as invalid, where DecimalField treats it as null."""
        return serializers.Field.validate_empty_values(self, data)

    def to_internal_value(self, data: object) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, str | int):
            self.fail("invalid")
        try:
            return super().to_internal_value(f"{parse_decimal(str(data)):f}")
        except ValueError:
            self.fail("invalid")


class AmountField(NumberField):
    """Yuan as a string with at most two decimals ("50000.00")."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **kwargs)


class IdField(serializers.IntegerField):
    """An id, as a number or in the one spelling of `parse_id`; a number with a fraction or an exponent is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": MAX_ID, **kwargs})

    def to_internal_value(self, data: object) -> int:
        if type(data) is int:
            return data
        found = parse_id(data) if isinstance(data, str) else None
        return found or self.fail("invalid")


class VersionField(IdField):
    """The version of a row that the sender read: like an id, it is sent back as it was received."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_value=MAX_VERSION, **kwargs)


YEARS = range(1949, 2200)


class MomentField(serializers.DateTimeField):
    """A moment in ISO format with its offset, in the years of `YEARS`. One without an offset is refused."""

    def to_internal_value(self, data: datetime | str) -> datetime:
        try:
            moment = parse_iso_moment(data if isinstance(data, str) else "")
        except ValueError:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss+08:00")
        if moment.year not in YEARS:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss+08:00")
        return moment


class DayField(serializers.DateField):
    """A Beijing day in ISO format, in the years of `YEARS`."""

    def to_internal_value(self, data: date | str) -> date:
        try:
            day = parse_iso_day(data if isinstance(data, str) else "")
        except ValueError:
            self.fail("invalid", format="YYYY-MM-DD")
        if day.year not in YEARS:
            self.fail("invalid", format="YYYY-MM-DD")
        return day


class AttachmentOut(serializers.ModelSerializer[Attachment]):
    """An attachment (附件): `size` in bytes and `sha256` of the file as it was sent.

    `shown_sha256` is the hash of the picture that pages show in place of the file; of a PDF with `pages` pages it shows
    the first `shown_pages`. `problem` is "altered" or
    "lost" if the stored file is no longer what was sent, found at `problem_at`; `whole_at` is the last successful check.
    """

    class Meta:
        model = Attachment
        fields = [
            "id",
            "kind",
            "name",
            "media_type",
            "size",
            "sha256",
            "shown_sha256",
            "pages",
            "shown_pages",
            "problem",
            "problem_at",
            "whole_at",
            "at",
        ]
        read_only_fields = fields


class EventOutput(serializers.ModelSerializer[Event]):
    """One change (审计事件). `at` is business time, `recorded_at` the server's."""

    sentence = serializers.SerializerMethodField()
    data = serializers.DictField()  # type: ignore[assignment]

    class Meta:
        model = Event
        fields = [
            "id",
            "type",
            "sentence",
            "subject_kind",
            "subject_id",
            "party_id",
            "actor_id",
            "from_state",
            "to_state",
            "data",
            "at",
            "recorded_at",
        ]

    def get_sentence(self, event: Event) -> str:
        return event_sentence(event.type, readable(event.type, event.data))


class RunOutput(serializers.ModelSerializer[JobRun]):
    """A run (作业运行). `at` is business time, all other times are the server's."""

    class Meta:
        model = JobRun
        fields = [
            "id",
            "job",
            "period",
            "state",
            "at",
            "queued_at",
            "started_at",
            "heartbeat_at",
            "finished_at",
            "done",
            "attempts",
            "error",
            "result",
            "requested_by_id",
        ]


class JobOutput(serializers.Serializer[JobState]):
    """A periodic job (定时作业) with its newest run."""

    name = serializers.CharField()
    title = serializers.SerializerMethodField()
    every = serializers.CharField(source="job.cadence.every")
    last_run = RunOutput(allow_null=True)

    def get_title(self, state: JobState) -> str:
        return state.job.en if (get_language() or "zh").startswith("en") else state.job.zh


class JobInput(Input):
    """The name of a job."""

    job = TextField(max_length=60)


class OutboxOutput(serializers.ModelSerializer[OutboxItem]):
    """A pending delivery of an event to a handler (待办事件)."""

    type = serializers.CharField(source="event.type")

    class Meta:
        model = OutboxItem
        fields = ["id", "event_id", "type", "handler", "attempts", "next_at", "last_error", "dead"]


class NotificationOutput(serializers.ModelSerializer[Notification]):
    """A message (消息) in the reader's language."""

    title = serializers.SerializerMethodField()
    body = serializers.SerializerMethodField()
    params = serializers.DictField()

    class Meta:
        model = Notification
        fields = ["id", "kind", "title", "body", "params", "party_id", "at", "read_at"]

    def get_title(self, row: Notification) -> str:
        return notice(row.kind, readable(row.kind, row.params)).title

    def get_body(self, row: Notification) -> str:
        return notice(row.kind, readable(row.kind, row.params)).body

"""The model field for a state: an enumeration in Python, its value in the database."""

from collections.abc import Sequence
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.migrations.serializer import BaseSerializer
from django.db.migrations.writer import MigrationWriter

State = TypeVar("State", bound=StrEnum)
SetT = TypeVar("SetT")
GetT = TypeVar("GetT")

if TYPE_CHECKING:

    class _Text(models.CharField[SetT, GetT]):
        _pyi_lookup_exact_type: StrEnum
else:

    class _Text(models.CharField):
        def __class_getitem__(cls, _types: object) -> type:
            return cls


class StateField(_Text[SetT, GetT]):
    """A state, stored as a short text.

    Values are members of the enumeration, so mypy checks assignments, arguments and filters. ValueError for a text in
    the database that the enumeration does not have. Migrations see a plain CharField.
    """

    def __init__(
        self: "StateField[State, State]", states: type[State], *, default: State, max_length: int = 20
    ) -> None:
        self.states = states
        super().__init__(max_length=max_length, default=default)

    def from_db_value(self, value: str | None, *_context: object) -> StrEnum | None:
        return None if value is None else self.states(value)

    def clone(self) -> Any:
        return type(self)(self.states, default=self.default, max_length=self.max_length or 20)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, keywords = super().deconstruct()
        return name, "django.db.models.CharField", args, {**keywords, "default": str(self.default)}


class _WordSerializer(BaseSerializer):
    def serialize(self) -> tuple[str, set[str]]:
        return repr(self.value.value), set()


MigrationWriter.register_serializer(
    Enum, _WordSerializer
)  # migrations have the value and do not import the enumeration

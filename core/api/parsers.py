"""The parser of JSON requests."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import IO, Any, NoReturn, TypeAlias

from django.conf import settings
from rest_framework import exceptions, status
from rest_framework.parsers import BaseParser

Json: TypeAlias = "str | float | bool | list[Json] | dict[str, Json] | None"
"""A value as `json` reads it."""
MAX_DEPTH = 20
"""Levels of nested objects and lists; a policy has four."""


class BodyTooLarge(exceptions.APIException):
    """The request is larger than settings.DATA_UPLOAD_MAX_MEMORY_SIZE (413)."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "body_too_large"
    default_detail = "request too large"


class StrictJSONParser(BaseParser):
    """JSON in UTF-8, whatever charset the request names, limited in size and in depth.

    Refuses NaN and infinities (`parse_error`), a field that an object has twice (`field_twice`), and text that
    PostgreSQL cannot store: NUL and lone surrogates (`characters`, with the field).
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, object] | None = None
    ) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        data = stream.read(most + 1)
        if len(data) > most:
            raise BodyTooLarge
        try:
            value = json.loads(
                data.decode(), parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_without_repeats
            )
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError from error
        for path, text in _texts(value, path="", level=0):
            if not _is_storable(text):
                raise exceptions.ValidationError({path: exceptions.ErrorDetail("characters", code="characters")})
        return value


def _without_repeats(pairs: "list[tuple[str, Json]]") -> "dict[str, Json]":
    """Return the object of these fields. Readers disagree on which of two equal names counts, so none does."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _value in pairs]
        name = next(name for name in names if names.count(name) > 1)
        path = name if _is_storable(name) else ""
        raise exceptions.ValidationError({path: exceptions.ErrorDetail("field twice", code="field_twice")})
    return fields


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    return number if math.isfinite(number := float(text)) else _refuse(text)


def _texts(value: "Json", *, path: str, level: int) -> Iterator[tuple[str, str]]:
    """Yield every string and every field name with the path of its field."""
    if level > MAX_DEPTH:
        raise exceptions.ParseError
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, path=f"{path}[{place}]", level=level + 1)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield path, name
            yield from _texts(inner, path=f"{path}.{name}" if path else name, level=level + 1)


def _is_storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)

"""Look-up of sentences and words. Each app lists its own in `messages`, in Chinese and English."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from string import Formatter
from typing import Any, TypeVar

from django.apps import apps
from django.utils.translation import get_language

from core.values.errors import DomainError

Key = TypeVar("Key")
Value = TypeVar("Value")


class Collected(Mapping[Key, Value]):
    """A table merged from the messages of every app, at its first use, when all apps are loaded. Read-only."""

    def __init__(self, table: str) -> None:
        self._table = table

    def __getitem__(self, key: Key) -> Value:
        found: Value = _collected(self._table)[key]
        return found

    def __iter__(self) -> Iterator[Key]:
        return iter(_collected(self._table))

    def __len__(self) -> int:
        return len(_collected(self._table))


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """The text of a notification (消息)."""

    title: str
    body: str


def sentence(code: str, params: Mapping[str, object], *, language: str | None = None) -> str:
    """Return the sentence for a code, in Chinese unless the language is English. A missing param shows as its name."""
    return _in_language(all_messages()[code], params, language=language)


def event_sentence(event_type: str, data: Mapping[str, object], *, language: str | None = None) -> str:
    """Return the sentence of an event from the EVENTS tables; the type itself where it has none."""
    found = _collected("EVENTS").get(event_type, (event_type, event_type))
    return _in_language(found, data, language=language)


def event_types() -> dict[str, str]:
    """Return event type → its sentence with … for each param, in the order of the EVENTS tables."""
    return {
        code: _in_language(texts, dict.fromkeys(_params_of(texts), "…"), language=None)
        for code, texts in _collected("EVENTS").items()
    }


def has_notice(kind: str) -> bool:
    """Whether the NOTICES tables have this kind of notification."""
    return kind in _collected("NOTICES")


def notice(kind: str, params: Mapping[str, object], *, language: str | None = None) -> Notice:
    """Return the text of a notification from the NOTICES tables: kind → (title zh, title en, body zh, body en)."""
    title_zh, title_en, body_zh, body_en = _collected("NOTICES")[kind]
    return Notice(
        title=_in_language((title_zh, title_en), params, language=language),
        body=_in_language((body_zh, body_en), params, language=language),
    )


def constraint_error(name: str | None) -> DomainError | None:
    """Return the error that a violated constraint means to a user, or None where it is a defect."""
    found = _collected("CONSTRAINTS").get(name or "")
    return DomainError(found[0], field=found[1] or None, kind="refused") if found else None


def advice(code: str, params: Mapping[str, object], *, language: str | None = None) -> str:
    """Return what to do after an error, from the ADVICE tables; empty where the sentence says it already."""
    return _in_language(_collected("ADVICE").get(code, ("", "")), params, language=language)


def article(code: str) -> str:
    """Return the number of the article of the Measures behind a refusal ("12"), from the ARTICLES tables; or empty."""
    return str(_collected("ARTICLES").get(code, ""))


@cache
def all_messages() -> dict[str, tuple[str, str]]:
    """Return code → (Chinese, English) for every app."""
    messages: dict[str, tuple[str, str]] = _collected("MESSAGES")
    return messages


@cache
def _collected(table: str) -> dict[Any, Any]:
    """Return one table of every app's messages, merged in the order of INSTALLED_APPS."""
    merged: dict[Any, Any] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.messages"
        if "." not in config.name and find_spec(module):
            merged |= getattr(import_module(module), table, {})
    return merged


def _in_language(texts: tuple[str, str], params: Mapping[str, object], *, language: str | None) -> str:
    chinese, english = texts
    template = english if (language or get_language() or "zh").startswith("en") else chinese
    return template.format_map(_Lenient(params))


def _params_of(texts: tuple[str, ...]) -> set[str]:
    return {name for text in texts for _literal, name, _spec, _conversion in Formatter().parse(text) if name}


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return key

"""Sentences for codes: every refusal and error has one in Chinese and in English, in the `messages.py` of its app."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import get_language

from core.values.errors import DomainError


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A message to a user in words (消息)."""

    title: str
    body: str


def sentence(code: str, params: Mapping[str, object], *, language: str | None = None) -> str:
    """The sentence for a code, in Chinese unless the language is English; a missing param shows as its name."""
    return _in_language(all_messages()[code], params, language=language)


def event_sentence(event_type: str, data: Mapping[str, object], *, language: str | None = None) -> str:
    """What happened, from the EVENTS table of its app; the bare type where it has no sentence."""
    found = _collected("EVENTS").get(event_type, (event_type, event_type))
    return _in_language(found, data, language=language)


def has_notice(kind: str) -> bool:
    """Whether an app has words for this kind of message."""
    return kind in _collected("NOTICES")


def notice(kind: str, params: Mapping[str, object], *, language: str | None = None) -> Notice:
    """A message in words, from the NOTICES table of its app: kind → (title zh, title en, body zh, body en)."""
    title_zh, title_en, body_zh, body_en = _collected("NOTICES")[kind]
    return Notice(
        title=_in_language((title_zh, title_en), params, language=language),
        body=_in_language((body_zh, body_en), params, language=language),
    )


def constraint_error(name: str | None) -> DomainError | None:
    """The error a broken constraint means to a user, or None where it can only be a defect."""
    found = _collected("CONSTRAINTS").get(name or "")
    return DomainError(found[0], field=found[1] or None, kind="refused") if found else None


def advice(code: str, params: Mapping[str, object], *, language: str | None = None) -> str:
    """What to do now after a code, from the ADVICE table of its app; empty where the sentence says it all."""
    return _in_language(_collected("ADVICE").get(code, ("", "")), params, language=language)


def article(code: str) -> str:
    """The article a refusal rests on, as its number in the Measures ("12"), from the ARTICLES table; empty for none."""
    return str(_collected("ARTICLES").get(code, ""))


@cache
def all_messages() -> dict[str, tuple[str, str]]:
    """Every code of every app with its two sentences."""
    messages: dict[str, tuple[str, str]] = _collected("MESSAGES")
    return messages


@cache
def _collected(table: str) -> dict[str, Any]:
    """One table of every app's messages.py, merged."""
    merged: dict[str, Any] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.messages"
        if "." not in config.name and find_spec(module):
            merged |= getattr(import_module(module), table, {})
    return merged


def _in_language(texts: tuple[str, str], params: Mapping[str, object], *, language: str | None) -> str:
    chinese, english = texts
    template = english if (language or get_language() or "zh").startswith("en") else chinese
    return template.format_map(_Lenient(params))


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return key

"""Words for codes on pages, from the `messages` of each app. The words for states are in core.web.state_words."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.messages.catalogue import Collected, event_types
from core.messages.tables import Text
from core.templatetags.formatting import day, moment, month, plain_money
from core.web.state_words import STATES

WORDS: Mapping[str, Mapping[str, Text]] = Collected("WORDS")
SUBJECTS: Mapping[str, tuple[int, Text]] = Collected("SUBJECTS")
CODES_IN_PARAMS: Mapping[str, str] = Collected("CODES_IN_PARAMS")
STATES_IN_PARAMS: Mapping[str, str] = Collected("STATES_IN_PARAMS")
CODE_PARAMS: Mapping[str, str] = Collected("CODE_PARAMS")


def choices(kind: str, *, first: Text = "") -> list[tuple[str, Text]]:
    """Return the codes of a kind with their words as choices; `first` is the label of the empty choice."""
    return [*([("", first)] if first else []), *WORDS[kind].items()]


def subject_words() -> dict[str, Text]:
    """Return kind of subject → its word, in the order of lists."""
    return {kind: word for kind, (_place, word) in sorted(SUBJECTS.items(), key=lambda item: item[1][0])}


def subject_word(kind: str) -> str:
    """Return the word for a kind of subject; the kind itself where it has none."""
    return str(SUBJECTS[kind][1]) if kind in SUBJECTS else kind


def event_type_choices() -> list[tuple[str, Any]]:
    """Return the types of events as choices in groups, one for each kind of subject, headed by its word."""
    groups: dict[str, list[tuple[str, str]]] = {word: [] for word in map(str, subject_words().values())}
    for code, sentence in event_types().items():
        groups.setdefault(subject_word(code.partition(".")[0]), []).append((code, sentence))
    return [("", _("全部")), *((word, kinds) for word, kinds in groups.items() if kinds)]


_AMOUNT = re.compile(r"-?[0-9]{1,12}\.[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)")
_BETWEEN = "、"


def readable(code: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Format params for people: amounts with thousands, months, days and moments in words, codes by their words."""
    words = _words_of(code)
    return {name: _readable(WORDS.get(CODE_PARAMS.get(name, ""), words), value) for name, value in params.items()}


def _words_of(code: str) -> Mapping[str, Text]:
    if code in STATES_IN_PARAMS:
        return {state: word for state, (word, _tone) in STATES[STATES_IN_PARAMS[code]].items()}
    return WORDS.get(CODES_IN_PARAMS.get(code, ""), {})


def _readable(words: Mapping[str, Text], value: Any) -> Any:
    if isinstance(value, list | tuple):
        return _BETWEEN.join(str(words.get(each, each)) for each in value)
    if not isinstance(value, str):
        return value
    parts = value.split(_BETWEEN)
    if all(part in words for part in parts):
        return _BETWEEN.join(str(words[part]) for part in parts)
    if _AMOUNT.fullmatch(value):
        return plain_money(Decimal(value))
    if _DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    if _MONTH.fullmatch(value):
        return month(date.fromisoformat(f"{value}-01"))
    return moment(datetime.fromisoformat(value)) if _MOMENT.fullmatch(value) else value

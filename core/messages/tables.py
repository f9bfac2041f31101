"""Types of the tables of words. Each app has its own in `messages`; core.messages.catalogue collects them by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from core.values.object_numbers import Series

Text = str | Promise

StateWords = dict[str, dict[str, tuple[Text, str]]]
"""STATES: state machine → state → word and tone (core.web.state_words.TONES)."""
CodeWords = dict[str, dict[str, Text]]
"""WORDS: kind of code → code → word."""
SubjectWords = dict[str, tuple[int, Text]]
"""SUBJECTS: kind of subject of events → its position in lists and its word."""
KindNames = dict[str, str]
"""CODES_IN_PARAMS, STATES_IN_PARAMS: code of a refusal → kind of code or state machine that its params are translated by.
CODE_PARAMS: name of a param → kind of code that it is translated by in every sentence."""


@dataclass(frozen=True)
class RoleWords:
    """The name of a role, and the audience whose menu it sees."""

    label: Text
    audience: str


@dataclass(frozen=True)
class Entry:
    """A page in a menu: its label, its icon in the sprite, its position in the menu or in one of MENU_GROUPS.

    `also` are the URL names of lists that are reached from the page: it is the current one on theirs as well.
    """

    label: Text
    icon: str
    order: int
    group: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A group of pages under one label, and its position in the menu."""

    label: Text
    icon: str
    order: int


@dataclass(frozen=True)
class Numbered:
    """The objects of a series of numbers: their word, their kind as events name it, their model (`app.Model`).

    `visible` is the selector of those that an actor may see (`app.selectors.…`), `made_at` the column of the moment they
    were made, `page` the URL name of their page, `pages` those for some audiences. `listed`: these pages are lists, in
    which the number is searched, because the objects have no page of their own. `gathered`: those of the pages that show
    all objects of the reader together, such as the own parties.
    """

    label: Text
    kind: str
    model: str
    visible: str
    made_at: str
    page: str
    pages: Mapping[str, str] = field(default_factory=dict)
    listed: bool = False
    gathered: frozenset[str] = frozenset()


Numbers = dict[Series, Numbered]
"""NUMBERS: series → its objects."""
Roles = dict[str, RoleWords]
"""ROLES: role → its name and audience."""
Menu = dict[tuple[str, str], Entry]
"""MENU: (audience, URL name) → entry. The audience is one of ROLES, or "public" for users without a role."""
MenuGroups = dict[str, Group]
"""MENU_GROUPS: name of a group → the group."""

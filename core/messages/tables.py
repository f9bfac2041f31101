"""What the tables of words hold. Each app keeps its own in `messages`; core.messages.catalogue collects them by name."""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise

StateWords = dict[str, dict[str, tuple[Text, str]]]
"""STATES: state machine → state → word and tone (core.web.state_words.TONES)."""
CodeWords = dict[str, dict[str, Text]]
"""WORDS: kind of code → code → word."""
SubjectWords = dict[str, tuple[int, Text]]
"""SUBJECTS: kind of thing that events are about → its place in lists and its word."""
KindNames = dict[str, str]
"""CODES_IN_PARAMS and STATES_IN_PARAMS: code of a refusal → the kind or the state machine whose words its params take.
CODE_PARAMS: name of a param → the kind whose words it takes in every sentence."""


@dataclass(frozen=True)
class RoleWords:
    """How a role is called, and the audience whose menu it sees."""

    label: Text
    audience: str


@dataclass(frozen=True)
class Entry:
    """A page in a menu: its word, its icon in the sprite, its place in the menu or in one of MENU_GROUPS."""

    label: Text
    icon: str
    order: int
    group: str = ""


@dataclass(frozen=True)
class Group:
    """Several pages of a menu under one word, and its place in the menu."""

    label: Text
    icon: str
    order: int


Roles = dict[str, RoleWords]
"""ROLES: role → its words."""
Menu = dict[tuple[str, str], Entry]
"""MENU: (audience, URL name) → the entry. The audience is one of ROLES, or "public" for who has no role."""
MenuGroups = dict[str, Group]
"""MENU_GROUPS: name of a group → the group."""

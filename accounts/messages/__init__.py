"""Every text and word of accounts that is not on a page alone, one file a kind of text."""

from accounts.messages.menu import MENU, MENU_GROUPS, ROLES
from accounts.messages.texts import CONSTRAINTS, EVENTS, MESSAGES, NOTICES
from accounts.messages.words import STATES, SUBJECTS, WORDS

__all__ = [
    "CONSTRAINTS",
    "EVENTS",
    "MENU",
    "MENU_GROUPS",
    "MESSAGES",
    "NOTICES",
    "ROLES",
    "STATES",
    "SUBJECTS",
    "WORDS",
]

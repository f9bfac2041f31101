"""Texts and words of accounts, one file for each kind."""

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

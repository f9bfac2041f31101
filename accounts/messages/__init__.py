"""Texts and words of accounts, one file for each kind."""

from accounts.messages.menu import MENU, MENU_GROUPS, ROLES
from accounts.messages.texts import ADVICE, CONSTRAINTS, EVENTS, MESSAGES, NOTICES
from accounts.messages.words import CODE_PARAMS, CODES_IN_PARAMS, STATES, SUBJECTS, WORDS

__all__ = [
    "ADVICE",
    "CODES_IN_PARAMS",
    "CODE_PARAMS",
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

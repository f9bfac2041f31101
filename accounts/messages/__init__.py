"""Texts and words of accounts, one file for each kind."""

from accounts.messages.events import EVENTS
from accounts.messages.menu import MENU, MENU_GROUPS, ROLES
from accounts.messages.notices import NOTICES
from accounts.messages.refusals import ADVICE, CONSTRAINTS, MESSAGES
from accounts.messages.words import CODE_PARAMS, CODES_IN_PARAMS, NUMBERS, STATES, SUBJECTS, WORDS

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
    "NUMBERS",
    "ROLES",
    "STATES",
    "SUBJECTS",
    "WORDS",
]

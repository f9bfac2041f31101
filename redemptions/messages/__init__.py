"""Texts of redemptions, one file for each kind: refusals, advice, events, notices, menu, words."""

from redemptions.messages.advice import ADVICE, ARTICLES
from redemptions.messages.events import EVENTS
from redemptions.messages.menu import MENU
from redemptions.messages.notices import NOTICES
from redemptions.messages.refusals import CONSTRAINTS, MESSAGES
from redemptions.messages.words import CODE_PARAMS, CODES_IN_PARAMS, NUMBERS, STATES, STATES_IN_PARAMS, SUBJECTS, WORDS

__all__ = [
    "ADVICE",
    "ARTICLES",
    "CODES_IN_PARAMS",
    "CODE_PARAMS",
    "CONSTRAINTS",
    "EVENTS",
    "MENU",
    "MESSAGES",
    "NOTICES",
    "NUMBERS",
    "STATES",
    "STATES_IN_PARAMS",
    "SUBJECTS",
    "WORDS",
]

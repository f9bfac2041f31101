"""Texts of vouchers, one file for each kind: refusals, advice, events, notices, menu, words."""

from vouchers.messages.advice import ADVICE, ARTICLES
from vouchers.messages.events import EVENTS
from vouchers.messages.menu import MENU
from vouchers.messages.notices import NOTICES
from vouchers.messages.policies import MESSAGES as POLICY_MESSAGES
from vouchers.messages.refusals import CONSTRAINTS
from vouchers.messages.refusals import MESSAGES as REFUSAL_MESSAGES
from vouchers.messages.words import CODE_PARAMS, CODES_IN_PARAMS, NUMBERS, STATES, STATES_IN_PARAMS, SUBJECTS, WORDS

MESSAGES = REFUSAL_MESSAGES | POLICY_MESSAGES

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

"""Every text of vouchers that is not on a page, one file a kind of text."""

from vouchers.messages.advice import ADVICE, ARTICLES
from vouchers.messages.events import EVENTS
from vouchers.messages.notices import NOTICES
from vouchers.messages.refusals import CONSTRAINTS, MESSAGES

__all__ = ["ADVICE", "ARTICLES", "CONSTRAINTS", "EVENTS", "MESSAGES", "NOTICES"]

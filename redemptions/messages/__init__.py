"""Every text of redemptions that is not on a page, one file a kind of text."""

from redemptions.messages.advice import ADVICE, ARTICLES
from redemptions.messages.events import EVENTS
from redemptions.messages.notices import NOTICES
from redemptions.messages.refusals import CONSTRAINTS, MESSAGES

__all__ = ["ADVICE", "ARTICLES", "CONSTRAINTS", "EVENTS", "MESSAGES", "NOTICES"]

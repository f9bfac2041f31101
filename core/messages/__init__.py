"""Texts and words of the kernel, and the catalogue that collects those of every app."""

from core.messages.texts import ADVICE, CONSTRAINTS, EVENTS, MESSAGES
from core.messages.words import MENU, STATES, SUBJECTS

__all__ = ["ADVICE", "CONSTRAINTS", "EVENTS", "MENU", "MESSAGES", "STATES", "SUBJECTS"]

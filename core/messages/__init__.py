"""Texts of the kernel, and the catalogue of every app's texts."""

from core.messages.texts import ADVICE, CONSTRAINTS, EVENTS, MESSAGES
from core.messages.words import MENU, STATES

__all__ = ["ADVICE", "CONSTRAINTS", "EVENTS", "MENU", "MESSAGES", "STATES"]

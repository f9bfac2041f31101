"""Texts of the kernel, and the catalogue of every app's texts."""

from core.messages.texts import ADVICE, CONSTRAINTS, EVENTS, MESSAGES
from core.messages.words import STATES

__all__ = ["ADVICE", "CONSTRAINTS", "EVENTS", "MESSAGES", "STATES"]

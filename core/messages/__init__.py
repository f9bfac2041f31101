"""Texts of the kernel, and the catalogue of every app's texts."""

from core.messages.texts import ADVICE, CONSTRAINTS, EVENTS, MESSAGES

__all__ = ["ADVICE", "CONSTRAINTS", "EVENTS", "MESSAGES"]

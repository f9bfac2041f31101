"""Reactions to events: messages and follow-up actions."""

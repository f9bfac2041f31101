"""The operation of entering a holiday notice and the roles that may perform it."""

from accounts.rules.roles import Role

OPERATIONS: dict[str, frozenset[str]] = {
    "calendar.enter": frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER}),
}

WITHOUT_CASE: dict[str, str] = {"calendar.enter": "the holidays are everybody's"}
"""Writes of the authority → why they concern no single party (core.access.checks)."""

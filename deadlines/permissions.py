"""Who may enter a holiday notice."""

from accounts.rules.roles import Role

OPERATIONS: dict[str, frozenset[str]] = {
    "calendar.enter": frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER}),
}

"""The operation of entering a holiday notice and the roles that may perform it."""

from accounts.rules.roles import Role

OPERATIONS: dict[str, frozenset[str]] = {
    "calendar.enter": frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER}),
}

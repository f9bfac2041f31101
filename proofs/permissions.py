"""Who may see the proof of the books, and run it."""

from accounts.rules.roles import Role

_PROVERS = frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR})

OPERATIONS: dict[str, frozenset[str]] = {
    "proof.read": _PROVERS,
    "proof.run": _PROVERS,
}

WITHOUT_CASE: dict[str, str] = {
    "proof.run": "the proof reads the books as a whole and changes nothing",
}
"""Writes of the authority → why they concern no single party (core.access.checks)."""

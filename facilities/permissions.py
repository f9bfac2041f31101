"""Who may do what with open units, their services, and applications to become one."""

from accounts.rules.roles import STAFF_ROLES, UNIT_ROLES, Role
from core.access.checks import ANYBODY

_OFFICERS = frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER})
_APPROVER = frozenset({Role.APPROVER})

OPERATIONS: dict[str, frozenset[str]] = {
    "open_unit.read": UNIT_ROLES | STAFF_ROLES,
    "open_unit.enter": _OFFICERS,
    "open_unit.review": _OFFICERS,
    "open_unit.decide": _APPROVER,
    "open_unit.refuse": _APPROVER,
    "open_unit.publicise": _OFFICERS,
    "open_unit.admit": _APPROVER,
    "open_unit.exit": frozenset({Role.UNIT_MANAGER}) | _OFFICERS,
    "open_unit.strike_off": _APPROVER,
    "service.manage": UNIT_ROLES,
    "unit_application.request": ANYBODY,
    "unit_application.read": ANYBODY,
    "unit_application.withdraw": ANYBODY,
    "unit_application.oversee": STAFF_ROLES,
    "unit_application.answer": _OFFICERS,
}

CASES: dict[str, str] = {
    "open_unit.enter": "party",
    "open_unit.review": "open_unit",
    "open_unit.decide": "open_unit",
    "open_unit.refuse": "open_unit",
    "open_unit.publicise": "open_unit",
    "open_unit.admit": "open_unit",
    "open_unit.exit": "open_unit",
    "open_unit.strike_off": "open_unit",
    "unit_application.answer": "unit_application",
}
"""Operations of the authority on a party's object → the kind of case whose parties they ask about (core.access.checks)."""

"""Who may do what with open units and their services."""

from accounts.rules.roles import STAFF_ROLES, UNIT_ROLES, Role

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
}
"""Operations of the authority on a party's object → the kind of case whose parties they ask about (core.access.checks)."""

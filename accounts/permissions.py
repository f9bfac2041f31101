"""Who may do what with accounts and parties."""

from accounts.rules.roles import EXCLUSIVE_ROLES, MANAGER_ROLES, SIDE_ROLES, STAFF_ROLES, Role
from core.access.checks import ANYBODY

CASE_OFFICERS = frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER})

OPERATIONS: dict[str, frozenset[str]] = {
    "account.read": ANYBODY,
    "token.revoke": ANYBODY,
    "party.register": ANYBODY,
    "party.read": frozenset(SIDE_ROLES | STAFF_ROLES),
    "party.oversee": frozenset(STAFF_ROLES),
    "party.verify": CASE_OFFICERS,
    "party.refuse": CASE_OFFICERS,
    "party.ask": CASE_OFFICERS,
    "party.prove": MANAGER_ROLES,
    "party.withdraw": MANAGER_ROLES,
    "party.suspend": CASE_OFFICERS | {Role.APPROVER},
    "party.resume": CASE_OFFICERS | {Role.APPROVER},
    "uscc.waive": CASE_OFFICERS,
    "takeover.request": ANYBODY,
    "takeover.read": ANYBODY,
    "takeover.decide": CASE_OFFICERS,
    "member.read": frozenset(SIDE_ROLES | {Role.SYSTEM_ADMIN, Role.AUDITOR}),
    "member.manage": MANAGER_ROLES,
    "member.leave": frozenset(SIDE_ROLES),
    "invitation.answer": ANYBODY,
    "staff_role.read": frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR}),
    "staff_role.manage": frozenset({Role.SYSTEM_ADMIN}),
    "account.list": frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR}),
    "account.manage": frozenset({Role.SYSTEM_ADMIN}),
    "interest.read": frozenset(STAFF_ROLES | {Role.EXPERT}),
    "interest.declare": frozenset(STAFF_ROLES | {Role.EXPERT}),
    "interest_correction.read": frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR}),
    "interest_correction.decide": frozenset({Role.SYSTEM_ADMIN}),
    "hand_over.read": frozenset(STAFF_ROLES),
    "hand_over.make": frozenset(STAFF_ROLES - {Role.AUDITOR}),
    "delegation.read": frozenset(STAFF_ROLES),
    "delegation.offer": frozenset(STAFF_ROLES - EXCLUSIVE_ROLES),
    "delegation.answer": frozenset(STAFF_ROLES - EXCLUSIVE_ROLES),
    "delegation.end": frozenset(STAFF_ROLES - EXCLUSIVE_ROLES),
    "substitution.read": frozenset(STAFF_ROLES),
    "substitution.name": frozenset({Role.SYSTEM_ADMIN}),
    "substitution.decide": frozenset({Role.SYSTEM_ADMIN}),
}

CASES: dict[str, str] = {
    "party.verify": "party",
    "party.refuse": "party",
    "party.ask": "party",
    "party.suspend": "party",
    "party.resume": "party",
    "uscc.waive": "uscc",
    "takeover.decide": "takeover",
}
"""Operations of the authority on a party's object → the kind of case whose parties they ask about (core.access.checks)."""

WITHOUT_CASE: dict[str, str] = {
    "account.manage": "an account concerns no party",
    "staff_role.manage": "a role of the authority concerns no party",
    "interest.declare": "a person declares for themselves",
    "interest_correction.decide": "an administrator decides what was declared, not on the party",
    "hand_over.make": "who has a conflict hands the case over",
    "delegation.offer": "a person names who acts in the own name; the acts ask for conflicts of both",
    "delegation.answer": "a person agrees to act; the acts ask for conflicts of both",
    "delegation.end": "either person ends what both agreed to",
    "substitution.name": "an administrator decides who acts, not what is decided",
    "substitution.decide": "an administrator decides who acts, not what is decided",
}
"""Other writes of the authority → why they concern no single party."""

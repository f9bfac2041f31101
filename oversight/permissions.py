"""Who may do what with notices, objections and sanctions."""

from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES, Role
from core.access.checks import ANYBODY

STAFF = STAFF_ROLES
_OFFICERS = frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER})
_APPROVER = frozenset({Role.APPROVER})

OPERATIONS: dict[str, frozenset[str]] = {
    "objection.file": ANYBODY,
    "objection.read": STAFF_ROLES,
    "objection.investigate": _OFFICERS,
    "objection.decide": _APPROVER,
    "objection.reveal_contact": _OFFICERS | _APPROVER,
    "sanction.read": UNIT_ROLES | APPLICANT_ROLES | STAFF_ROLES,
    "sanction.propose": _OFFICERS,
    "sanction.hear": _OFFICERS,
    "sanction.answer": UNIT_ROLES | APPLICANT_ROLES,
    "sanction.decide": _APPROVER,
    "sanction.drop": _APPROVER,
    "sanction.propose_lifting": _OFFICERS,
    "sanction.lift": _APPROVER,
    "sanction.refuse_lifting": _APPROVER,
}

CASES: dict[str, str] = {
    "objection.investigate": "objection",
    "objection.decide": "objection",
    "objection.reveal_contact": "objection",
    "sanction.propose": "party",
    "sanction.hear": "sanction",
    "sanction.decide": "sanction",
    "sanction.drop": "sanction",
    "sanction.propose_lifting": "sanction",
    "sanction.lift": "sanction",
    "sanction.refuse_lifting": "sanction",
}
"""Operations of the authority on a party's object → the kind of case whose parties they ask about (core.access.checks)."""

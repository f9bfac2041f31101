"""Who may do what with applicants and their certificates."""

from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, Role
from core.access.checks import ANYBODY

CASE_OFFICERS = frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER})

OPERATIONS: dict[str, frozenset[str]] = {
    "applicant.register": ANYBODY,
    "applicant.read": frozenset(APPLICANT_ROLES | STAFF_ROLES),
    "applicant.declare": frozenset({Role.APPLICANT_MANAGER}),
    "applicant.reveal": CASE_OFFICERS | {Role.APPLICANT_MANAGER},
    "team_member.read": frozenset(STAFF_ROLES),
    "team_member.decide": CASE_OFFICERS,
    "certificate.read": frozenset(APPLICANT_ROLES | STAFF_ROLES),
    "certificate.manage": CASE_OFFICERS,
    "certificate_list.read": frozenset(STAFF_ROLES),
    "certificate_list.import": CASE_OFFICERS,
}

CASES: dict[str, str] = {
    "applicant.reveal": "team_member",
    "team_member.decide": "team_member",
    "certificate.manage": "certificate",
}
"""Operations of the authority on a party's object → the kind of case whose parties they ask about (core.access.checks)."""

WITHOUT_CASE: dict[str, str] = {
    "certificate_list.import": "an official list is imported whole; the service asks about every firm on it",
}
"""Other writes of the authority → why they concern no single party."""

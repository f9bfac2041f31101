"""Who may do what with projects."""

from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES

OPERATIONS: dict[str, frozenset[str]] = {
    "project.read": APPLICANT_ROLES | UNIT_ROLES | STAFF_ROLES,
    "project.request": APPLICANT_ROLES,
    "project.withdraw": APPLICANT_ROLES,
    "project.answer": UNIT_ROLES,
}

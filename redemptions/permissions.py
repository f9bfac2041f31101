"""Operations of redemptions and batches and the roles that may perform them."""

from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES, Role

STAFF = STAFF_ROLES
_OFFICERS = frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER})
_APPROVER = frozenset({Role.APPROVER})

OPERATIONS: dict[str, frozenset[str]] = {
    "appeal.read": APPLICANT_ROLES | UNIT_ROLES | STAFF_ROLES,
    "appeal.file": APPLICANT_ROLES | UNIT_ROLES,
    "appeal.examine": _OFFICERS,
    "appeal.decide": _APPROVER,
    "batch.read": STAFF_ROLES,
    "batch.prepare": _OFFICERS,
    "batch.clear": _OFFICERS | _APPROVER,
    "batch.sign": _OFFICERS | _APPROVER | {Role.FINANCE},
    "batch.approve": _APPROVER,
    "evidence.audit": STAFF_ROLES,
    "redemption.decide": _OFFICERS,
    "redemption.read": APPLICANT_ROLES | UNIT_ROLES | STAFF_ROLES,
    "redemption.claim": UNIT_ROLES,
    "redemption.check": UNIT_ROLES | STAFF_ROLES,
    "redemption.check_form": _OFFICERS,
}

CASES: dict[str, str] = {
    "appeal.examine": "appeal",
    "appeal.decide": "appeal",
    "batch.prepare": "batch",
    "batch.clear": "batch",
    "batch.sign": "batch",
    "batch.approve": "batch",
    "redemption.decide": "redemption",
    "redemption.check_form": "redemption",
}
"""Operations of the authority on a party's object → the kind of case whose parties they ask about (core.access.checks)."""

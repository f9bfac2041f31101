"""Operations of vouchers and the roles that may perform them."""

from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES, Role
from core.access.checks import ANYBODY

STAFF = STAFF_ROLES
_OFFICERS = frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER})
_APPROVER = frozenset({Role.APPROVER})
_FINANCE = frozenset({Role.FINANCE})

OPERATIONS: dict[str, frozenset[str]] = {
    "policy.read": ANYBODY,
    "policy.draft": _OFFICERS,
    "policy.approve": _APPROVER,
    "round.read": ANYBODY,
    "round.manage": _OFFICERS | _APPROVER,
    "round.announce": _APPROVER,
    "budget_change.read": STAFF,
    "budget_change.decide": _APPROVER,
    "appropriation.read": STAFF,
    "appropriation.enter": _FINANCE,
    "appropriation.confirm": _APPROVER | _FINANCE,
    "ledger.read": STAFF_ROLES - {Role.SYSTEM_ADMIN},
    "round.settle": _FINANCE | _APPROVER,
    "coupon.read": APPLICANT_ROLES | UNIT_ROLES | STAFF_ROLES,
    "coupon.claim": APPLICANT_ROLES,
    "coupon.return": APPLICANT_ROLES,
    "contract.read": APPLICANT_ROLES | UNIT_ROLES | STAFF_ROLES,
    "contract.draft": UNIT_ROLES,
    "contract.register": UNIT_ROLES,
    "contract.amend": UNIT_ROLES,
    "contract.complete": UNIT_ROLES,
    "contract.terminate": UNIT_ROLES | _OFFICERS,
    "contract.offer": APPLICANT_ROLES,
    "contract.confirm": APPLICANT_ROLES,
    "contract.press": APPLICANT_ROLES,
    "service_record.write": UNIT_ROLES,
}

CASES: dict[str, str] = {"contract.terminate": "contract"}
"""Operations of the authority on a party's object → the kind of case whose parties they ask about (core.access.checks)."""

WITHOUT_CASE: dict[str, str] = {
    "policy.draft": "a policy is the same for every party",
    "policy.approve": "a policy is the same for every party",
    "round.manage": "a round is open to every applicant",
    "round.announce": "a round is open to every applicant",
    "budget_change.decide": "a round is open to every applicant",
    "appropriation.enter": "the money of a year is for every applicant",
    "appropriation.confirm": "the money of a year is for every applicant",
    "round.settle": "a round is settled as a whole",
}
"""Other writes of the authority → why they concern no single party."""

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

"""The roles people have in a party (角色)."""

from enum import StrEnum


class Role(StrEnum):
    """What a member may be; what a role may do stands in each app's permissions.py."""

    APPLICANT_OPERATOR = "applicant_operator"  # 申领单位经办人
    APPLICANT_MANAGER = "applicant_manager"  # 申领单位负责人
    UNIT_OPERATOR = "unit_operator"  # 开放单位经办人
    UNIT_MANAGER = "unit_manager"  # 开放单位负责人
    CASE_OFFICER = "case_officer"  # 市科委经办
    DEPUTY_OFFICER = "deputy_officer"  # 市科委副经办（复核）
    APPROVER = "approver"  # 审批
    FINANCE = "finance"  # 财务
    SYSTEM_ADMIN = "system_admin"  # 系统管理员
    AUDITOR = "auditor"  # 审计
    EXPERT = "expert"  # 评审专家


APPLICANT_ROLES = frozenset({Role.APPLICANT_OPERATOR, Role.APPLICANT_MANAGER})
UNIT_ROLES = frozenset({Role.UNIT_OPERATOR, Role.UNIT_MANAGER})
STAFF_ROLES = frozenset(
    {Role.CASE_OFFICER, Role.DEPUTY_OFFICER, Role.APPROVER, Role.FINANCE, Role.SYSTEM_ADMIN, Role.AUDITOR}
)
MANAGER_ROLES = frozenset({Role.APPLICANT_MANAGER, Role.UNIT_MANAGER})
"""Those who answer for a party's side and say who else may act for it."""
ALONE_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR})
"""Separate duties: who runs the system or audits it does nothing else for the authority."""
MFA_ROLES = STAFF_ROLES | {Role.EXPERT, Role.UNIT_MANAGER}


def gives(role: str) -> frozenset[Role]:
    """The roles a manager of a side may give and take there; none for who is no manager."""
    if role == Role.APPLICANT_MANAGER:
        return APPLICANT_ROLES
    return UNIT_ROLES if role == Role.UNIT_MANAGER else frozenset()


def collide(role: str, held: frozenset[str]) -> bool:
    """Whether a role of the authority cannot be held beside those already held there."""
    others = held - {role}
    return bool(others) and (role in ALONE_ROLES or not ALONE_ROLES.isdisjoint(others))

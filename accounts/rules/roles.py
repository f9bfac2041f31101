"""The roles of members in a party (角色). Pure."""

from enum import StrEnum


class Role(StrEnum):
    """A role of a member. The operations of each role are listed in each app's permissions.py."""

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
SIDE_ROLES = APPLICANT_ROLES | UNIT_ROLES
"""Roles in applicants and open units."""
STAFF_ROLES = frozenset(
    {Role.CASE_OFFICER, Role.DEPUTY_OFFICER, Role.APPROVER, Role.FINANCE, Role.SYSTEM_ADMIN, Role.AUDITOR}
)
AUTHORITY_ROLES = STAFF_ROLES | {Role.EXPERT}
"""Roles that the authority gives, by two administrators."""
MANAGER_ROLES = frozenset({Role.APPLICANT_MANAGER, Role.UNIT_MANAGER})
"""Managers of one side of a party, who grant and revoke the roles of that side."""
LEAST_HOLDERS = {Role.APPLICANT_MANAGER: 1, Role.UNIT_MANAGER: 1, Role.SYSTEM_ADMIN: 2}
"""How many active holders of a role a party must always keep. Two administrators, because one proposes and one confirms."""
EXCLUSIVE_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR})
"""Separate duties: a holder of one of these has no other role of the authority."""
MFA_ROLES = AUTHORITY_ROLES | {Role.UNIT_MANAGER}


class Consent(StrEnum):
    """How a member agreed to the membership (同意方式)."""

    REGISTERED = "registered"  # 本人注册主体
    INVITED = "invited"  # 接受邀请
    TOOK_OVER = "took_over"  # 本人申请接管
    APPOINTED = "appointed"  # 主管部门任命


def grantable_roles(role: str) -> frozenset[Role]:
    """Return the roles that a manager may grant and revoke; empty for a role that is not a manager's."""
    if role == Role.APPLICANT_MANAGER:
        return APPLICANT_ROLES
    return UNIT_ROLES if role == Role.UNIT_MANAGER else frozenset()


def collide(role: str, held: frozenset[str]) -> bool:
    """Whether a role of the authority cannot be combined with the roles the user has there already."""
    others = held - {role}
    return bool(others) and (role in EXCLUSIVE_ROLES or not EXCLUSIVE_ROLES.isdisjoint(others))

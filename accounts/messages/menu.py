"""Menus: the name and the audience of each role, the groups of pages, and the pages of accounts."""

from django.utils.translation import gettext_lazy as _

from accounts.rules.roles import Role
from core.messages.tables import Entry, Group, Menu, MenuGroups, Roles, RoleWords

ROLES: Roles = {
    Role.APPLICANT_OPERATOR: RoleWords(_("申领单位经办人"), "applicant"),
    Role.APPLICANT_MANAGER: RoleWords(_("申领单位负责人"), "applicant"),
    Role.UNIT_OPERATOR: RoleWords(_("开放单位经办人"), "unit"),
    Role.UNIT_MANAGER: RoleWords(_("开放单位负责人"), "unit"),
    Role.CASE_OFFICER: RoleWords(_("经办人员"), "staff"),
    Role.DEPUTY_OFFICER: RoleWords(_("复核人员"), "staff"),
    Role.APPROVER: RoleWords(_("审批人员"), "staff"),
    Role.FINANCE: RoleWords(_("财务人员"), "staff"),
    Role.SYSTEM_ADMIN: RoleWords(_("系统管理员"), "system"),
    Role.AUDITOR: RoleWords(_("审计人员"), "auditor"),
    Role.EXPERT: RoleWords(_("评审专家"), "expert"),
}

MENU_GROUPS: MenuGroups = {
    "own_unit": Group(_("本单位"), "microscope", 60),
    "issuing": Group(_("发放"), "ticket", 10),
    "units": Group(_("单位"), "building", 20),
    "redeeming": Group(_("兑现"), "receipt", 30),
    "money": Group(_("资金"), "cash", 40),
    "access": Group(_("人员与系统"), "users", 50),
}
"""`own_unit` is in the menu of units, `access` of administrators and auditors, the others of staff and auditors."""

MENU: Menu = {
    ("system", "account_list"): Entry(_("账号管理"), "users", 20, "access"),
    ("auditor", "account_list"): Entry(_("账号管理"), "users", 20, "access"),
    ("unit", "member_list"): Entry(_("成员与角色"), "users", 10, "own_unit"),
    ("system", "staff_role_list"): Entry(_("工作人员与角色"), "users", 5),
    ("auditor", "staff_role_list"): Entry(_("工作人员与角色"), "users", 10, "access"),
    ("system", "member_list"): Entry(_("成员与角色"), "user-check", 10, "access"),
    ("staff", "takeover_list"): Entry(_("接管申请"), "users", 12, "units"),
    ("staff", "party_list"): Entry(_("主体核实"), "user-check", 10, "units"),
    ("staff", "interest_list"): Entry(_("利害关系申报"), "users", 90, "units"),
    ("staff", "hand_over_list"): Entry(_("移交事项"), "users", 95, "units"),
    ("staff", "delegation_list"): Entry(_("代理"), "users", 97, "units"),
    ("system", "delegation_list"): Entry(_("代理"), "users", 51, "access"),
    ("auditor", "delegation_list"): Entry(_("代理"), "users", 51, "access"),
    ("staff", "substitution_list"): Entry(_("指定代办"), "user-check", 96, "units"),
    ("system", "substitution_list"): Entry(_("指定代办"), "user-check", 50, "access"),
    ("auditor", "substitution_list"): Entry(_("指定代办"), "user-check", 50, "access"),
    ("auditor", "hand_over_list"): Entry(_("移交事项"), "users", 40, "access"),
    ("auditor", "party_list"): Entry(_("主体"), "building", 10, "units"),
    ("auditor", "takeover_list"): Entry(_("接管申请"), "users", 12, "units"),
    ("system", "hand_over_list"): Entry(_("移交事项"), "users", 40, "access"),
    ("system", "interest_list"): Entry(_("利害关系申报"), "users", 30, "access"),
    ("system", "interest_correction_list"): Entry(_("利害关系更正"), "edit", 31, "access"),
    ("auditor", "interest_correction_list"): Entry(_("利害关系更正"), "edit", 31, "access"),
    ("auditor", "interest_list"): Entry(_("利害关系申报"), "users", 30, "access"),
    ("expert", "interest_list"): Entry(_("利害关系申报"), "users", 90),
}

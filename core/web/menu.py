"""Who sees which pages in the menu: one table. What a role may do there stands in each app's permissions.py."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One page in the menu; `icon` is a name of the icon sprite."""

    label: str | Promise
    url_name: str
    icon: str


@dataclass(frozen=True)
class Group:
    """Several pages under one word."""

    label: str | Promise
    icon: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Link:
    """A menu line ready to show: a link, or a group when it has `links`."""

    label: str | Promise
    icon: str
    url: str = ""
    is_current: bool = False
    links: tuple["Link", ...] = ()


@dataclass(frozen=True)
class RoleWords:
    """How a role is called, and whose menu it sees."""

    label: str | Promise
    audience: str


ROLES = {
    "applicant_operator": RoleWords(_("申领单位经办人"), "applicant"),
    "applicant_manager": RoleWords(_("申领单位负责人"), "applicant"),
    "unit_operator": RoleWords(_("开放单位经办人"), "unit"),
    "unit_manager": RoleWords(_("开放单位负责人"), "unit"),
    "case_officer": RoleWords(_("经办人员"), "staff"),
    "deputy_officer": RoleWords(_("复核人员"), "staff"),
    "approver": RoleWords(_("审批人员"), "staff"),
    "finance": RoleWords(_("财务人员"), "staff"),
    "system_admin": RoleWords(_("系统管理员"), "system"),
    "auditor": RoleWords(_("审计人员"), "auditor"),
    "expert": RoleWords(_("评审专家"), "expert"),
}

MENUS: dict[str, tuple[Entry | Group, ...]] = {
    "public": (
        Entry(_("首页"), "home", "home"),
        Entry(_("发放周期"), "public_rounds", "ticket"),
        Entry(_("开放资源"), "public_search", "flask"),
        Entry(_("政策计算器"), "calculator", "calculator"),
        Entry(_("公示公告"), "public_notices", "speakerphone"),
    ),
    "applicant": (
        Entry(_("首页"), "dashboard", "home"),
        Entry(_("我的创新券"), "coupon_list", "ticket"),
        Entry(_("找服务"), "public_search", "flask"),
        Entry(_("合作项目"), "project_list", "affiliate"),
        Entry(_("服务合同"), "contract_list", "file-text"),
        Entry(_("兑现进度"), "redemption_list", "receipt"),
        Entry(_("本单位"), "profile", "building"),
    ),
    "unit": (
        Entry(_("首页"), "dashboard", "home"),
        Entry(_("承接项目"), "unit_project_list", "affiliate"),
        Entry(_("承接合同"), "service_contract_list", "file-text"),
        Entry(_("服务记录"), "service_record_list", "list-details"),
        Entry(_("兑现申请"), "redemption_list", "receipt"),
        Entry(_("拨付"), "payment_list", "cash"),
        Group(
            _("本单位"),
            "microscope",
            (Entry(_("成员与角色"), "member_list", "users"),),
        ),
    ),
    "staff": (
        Entry(_("工作台"), "dashboard", "layout-dashboard"),
        Group(
            _("发放"),
            "ticket",
            (
                Entry(_("发放周期"), "round_list", "calendar-event"),
                Entry(_("政策版本"), "policy_list", "route"),
                Entry(_("创新券"), "coupon_list", "ticket"),
                Entry(_("服务合同"), "service_contract_list", "file-text"),
            ),
        ),
        Group(
            _("单位"),
            "building",
            (Entry(_("主体核实"), "party_list", "user-check"),),
        ),
        Group(
            _("兑现"),
            "receipt",
            (
                Entry(_("兑现申请"), "redemption_list", "receipt"),
                Entry(_("兑现批次"), "batch_list", "package"),
                Entry(_("公示与异议"), "objection_list", "speakerphone"),
            ),
        ),
        Group(
            _("资金"),
            "cash",
            (
                Entry(_("拨付"), "payment_list", "cash"),
                Entry(_("拨款单"), "order_list", "report-money"),
            ),
        ),
    ),
    "system": (
        Entry(_("工作台"), "dashboard", "layout-dashboard"),
        Entry(_("后台任务"), "job_list", "cpu"),
    ),
    "expert": (Entry(_("首页"), "dashboard", "home"),),
    "auditor": (
        Entry(_("首页"), "dashboard", "home"),
        Entry(_("事件检索"), "event_list", "zoom-question"),
        Entry(_("后台任务"), "job_list", "cpu"),
    ),
}


def menu(*, roles: Iterable[str], path: str) -> list[Link]:
    """The menu of these roles (the public's for none), the page of `path` marked."""
    audiences = {ROLES[role].audience for role in roles} or {"public"}
    lines = dict.fromkeys(line for name, menu in MENUS.items() if name in audiences for line in menu)
    return [_group(line, path) if isinstance(line, Group) else _link(line, path) for line in lines]


def role_labels(roles: Iterable[str]) -> list[str]:
    """The words of these roles, in the order of the table."""
    held = set(roles)
    return [str(words.label) for role, words in ROLES.items() if role in held]


def _link(entry: Entry, path: str) -> Link:
    url = reverse(entry.url_name)
    return Link(entry.label, entry.icon, url, _is_within(path, url))


def _group(group: Group, path: str) -> Link:
    links = tuple(_link(entry, path) for entry in group.entries)
    return Link(group.label, group.icon, is_current=any(link.is_current for link in links), links=links)


def _is_within(path: str, url: str) -> bool:
    return path == url or (url.count("/") > 1 and path.startswith(url))

"""The menu, from the entries of each app: pages and order for each role."""

from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, resolve

from accounts.rules.roles import Role
from core import messages
from core.messages import catalogue
from core.messages.tables import Entry
from core.web.menu import MENU, MENU_GROUPS, ROLES, menu, role_labels


@pytest.fixture
def entry_without_address(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    table = {**messages.MENU, ("public", "no_such_page"): Entry("x", "home", 0)}
    monkeypatch.setattr(messages, "MENU", table)
    catalogue._collected.cache_clear()
    yield
    catalogue._collected.cache_clear()


def test_every_role_has_its_words() -> None:
    assert list(ROLES) == list(Role)


@pytest.mark.parametrize("roles", [[], *([role] for role in Role)], ids=str)
def test_every_entry_of_a_role_leads_to_a_page(roles: list[str]) -> None:
    lines = menu(roles=roles, path="/")
    assert lines
    for link in [each for line in lines for each in (line.links or (line,))]:
        assert resolve(link.url).func


@pytest.mark.parametrize("path", ["/period-closings/", "/period-closings/propose/", "/period-closings/7/confirm/"])
@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR])
def test_the_pages_of_closings_are_within_the_reconciliation(role: str, path: str) -> None:
    links = [each for line in menu(roles=[role], path=path) for each in (line.links or (line,))]
    assert [link.url for link in links if link.is_current] == ["/reconciliation/"]


@pytest.mark.usefixtures("entry_without_address")
def test_an_entry_without_an_address_is_an_error() -> None:
    with pytest.raises(NoReverseMatch, match="no_such_page"):
        menu(roles=[], path="/")


def test_every_entry_is_in_the_menu_of_an_audience_and_in_a_group_that_there_is() -> None:
    assert {audience for audience, _name in MENU} == {"public", *(words.audience for words in ROLES.values())}
    assert {entry.group for entry in MENU.values()} == {"", *MENU_GROUPS}


def test_no_two_lines_of_a_menu_have_the_same_place() -> None:
    entries = [(audience, entry.group, entry.order) for (audience, _name), entry in MENU.items()]
    groups = {(audience, entry.group) for (audience, _name), entry in MENU.items() if entry.group}
    places = [*entries, *((audience, "", MENU_GROUPS[group].order) for audience, group in groups)]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("roles", "labels"),
    [
        ([], ["首页", "发放周期", "开放资源", "政策计算器", "公示公告"]),
        (
            [Role.UNIT_OPERATOR],
            ["首页", "承接项目", "承接合同", "服务记录", "兑现申请", "拨付", "收款账户", "追回", "本单位"],
        ),
        ([Role.APPROVER], ["工作台", "发放", "单位", "兑现", "资金"]),
        (
            [Role.AUDITOR],
            ["首页", "账目核对", "事件检索", "发放", "单位", "兑现", "资金", "人员与系统"],
        ),
        (
            [Role.SYSTEM_ADMIN],
            ["工作台", "工作人员与角色", "后台任务", "事件检索", "账目核对", "人员与系统"],
        ),
        ([Role.EXPERT], ["首页", "利害关系申报"]),
    ],
    ids=str,
)
def test_the_lines_of_a_menu_come_in_their_order(roles: list[str], labels: list[str]) -> None:
    assert [str(line.label) for line in menu(roles=roles, path="/")] == labels


def test_a_group_holds_pages_of_several_apps() -> None:
    [group] = [line for line in menu(roles=[Role.CASE_OFFICER], path="/") if line.label == "兑现"]
    assert [link.url for link in group.links] == [
        "/redemptions/",
        "/batches/",
        "/appeals/",
        "/objections/",
        "/evidence/damaged/",
    ]


def test_the_present_page_is_marked() -> None:
    found = [link.url for link in menu(roles=["applicant_manager"], path="/coupons/7/") if link.is_current]
    assert found == ["/coupons/"]


def test_a_group_is_current_when_one_of_its_pages_is() -> None:
    [group] = [line for line in menu(roles=["unit_operator"], path="/members/") if line.links]
    assert (group.is_current, [link.url for link in group.links]) == (True, ["/members/"])


def test_a_party_that_is_applicant_and_open_unit_sees_both_menus_once() -> None:
    urls = [link.url for link in menu(roles=["applicant_manager", "unit_manager"], path="/") if link.url]
    assert urls.count("/dashboard/") == 1
    assert {"/dashboard/", "/coupons/", "/unit/projects/"} <= set(urls)


def test_role_words_come_in_the_order_of_the_table() -> None:
    assert role_labels({"expert", "case_officer"}) == ["经办人员", "评审专家"]

"""The menu: one table, by role."""

import pytest
from django.urls import NoReverseMatch, resolve

from accounts.rules.roles import Role
from core.web import menu as navigation
from core.web.menu import Entry, Group, menu, role_labels


@pytest.mark.parametrize("roles", [[], *([role] for role in Role)], ids=str)
def test_every_entry_of_a_role_leads_to_a_page(roles: list[str]) -> None:
    lines = menu(roles=roles, path="/")
    assert lines
    for link in [each for line in lines for each in (line.links or (line,))]:
        assert resolve(link.url).func


@pytest.mark.parametrize(
    "line", [Entry("x", "no_such_page", "home"), Group("x", "home", (Entry("x", "no_such_page", "home"),))]
)
def test_an_entry_without_an_address_is_an_error(line: Entry | Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(navigation.MENUS, "public", (line,))
    with pytest.raises(NoReverseMatch, match="no_such_page"):
        menu(roles=[], path="/")


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

"""The menu: one table, by role."""

from django.test import override_settings
from django.urls import path

from core.web.menu import menu, role_labels

urlpatterns = [
    path("coupons/", lambda request: None, name="coupon_list"),
    path("facilities/", lambda request: None, name="facility_list"),
]


@override_settings(ROOT_URLCONF=__name__)
def test_the_menu_shows_only_pages_that_exist_and_marks_the_present_one() -> None:
    found = [(link.url, link.is_current) for link in menu(roles=["applicant_manager"], path="/coupons/7/")]
    assert found == [("/coupons/", True)]


@override_settings(ROOT_URLCONF=__name__)
def test_a_group_is_current_when_one_of_its_pages_is() -> None:
    [group] = menu(roles=["unit_operator"], path="/facilities/")
    assert (group.is_current, [link.url for link in group.links]) == (True, ["/facilities/"])


@override_settings(ROOT_URLCONF=__name__)
def test_a_party_that_is_applicant_and_open_unit_sees_both_menus_once() -> None:
    urls = [link.url or link.links[0].url for link in menu(roles=["applicant_manager", "unit_manager"], path="/")]
    assert urls == ["/coupons/", "/facilities/"]


def test_role_words_come_in_the_order_of_the_table() -> None:
    assert role_labels({"expert", "case_officer"}) == ["经办人员", "评审专家"]

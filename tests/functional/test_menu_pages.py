"""Every entry of a role's menu opens for that role."""

import pytest

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES, Role
from core.web.menu import menu
from tests.factories.pages import Visitor

pytestmark = pytest.mark.django_db


def entries(role: str) -> list[str]:
    """The addresses in the menu of a role."""
    lines = menu(roles=[role], path="/")
    return [link.url for line in lines for link in (line.links or (line,))]


@pytest.mark.parametrize("role", [*Role], ids=str)
def test_every_entry_of_a_menu_answers_its_role(world, now, role) -> None:
    visitor = Visitor(world.actor(role))
    answers = {url: visitor.get(url).status_code for url in entries(role)}
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("role", sorted({*Role} - APPLICANT_ROLES - UNIT_ROLES), ids=str)
def test_nobody_of_the_authority_is_asked_for_a_party_after_signing_in(world, now, role) -> None:
    answer = Visitor(world.actor(role)).get("/dashboard/")
    assert (answer.status_code, "/parties/choose/" in answer.headers.get("Location", "")) == (200, False)

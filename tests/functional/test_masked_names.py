"""The authority reads the name of a person outside it masked, on every page: of members, team members, founders, claimants."""

from collections.abc import Iterator

import pytest

from accounts.models import User
from accounts.rules.roles import SIDE_ROLES, STAFF_ROLES, Role
from applicants.models import Founder, TeamMember
from oversight.models import Objection
from tests.world.pages import Address, Browser, addresses, content, own_things
from tests.world.savepoints import undone
from tests.world.things import World

NAME = "欧阳标记"
NAMED = {"event_list"}
"""Pages that print names in full: auditors search the events for who acted."""
PAGES = [page for page in addresses() if page.is_guarded and page.roles & STAFF_ROLES and page.name not in NAMED]


@pytest.fixture(scope="module")
def browser(world: World) -> Iterator[Browser]:
    """A browser of the world in which every person outside the authority has one marked name."""
    with undone():
        User.objects.filter(memberships__role__in=SIDE_ROLES).update(name=NAME)
        for model in (TeamMember, Founder):
            model.objects.update(name=NAME)
        Objection.objects.update(objector=NAME)
        yield Browser()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_of_the_authority_prints_the_name_of_a_person_outside(world: World, browser: Browser, page: Address):
    roles = {min(page.roles & STAFF_ROLES), *(page.roles & {Role.AUDITOR})}
    for actor, thing in (each for role in sorted(roles) for each in own_things(world, page, role)):
        assert NAME not in content(browser.get(actor, page.path(thing) + page.about(world))).decode(errors="replace")


def test_the_page_of_a_party_prints_them_masked(world: World, browser: Browser):
    (page,) = (each for each in PAGES if each.name == "party")
    actor = world.actor(min(page.roles & STAFF_ROLES))
    assert "欧**" in content(browser.get(actor, f"/parties/{world.own.firm.pk}/")).decode()

"""A page without rows offers what its reader may do, and nothing else."""

import re
from html import unescape

import pytest
from django.urls import reverse

from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES, Role
from core.web.menu import MENU, ROLES
from redemptions.services.batches import create_batch
from tests.factories import rounds
from tests.factories.contracts import MONDAY, acting, staff, unit
from tests.factories.pages import Visitor, text

pytestmark = pytest.mark.django_db

OFFERED = re.compile(r'<div class="empty-state">(?:(?!</div>).)*?<a class="btn[^>]*href="([^"]+)"', re.S)


def actor_of(role):
    """Return a user with a role in a party, or in the authority, that has no rows."""
    if role in APPLICANT_ROLES:
        return acting(rounds.enterprise(), role)
    return acting(unit().party, role) if role in UNIT_ROLES else staff(role)


@pytest.mark.parametrize("role", sorted({*APPLICANT_ROLES, *UNIT_ROLES, *STAFF_ROLES}))
def test_what_an_empty_list_offers_can_be_opened(role, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    visitor = Visitor(actor_of(role))
    lists = [name for audience, name in MENU if audience == ROLES[role].audience]
    pages = [visitor.get(reverse(name)) for name in [*lists, "coupon_list"]]
    offered = {unescape(url) for page in pages if page.status_code == 200 for url in OFFERED.findall(text(page))}
    assert [url for url in offered if visitor.get(url).status_code not in (200, 302)] == []


def test_only_who_may_collect_is_offered_it_on_an_empty_batch(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    batch = create_batch(title="第一批", actor_id=staff("case_officer").user_id, at=MONDAY)
    path = f"/batches/{batch.pk}/collect/"
    shown = {
        role: path in text(Visitor(staff(role)).get(f"/batches/{batch.pk}/")) for role in ("case_officer", "auditor")
    }
    assert shown == {"case_officer": True, "auditor": False}


def test_an_empty_list_of_coupons_offers_a_claim_to_applicants_alone():
    claim = reverse("claim_choose")
    found = {}
    for role in (Role.APPLICANT_OPERATOR, Role.CASE_OFFICER, Role.UNIT_OPERATOR):
        found[role] = claim in text(Visitor(actor_of(role)).get("/coupons/"))
    assert found == {Role.APPLICANT_OPERATOR: True, Role.CASE_OFFICER: False, Role.UNIT_OPERATOR: False}

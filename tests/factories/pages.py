"""A visitor of the pages in a browser without scripts: an actor's user, or an anonymous one."""

import re
from typing import Any
from uuid import uuid4

from django.test import Client

from accounts.models import User
from accounts.rules.roles import MFA_ROLES
from accounts.selectors.users import has_second_factor
from accounts.services.second_factor import enrol_totp
from core.values.actors import Actor
from core.web.pages import ACTING_PARTY
from tests.factories.contracts import MONDAY, acting, staff

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
"""Sizes of a browser's window."""
CONTRACT_FORM = {
    "reference": "HT-2026-001",
    "title": "电池材料测试",
    "category": "testing",
    "amount": "100000.00",
    "signed_on": "2026-03-02",
    "start_on": "2026-03-02",
    "end_on": "2026-05-20",
    "shortfall_bearer": "applicant",
}
"""The form data of a contract draft."""


class Visitor:
    """Opens pages and sends forms, as an actor with a chosen party, or anonymously."""

    def __init__(self, actor: Actor | None = None) -> None:
        self.client = Client()
        if actor:
            self.client.force_login(User.objects.get(pk=actor.user_id))
        if actor and actor.has(*MFA_ROLES) and not has_second_factor(actor.user_id):
            enrol_totp(user_id=actor.user_id, at=MONDAY)
        if actor and actor.party_id:
            session = self.client.session
            session[ACTING_PARTY] = actor.party_id
            session.save()

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(path, query)

    def post(self, path: str, *, key: str = "", headers: dict[str, str] | None = None, **fields: Any) -> Any:
        """Send a form with this key, or a new one."""
        return self.client.post(path, {"key": key or str(uuid4()), **fields}, headers=headers or {})

    def key_of(self, path: str) -> str:
        """Return the key in the form of a page."""
        return re.search(r'name="key" value="([^"]+)"', self.get(path).content.decode())[1]


def codes(answer: Any) -> list[str]:
    """Return the refusal codes that a page lists."""
    return re.findall(r'data-code="([a-z_0-9]+)"', answer.content.decode())


def text(answer: Any) -> str:
    """Return the text of a page."""
    return str(answer.content.decode())


def click(visitor: Visitor, path: str, **fields: Any) -> Any:
    """Open the form of a page and send it with the key, version and fields that a browser would send."""
    page = text(visitor.get(path))
    if found := re.search(r'name="version" value="(\d+)"', page):
        fields = {"version": found[1], **fields}
    return visitor.post(path, key=visitor.key_of(path), **fields)


def of(role: str) -> Visitor:
    """A staff user."""
    return Visitor(staff(role))


def of_unit(row: Any, role: str = "unit_operator") -> Visitor:
    """A visitor of an open unit, or of the unit of a project, contract or redemption."""
    return Visitor(acting(row.party if hasattr(row, "party") else row.unit.party, role))

"""The API in this process, its description, and users with tokens."""

import json
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.signals import got_request_exception
from drf_spectacular.generators import SchemaGenerator
from knox.models import AuthToken
from schemathesis import Case, GenerationMode, openapi
from schemathesis import checks as general
from schemathesis.core.transport import Response
from schemathesis.specs.openapi import checks

from accounts.models import User
from accounts.rules.roles import AUTHORITY_ROLES, Role
from accounts.services.invitations import invite_member
from config.env import env
from config.wsgi import application
from core.values.actors import Actor
from tests.factories import contracts
from tests.factories.conflicts import tie_to_all
from tests.world.calls import WAIVED, Call, calls
from tests.world.things import NOW, World

DEFAULT = 300
CASES = env.int("FUZZ_CASES", default=DEFAULT)
CALLS = {
    (call.method, "/" + re.sub(r"<int:(\w+)>", r"{\1}", call.route).replace("{pk}", "{id}")): call for call in calls()
}
CHECKS = [
    general.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


def load() -> Any:
    """Load the description of the API, connected to the site."""
    described = SchemaGenerator().get_schema(public=True)
    schema = openapi.from_dict(json.loads(json.dumps(described, default=str)))
    schema.app = application
    schema.config.generation.update(modes=list(GenerationMode))
    return schema


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Somebody who sends requests: with which role ("" for none), with which headers, and whether tied to every party."""

    name: str
    role: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    is_tied: bool = False

    def may(self, call: Call) -> bool:
        """Whether the permissions tables let the sender call it."""
        return self.role in call.roles or (bool(self.headers) and call.roles == frozenset(Role))


NOBODY = Sender(name="nobody")


def senders(world: World) -> list[Sender]:
    """A user of each role; one of each role of the authority with a conflict of interest about every party; one whom the own
    firm has invited and who has not answered, with and without acting for it."""
    found = [Sender(name=role, role=role, headers=headers_of(world.actor(role))) for role in Role]
    for role in sorted(AUTHORITY_ROLES):
        actor = contracts.staff(role)
        tie_to_all(actor, at=NOW, uscc=WAIVED)
        found.append(Sender(name=f"tied {role}", role=role, headers=headers_of(actor), is_tied=True))
    invited, firm = headers_of(invite(world)), str(world.own.firm.pk)
    found.append(Sender(name="invited", headers={"Authorization": invited["Authorization"]}))
    return [*found, Sender(name="invited, for the firm", headers={**invited, "Acting-Party": firm})]


def invite(world: World) -> Actor:
    """A user whom the own firm has invited and who has not answered."""
    boss, person = world.actor(Role.APPLICANT_MANAGER), contracts.user()
    named = {"named": person.username, "role": Role.APPLICANT_OPERATOR}
    invite_member(party_id=world.own.firm.pk, **named, actor=boss, at=NOW)
    return Actor(user_id=person.pk, party_id=None, party_name="", roles=frozenset())


def headers_of(actor: Actor | None) -> dict[str, str]:
    """Return the headers of an actor: token and acting party; none for an anonymous caller."""
    if actor is None:
        return {}
    _, token = AuthToken.objects.create(user=User.objects.get(pk=actor.user_id))
    return {"Authorization": f"Bearer {token}", "Acting-Party": str(actor.party_id)}


@contextmanager
def tracebacks() -> Iterator[list[str]]:
    """Collect the tracebacks of failed requests within the block."""
    found: list[str] = []

    def keep(**_: Any) -> None:
        found.append(traceback.format_exc())

    got_request_exception.connect(keep)
    try:
        yield found
    finally:
        got_request_exception.disconnect(keep)


def call(case: Case, headers: dict[str, str]) -> Response:
    """Return the answer; assert that it matches the description and is no server error."""
    with tracebacks() as found:
        response = case.call(headers=headers)
    assert not found, f"{case.as_curl_command()}\n{found[0]}"
    case.validate_response(response, checks=CHECKS)
    return response

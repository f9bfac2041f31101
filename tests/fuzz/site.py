"""The API in this process, its description, and users with tokens."""

import json
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.signals import got_request_exception
from drf_spectacular.generators import SchemaGenerator
from knox.models import AuthToken
from schemathesis import Case, GenerationMode, openapi
from schemathesis import checks as general
from schemathesis.core.transport import Response
from schemathesis.specs.openapi import checks

from accounts.models import User
from config.env import env
from config.wsgi import application
from core.values.actors import Actor
from tests.world.calls import calls

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

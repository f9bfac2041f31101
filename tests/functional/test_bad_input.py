"""Every write with each kind of invalid input: a problem with a code that names the field, and nothing is written.

The writes come from the URL table, their fields from their serializers; each is sent by a permitted user, about an own row, with
a body that is valid except for one value.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from rest_framework import serializers
from rest_framework.test import APIClient

from accounts.models import User
from accounts.rules.roles import STAFF_ROLES
from core.api.serializers import AmountField, DayField, IdField, MomentField
from core.values.actors import Actor
from tests import files
from tests.world.calls import Call, body_for, calls, send
from tests.world.matrix import by_name, own_things
from tests.world.problems import problem
from tests.world.savepoints import undone
from tests.world.things import ABSENT, Thing, World
from vouchers.api.serializers import WrittenAmountField

KEYED = [call for call in calls("post") if call.is_keyed]
JSON = [call for call in KEYED if not call.is_multipart]
FILES = [call for call in KEYED if call.is_multipart]
HUGE = 10**15

BAD: dict[type[serializers.Field], list[Any]] = {
    WrittenAmountField: ["NaN", "Infinity", "1.0000001", str(HUGE), 1.5, True, [], {}, "", "1e5", "1\u0000"],
    AmountField: [
        "NaN", "sNaN", "Infinity", "-Infinity", "1.001", "0.0000001", str(HUGE), HUGE, "1e5000", 1.5, True, [], {}, "",
        "1,000.00", "0x10", "9" * 2000, "\ud800",
    ],
    IdField: [0, -1, 2**63, 10**400, 1.5, "x", [], {}, True, "", "1\u0000"],
    DayField: [
        "2026-02-30", "0001-01-01", "9999-12-31", "10000-01-01", "2026-3-2x", "2026-03-02T00:00:00Z", 20260302, [], {},
        True, "", "\ud800",
    ],
    MomentField: [
        "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", 1, [],
        {}, "", "2026-03-02T00:00:00+99:00",
    ],
    serializers.ChoiceField: ["no such choice", "\u0000", "\ud800", 7, [], {}, True],
    serializers.BooleanField: ["perhaps", 2, [], {}, "\u0000"],
    serializers.IntegerField: [10**400, -(10**400), "x", 1.5, [], {}, "9" * 2000],
    serializers.DecimalField: ["NaN", "Infinity", "1.001", str(HUGE), "1e5000", [], {}],
    serializers.CharField: ["\u0000", "a\u0000b", "\ud800", "x" * 20_000, [], {}, True],
    serializers.ListSerializer: ["x", 1, {}, ["x"], [[]], [None], [{}]],
    serializers.ListField: ["x", 1, {}, ["x"], [[]], [None], [10**400], [-1]],
    serializers.DictField: ["x", 1, [], {"a\u0000": 1}, {"a": "\ud800"}, {"\udfff": 1}, {}],
}  # fmt: skip
"""Class of field → invalid values. The first matching class counts."""

BODIES = [
    b"[]", b"null", b"7", b'"x"', b"{", b"", b"\xff\xfe{}", b'{"a": NaN}', b'{"a": -Infinity}', b'{"a": 1e400}',
    b"[" * 100_000, b'{"a":' * 500 + b"1" + b"}" * 500, b'{"a": ' + b"9" * 5000 + b"}", b'{"\\ud800": 1}', b'{"\\u0000": 1}',
    "{\"a\": 1}".encode("utf-16"),
]  # fmt: skip
"""Bodies that are not JSON objects."""


@dataclass(frozen=True, kw_only=True)
class Right:
    """A permitted caller, an own row and a valid body."""

    actor: Actor | None
    thing: Thing
    body: dict[str, Any]


@contextmanager
def right(world: World, call: Call) -> Iterator[Right]:
    """The first call that succeeds. What its body changes in the world is undone at the end."""
    actor, thing = find_right(world, call)
    with undone():
        yield Right(actor=actor, thing=thing, body=body_for(call, world, thing))


@cache
def find_right(world: World, call: Call) -> tuple[Actor, Thing]:
    for role in sorted(call.roles):
        for actor, thing in own_things(world, call, role):
            with undone():
                body = body_for(call, world, thing)
                answer = send(call, actor, ids=thing.ids, body=body)
            if answer.status_code < 300:
                return actor, thing
    raise AssertionError("nothing goes through")


def tables() -> list[tuple[str, int, int]]:
    """Return every table with the count and a digest of its rows."""
    names = sorted(model._meta.db_table for model in apps.get_models())
    parts = [f"SELECT '{name}', count(*), sum(hashtextextended(t::text, 0)) FROM {name} t" for name in names]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return sorted(cursor.fetchall())  # of a long UNION, PostgreSQL's workers answer in any order


def fields_of(body: dict[str, Any]) -> set[str]:
    return {(error["field"] or "").split(".")[0].split("[")[0] for error in body["errors"]}


def places(serializer: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], serializers.Field]]:
    """Yield every field of an input with its path in the body; list fields in the first row."""
    for name, field in serializer.fields.items():
        yield (*before, name), field
        child = getattr(field, "child", None)
        if isinstance(child, serializers.Serializer):
            yield from places(child, (*before, name, 0))


def bad_values(field: serializers.Field) -> list[Any]:
    kind = next(kind for kind in BAD if isinstance(field, kind))
    empty = isinstance(field, serializers.ListField | serializers.DictField)
    nothing = [] if field.allow_null else [None]
    values = [value for value in BAD[kind] if value != "" or not getattr(field, "allow_blank", False)]
    return [*values, *nothing, *([[]] if empty and getattr(field, "min_length", None) else [])]


def put(body: dict[str, Any], place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return the body with another value at a path, or without one."""
    changed = deepcopy(body)
    inner: Any = changed
    for step in place[:-1]:
        inner = inner[step]
    if value is ...:
        inner.pop(place[-1], None)
    else:
        inner[place[-1]] = value
    return changed


def post(call: Call, made: Right, **how: Any) -> Any:
    return send(call, made.actor, **{"ids": made.thing.ids, "body": made.body, **how})


@pytest.fixture
def made(world: World, call: Call) -> Iterator[Right]:
    """A valid request; asserts at the end that nothing was written."""
    with right(world, call) as found:
        before = tables()
        yield found
        assert tables() == before


@pytest.mark.parametrize("call", JSON, ids=by_name)
def test_no_field_takes_what_is_none_of_its_values(call, made):
    for place, field in places(call.serializer_class()):
        for value in bad_values(field):
            answer = post(call, made, body=put(made.body, place, value))
            assert answer.status_code >= 400, (place, value)
            about = fields_of(problem(answer, 400, 409))
            assert about == {place[0]} or isinstance(field, serializers.DictField), (place, value, about)


@pytest.mark.parametrize("call", JSON, ids=by_name)
def test_required_fields_are_asked_for_all_at_once(call, made):
    required = {place for place, field in places(call.serializer_class()) if field.required}
    for place in required:
        body = problem(post(call, made, body=put(made.body, place, ...)))
        assert [(error["code"], fields_of(body)) for error in body["errors"]] == [("required", {place[0]})]
    if outer := {place[0] for place in required if len(place) == 1}:
        assert fields_of(problem(post(call, made, body={}))) == outer


@pytest.mark.parametrize("call", JSON, ids=by_name)
def test_a_field_that_is_not_known_is_refused(call, made):
    body = problem(post(call, made, body={**made.body, "nonsense": 1}))
    assert [(error["code"], error["field"]) for error in body["errors"]] == [("unknown_field", "nonsense")]


@pytest.mark.parametrize("call", JSON, ids=by_name)
def test_a_body_that_is_no_object_is_refused(call, made):
    wants_something = any(field.required for field in call.serializer_class().fields.values())
    for body in BODIES if wants_something else [each for each in BODIES if each]:
        problem(raw(call, made, body))
    assert problem(raw(call, made, b'{"a":"' + b"x" * 3_000_000 + b'"}'), 413)["code"] == "body_too_large"


def raw(call: Call, made: Right, body: bytes, content_type: str = "application/json") -> Any:
    client = APIClient(raise_request_exception=False)
    headers = {"Idempotency-Key": str(uuid4())}
    if made.actor:
        client.force_authenticate(User.objects.get(pk=made.actor.user_id))
    if made.actor and made.actor.party_id:
        headers["Acting-Party"] = str(made.actor.party_id)
    return client.generic("POST", call.path(made.thing.ids), body, content_type=content_type, headers=headers)


@pytest.mark.parametrize("call", KEYED, ids=by_name)
def test_another_media_type_is_refused(call, made):
    good = json.dumps({}).encode()
    for kind in ("text/html", "application/xml", "application/x-www-form-urlencoded", "garbage", "a/b;charset=\u00ff"):
        assert problem(raw(call, made, good, kind), 415)["code"] == "unsupported_media_type"


@pytest.mark.parametrize("call", KEYED, ids=by_name)
def test_a_key_is_wanted_and_must_be_one(call, made):
    for key in ("", "x", "1", "0" * 31, "00000000-0000-0000-0000-00000000000g", "9" * 5000):
        body = problem(post(call, made, headers={"Idempotency-Key": key}))
        assert (body["code"], body["errors"][0]["field"]) == ("idempotency_key_required", "Idempotency-Key")


@pytest.mark.parametrize("call", KEYED, ids=by_name)
def test_a_party_that_is_none_is_not_found(call, made):
    if made.actor is None or call.name in PERSONAL:
        return
    for party in ("", "x", "-1", "0", "1.0", "９", "9" * 5000, str(2**63), str(ABSENT)):
        body = problem(post(call, made, headers={"Acting-Party": party.encode().decode("latin-1")}), 404)
        assert (body["code"], body["errors"][0]["field"]) == ("not_found", "Acting-Party")


PERSONAL = {
    "enterprise-list",
    "team-list",
    "team-takeover",
    "takeover-list",
    "organisation-list",
    "unit-application-list",
    "own-unit-application-withdraw",
    "objection-file",
    "me-default-party",
    "received-invitation-accept",
    "received-invitation-decline",
}
"""Operations on the user's own account, independent of the party."""


@pytest.mark.parametrize("call", JSON, ids=by_name)
def test_an_id_that_nothing_has_is_refused(call, made):
    for place, field in places(call.serializer_class()):
        listed = isinstance(getattr(field, "child", None), IdField)
        if isinstance(field, IdField) or listed:
            body = put(made.body, place, [ABSENT] if listed else ABSENT)
            problem(post(call, made, body=body), 400, 404, 409)


NAMED = {"project": "project", "contract": "contract", "coupons": "coupon", "service": "service"}
"""Field → kind of the tenant's row that it names."""


@pytest.mark.parametrize("call", [call for call in JSON if not call.roles & STAFF_ROLES], ids=by_name)
def test_anothers_id_in_a_body_is_answered_like_one_that_nothing_has(world, call, made):
    for place, field in places(call.serializer_class()):
        if place[-1] not in NAMED or (call.name, place[-1]) == ("project-list", "service"):
            continue
        for thing in world.other.things[NAMED[place[-1]]]:
            answers = [
                problem(post(call, made, body=put(made.body, place, [pk] if hasattr(field, "child") else pk)), 404, 409)
                for pk in (thing.ids["pk"], ABSENT)
            ]
            foreign, absent = (str(answer) for answer in answers)
            assert re.sub(rf"\b{thing.ids['pk']}\b", str(ABSENT), foreign) == absent


@pytest.mark.parametrize("call", JSON, ids=by_name)
def test_a_version_that_is_not_the_present_one_is_refused(call, made):
    if "version" in call.serializer_class().fields:
        assert problem(post(call, made, body={**made.body, "version": 999}), 409)["code"] == "stale_version"


@pytest.mark.parametrize("call", FILES, ids=by_name)
def test_what_is_no_file_is_refused_with_its_field(call, made):
    for file in ("text", "", files.upload("empty.pdf", b""), files.upload("x.exe", b"MZ"), files.upload(" .pdf", b"x")):
        assert fields_of(problem(post(call, made, body={**made.body, "file": file}), 400, 409)) == {"file"}
    assert fields_of(problem(post(call, made, body={**fresh(made.body), "kind": "\u0000"}))) == {"kind"}
    assert fields_of(problem(post(call, made, body={**fresh(made.body), "nonsense": "1"}))) == {"nonsense"}
    assert problem(raw(call, made, b"--x\r\n", "multipart/form-data"))["code"] == "parse_error"
    problem(raw(call, made, b"\xff" * 100, "multipart/form-data; boundary=x"))


def fresh(body: dict[str, Any]) -> dict[str, Any]:
    """Return the body with its file rewound."""
    body["file"].seek(0)
    return body


@pytest.mark.parametrize("call", KEYED, ids=by_name)
def test_the_same_key_gets_the_same_answer_and_writes_once(world, call):
    if call.name == "member-leave":  # who left acts for that party no more, not even to repeat a request
        return
    key = str(uuid4())
    with right(world, call) as made:
        first = post(call, made, key=key)
        after = tables()
        again = post(call, made, body=sent_again(made.body), key=key)
        assert (again.status_code, again.json()) == (first.status_code, first.json())
        assert again.headers["Idempotent-Replayed"] == "true"
        assert tables() == after


@pytest.mark.parametrize("call", KEYED, ids=by_name)
def test_the_same_key_for_something_else_is_a_conflict(world, call):
    if call.name == "member-leave":  # who left acts for that party no more, not even to repeat a request
        return
    other = next(each for each in KEYED if each.name == "notification-read")
    key = str(uuid4())
    with right(world, call) as made:
        post(call, made, key=key)
        after = tables()
        if call.name != "objection-file":
            body = problem(send(other, made.actor, ids={"pk": ABSENT}, key=key), 409)
            assert (body["code"], body["errors"][0]["field"]) == ("idempotency_key_reused", "Idempotency-Key")
        if "reason" in made.body:
            answer = post(call, made, body={**made.body, "reason": "另有缘由"}, key=key)
            assert problem(answer, 409)["code"] == "idempotency_key_reused"
        assert tables() == after


@pytest.mark.parametrize("call", KEYED, ids=by_name)
def test_a_second_click_with_another_key_does_it_again_or_is_refused(world, call):
    with right(world, call) as made:
        assert post(call, made).status_code < 300
        before = tables()
        answer = post(call, made, body=sent_again(made.body))
        if answer.status_code >= 300:
            problem(answer, 404, 409)
            assert tables() == before


def sent_again(body: dict[str, Any]) -> dict[str, Any]:
    return fresh(body) if "file" in body else body


@pytest.mark.parametrize("call", calls("post"), ids=by_name)
def test_an_answer_as_html_cannot_be_had(world, call):
    made = Right(actor=world.actor(sorted(call.roles)[0]), thing=Thing(ids={}), body={})
    with undone():
        assert problem(post(call, made, headers={"Accept": "text/html"}), 406)["code"] == "not_acceptable"

"""Role × operation × tenant: every role at every address, with an own row, another party's and an absent one.

The operations come from the URL table and the permissions tables, so a new one is in the matrix automatically.
"""

from collections import defaultdict
from typing import Any

import django_filters
import pytest

from accounts.models import Party
from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES, Role
from core.values.actors import Actor
from tests.world.calls import Call, body_for, query_for, send
from tests.world.matrix import ABSENT, CALLS, EVERYBODYS, GUARDED, LISTS, OF_A_PERSON, by_name, own_things
from tests.world.savepoints import undone
from tests.world.things import IDS, Tenant, Thing, World

ABOUT_ONE = [call for call in GUARDED if call.kind]
SIDES = sorted(APPLICANT_ROLES | UNIT_ROLES)
PUBLIC = {
    "calculator",
    "notice-list",
    "notice-detail",
    "objection-file",
    "open-unit-list",
    "open-unit-detail",
    "service-list",
    "service-detail",
    "token-list",
    "user-list",
    "user-complete",
}
NAMES_ANOTHER = {"batch-remove", "contract-offer", "me-default-party", "redemption-attachment-remove"}
"""Calls whose body names a row of one tenant only; for others it is absent."""


def ask(world: World, call: Call, actor: Actor | None, thing: Thing | None = None, **how: Any) -> Any:
    """Return the answer; roll everything back."""
    with undone():
        body = body_for(call, world, thing)
        return send(
            call, actor, ids=thing.ids if thing else None, body=body, **{"query": query_for(call, world), **how}
        )


def foreign_things(world: World, call: Call) -> list[Thing]:
    """Return rows of the other tenant, and of the authority alone."""
    if call.kind in OF_A_PERSON:
        return [Thing(ids={"pk": OF_A_PERSON[call.kind](world.actor(Role.EXPERT))})]
    if call.name == "staff-role-end":
        return world.own.things["member"] + world.other.things["member"]
    shared = [] if call.kind in EVERYBODYS else world.shared.get(call.kind, [])
    return world.other.things.get(call.kind, []) + shared


def strangers(world: World, call: Call) -> list[Actor]:
    """Return every actor who may do it to own rows only: members of firm, team and unit, experts; and staff who may end
    roles of the authority only."""
    if call.name == "staff-role-end":
        return [world.actor(Role.SYSTEM_ADMIN)]
    roles = sorted(call.roles - STAFF_ROLES - ({Role.EXPERT} if call.kind in OF_A_PERSON else set()))
    return [actor for role in roles for actor in world.seats(role)]


def seen(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """Return everything that distinguishes two answers for a caller."""
    return answer.status_code, answer.content, dict(answer.headers)


def test_every_operation_of_the_api_is_in_the_matrix():
    assert len(GUARDED) > 110
    assert {call.kind for call in ABOUT_ONE} > {"coupon", "contract", "redemption", "payment", "attachment"}
    assert all(call.name in PUBLIC or not call.kind for call in CALLS if call not in GUARDED)


@pytest.mark.parametrize("call", [call for call in CALLS if call.name not in PUBLIC], ids=by_name)
def test_nobody_is_asked_to_sign_in(world, call):
    for thing in [*world.things(call.kind)[:1], ABSENT]:
        answer = ask(world, call, None, thing)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("call", [call for call in CALLS if call.name in PUBLIC], ids=by_name)
def test_the_public_is_not_asked_to_sign_in(world, call):
    expected = {"token-list": 401, "user-list": 202, "user-complete": 409, "objection-file": 201}.get(call.name, 200)
    assert ask(world, call, None, next(iter(world.things(call.kind)), ABSENT)).status_code == expected


@pytest.mark.parametrize("call", GUARDED, ids=by_name)
def test_who_lacks_the_role_is_denied_whatever_it_is_about(world, call):
    for role in sorted(set(Role) - call.roles):
        things = [thing for _, thing in own_things(world, call, role)][:1]
        answers = [ask(world, call, world.actor(role), thing) for thing in (*things, ABSENT)]
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "denied")}, role
        assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("call", GUARDED, ids=by_name)
def test_who_has_the_role_is_never_denied_and_sees_what_is_his(world, call):
    answers = defaultdict(set)
    for role in sorted(call.roles):
        for actor, thing in own_things(world, call, role):
            answers[role].add(ask(world, call, actor, thing).status_code)
    statuses = set().union(*answers.values())
    expected = {200, 201, 204, 409} | ({404} if call.name in NAMES_ANOTHER else set())
    assert statuses <= expected, dict(answers)
    assert statuses & {200, 201, 204}, "no answer but refusals: give the call a right body in tests/world/calls.py"


@pytest.mark.parametrize("call", ABOUT_ONE, ids=by_name)
def test_anothers_thing_is_to_the_byte_like_an_absent_one(world, call):
    for actor in strangers(world, call):
        absent = ask(world, call, actor, ABSENT)
        assert (absent.status_code, absent.json()["code"]) == (404, "not_found")
        for thing in foreign_things(world, call):
            assert seen(ask(world, call, actor, thing)) == seen(absent), (actor.roles, thing)


@pytest.mark.parametrize("call", [call for call in ABOUT_ONE if call.method == "get"], ids=by_name)
def test_another_party_cannot_be_acted_for(world, call):
    for thing in world.other.things.get(call.kind, []):
        for role in sorted(set(SIDES) & call.roles):
            if owner := thing.owner(role):
                answer = ask(world, call, world.actor(role), thing, headers={"Acting-Party": str(owner)})
                assert (answer.status_code, answer.json()["errors"][0]["field"]) == (404, "Acting-Party")


def rows(world: World, call: Call, actor: Actor, query: str = "") -> list[dict[str, Any]]:
    answer = ask(world, call, actor, query=f"?limit=200{query}")
    assert answer.status_code == 200
    return answer.json()["results"]


@pytest.mark.parametrize("call", [call for call in LISTS if not call.kind], ids=by_name)
def test_lists_hold_the_own_and_never_anothers(world, call):
    kind = LISTED.get(call.name, "")
    for role in sorted(call.roles - STAFF_ROLES):
        for actor in world.seats(role):
            shown = str(rows(world, call, actor))
            assert not [name for name in names(world.other) if name in shown]
            ids = {row.get("id") for row in rows(world, call, actor)}
            assert ids.isdisjoint(thing.ids["pk"] for thing in world.other.things.get(kind, []))
            assert ids >= {thing.ids["pk"] for thing in own(world, kind, role, actor)}


@pytest.mark.parametrize("call", [call for call in LISTS if not call.kind], ids=by_name)
def test_filters_find_another_partys_things_as_little_as_absent_ones(world, call):
    filters = getattr(getattr(call.view, "filterset_class", None), "base_filters", {})
    assert not [name for name, each in filters.items() if isinstance(each, django_filters.ModelChoiceFilter)]
    for role in sorted(call.roles - STAFF_ROLES):
        for field in filters.keys() & {*PARTY_FIELDS, *THING_FIELDS}:
            for value in wanted(world, field):
                query = f"&{field}={value}" + ("&subject_kind=contract" if field == "subject_id" else "")
                assert rows(world, call, world.actor(role), query) == [], (role, field)
        if "search" in filters:
            assert rows(world, call, world.actor(role), f"&search={world.other.firm.name}") == []


LISTED = {
    "party-list": "party",
    "member-list": "member",
    "invitation-list": "invitation",
    "takeover-list": "takeover",
    "enterprise-list": "enterprise",
    "team-list": "team",
    "certificate-list": "certificate",
    "open-unit-register": "open_unit",
    "service-own": "service",
    "project-list": "project",
    "objection-list": "objection",
    "sanction-list": "sanction",
    "payment-list": "payment",
    "payment-order-list": "payment_order",
    "payee-account-list": "payee_account",
    "coupon-list": "coupon",
    "appeal-list": "appeal",
    "batch-list": "batch",
    "redemption-list": "redemption",
    "contract-list": "contract",
}
"""Name of a list → the kind of its rows."""
PARTY_FIELDS = {"party", "party_id", "applicant", "unit", "payee"}
THING_FIELDS = {"contract": "contract", "project": "project", "subject_id": "contract"}


def wanted(world: World, field: str) -> list[int]:
    if field in PARTY_FIELDS:
        return [world.other.firm.pk, world.other.unit.pk]
    return [thing.ids["pk"] for thing in world.other.things[THING_FIELDS[field]]]


def names(tenant: Tenant) -> list[str]:
    """Return the marks that would reveal a tenant."""
    parties = Party.objects.filter(pk__in=[tenant.firm.pk, tenant.team.pk, tenant.unit.pk])
    return [value for party in parties for value in (party.name, party.uscc) if value]


def own(world: World, kind: str, role: str, actor: Actor) -> list[Thing]:
    return [thing for thing in world.own.things.get(kind, []) if thing.owner(role) == actor.party_id]


@pytest.mark.parametrize("call", [call for call in CALLS if call.method == "get"], ids=by_name)
def test_head_answers_as_get_without_a_body(world, call):
    for actor in (None, world.actor(Role.UNIT_OPERATOR)):
        for thing in (*own_or_absent(world, call), *foreign_things(world, call)[:1]):
            head, get = (ask(world, call, actor, thing, method=method) for method in ("head", "get"))
            assert (head.status_code, b"".join(head)) == (get.status_code, b"")


@pytest.mark.parametrize("call", CALLS, ids=by_name)
def test_options_ask_for_the_same_role_and_look_at_nothing(world, call):
    for actor in (None, world.actor(Role.UNIT_OPERATOR)):
        answers = [ask(world, call, actor, thing, method="options") for thing in (*own_or_absent(world, call), ABSENT)]
        assert {answer.status_code for answer in answers} <= {200, 401, 403}
        assert len({answer.content for answer in answers}) == 1


def own_or_absent(world: World, call: Call) -> list[Thing]:
    return world.own.things.get(call.kind, [])[:1] or [ABSENT]


def test_ids_of_addresses_are_known():
    assert {name for call in CALLS for name in IDS if f":{name}>" in call.route} == set(IDS)

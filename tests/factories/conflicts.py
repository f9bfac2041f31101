"""Ties of staff to parties: declared interests, and memberships that have ended."""

from datetime import date, datetime
from typing import Any

from accounts.models import Interest, Membership, Party, User
from accounts.rules.conflicts import Relation
from accounts.rules.roles import Role
from accounts.services.interests import declare_interest
from core.values.actors import Actor
from tests.factories.contracts import MONDAY, membership_columns, staff


def declare(actor: Actor, party: Party, *, at: datetime = MONDAY, **changes: Any) -> Interest:
    """Declare that the actor's spouse belongs to the party, by its name."""
    values = {"uscc": "", "relation": Relation.SPOUSE, "note": "", "since": date(2020, 1, 1), "until": None, **changes}
    return declare_interest(**{"party_name": party.name, **values}, actor=actor, at=at)


def tied(role: str, *parties: Party) -> Actor:
    """A staff user whose spouse belongs to these parties."""
    actor = staff(role)
    for party in parties:
        declare(actor, party)
    return actor


def left(actor: Actor, party: Party, *, at: datetime) -> Membership:
    """A membership of the actor in the party that ended at a moment."""
    who, role = User.objects.get(pk=actor.user_id), Role.UNIT_OPERATOR
    agreed = membership_columns(who, role, of=party, at=at)
    return Membership.objects.create(user=who, party=party, role=role, ended_at=at, **agreed)


def tie_to_all(actor: Actor, *, at: datetime, uscc: str = "") -> None:
    """Declare an interest of the actor in every party, and in the code of one that has not registered."""
    about = {"relation": "other", "since": date(2020, 1, 1), "declared_at": at, "user_id": actor.user_id}
    parties = Party.objects.exclude(kind="authority")
    rows = [Interest(party=party, match_name=party.match_name, party_name=party.name, **about) for party in parties]
    Interest.objects.bulk_create([*rows, *([Interest(uscc=uscc, **about)] if uscc else [])])

"""Substitutes named and confirmed by two administrators, and hand-overs."""

from datetime import datetime

from accounts.models import HandOver, Party, Substitution, User
from accounts.selectors.handovers import get_parties_of_case, list_free
from accounts.services.handovers import confirm_substitute, hand_over_case, name_substitute
from core.values.actors import Actor
from tests.factories.conflicts import declare
from tests.factories.contracts import MONDAY, staff

REASON = "有此职责的人都有利害关系"


def name_of(user_id: int) -> str:
    """Return the user name."""
    return User.objects.get(pk=user_id).username


def unattended(operation: str, case_id: int, *, at: datetime = MONDAY) -> None:
    """Tie every colleague who could take a case to one of its parties, so that a substitute may be named."""
    party_id = min(get_parties_of_case(operation=operation, case_id=case_id))
    for each in list_free(operation=operation, case_id=case_id, at=at):
        declare(nobody(each.pk), Party.objects.get(pk=party_id), at=at)


def nobody(user_id: int) -> Actor:
    """The user as an actor without a party."""
    return Actor(user_id=user_id, party_id=None, party_name="", roles=frozenset())


def named(who: Actor, operation: str, case_id: int, *, by: Actor | None = None, at: datetime = MONDAY) -> Substitution:
    """A substitute named by an administrator, not yet confirmed; nobody else can take the case."""
    unattended(operation, case_id, at=at)
    actor = by or staff("system_admin")
    asked = {"operation": operation, "case_id": case_id, "username": name_of(who.user_id), "reason": REASON}
    return name_substitute(**asked, actor=actor, at=at)


def confirmed(who: Actor, operation: str, case_id: int, *, at: datetime = MONDAY) -> Substitution:
    """A substitute named by one administrator and confirmed by another."""
    row = named(who, operation, case_id, at=at)
    return confirm_substitute(substitution_id=row.pk, actor=staff("system_admin"), at=at)


def handed_over(giver: Actor, taker: Actor, operation: str, case_id: int, *, at: datetime = MONDAY) -> HandOver:
    """A case handed over to a colleague."""
    asked = {"operation": operation, "case_id": case_id, "username": name_of(taker.user_id), "reason": REASON}
    return hand_over_case(**asked, actor=giver, at=at)

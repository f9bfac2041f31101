"""Substitutes named and confirmed by two administrators, and hand-overs."""

from datetime import datetime

from accounts.models import HandOver, Substitution, User
from accounts.services.handovers import confirm_substitute, hand_over_case, name_substitute
from core.values.actors import Actor
from tests.factories.contracts import MONDAY, staff

REASON = "有此职责的人都有利害关系"


def name_of(user_id: int) -> str:
    """Return the user name."""
    return User.objects.get(pk=user_id).username


def named(who: Actor, operation: str, case_id: int, *, by: Actor | None = None, at: datetime = MONDAY) -> Substitution:
    """A substitute named by an administrator, not yet confirmed."""
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

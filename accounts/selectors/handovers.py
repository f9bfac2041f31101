"""Hand-overs and substitutions: who may see them, and which operations a substitute may do on a case."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeAlias

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from accounts.models import HandOver, Substitution, User
from accounts.rules.roles import EXCLUSIVE_ROLES, STAFF_ROLES, Role
from accounts.rules.states import HandOverState, SubstitutionState
from accounts.selectors.conflicts import list_tied_users, map_case_parties
from accounts.selectors.delegations import list_delegated_operations
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from core.access.checks import cases, operations
from core.events.history import list_actors
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError

TO_TAKE = "to_take"
"""A filter value beside the states: open, and handed over to the reader."""
TO_DECIDE = "to_decide"
"""A filter value beside the states: named substitutions, not over yet, that the reader may confirm."""
HandOverRow: TypeAlias = HandOver
SubstitutionRow: TypeAlias = Substitution
"""The types of rows for pages, which do not import models."""


def visible_hand_overs(actor: Actor) -> QuerySet[HandOver]:
    """Return the hand-overs to and from the actor, all for an auditor."""
    rows = HandOver.objects.select_related("from_user", "to_user")
    return rows if actor.has(Role.AUDITOR) else rows.filter(Q(to_user=actor.user_id) | Q(from_user=actor.user_id))


def search_hand_overs(actor: Actor, *, state: str = "") -> QuerySet[HandOver]:
    """Return the visible hand-overs, filtered by state or TO_TAKE."""
    rows = visible_hand_overs(actor)
    if state == TO_TAKE:
        return rows.filter(to_user=actor.user_id, state=HandOverState.OPEN)
    return rows.filter(state=HandOverState(state)) if state else rows


def get_own_hand_over(actor: Actor, hand_over_id: int) -> HandOver:
    """Return an open or done hand-over to the actor. Raises `not_found`."""
    row = HandOver.objects.select_related("from_user").filter(pk=hand_over_id, to_user=actor.user_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def count_open_hand_overs(user_id: int) -> int:
    """Return how many cases were handed over to the user and are not done."""
    return HandOver.objects.filter(to_user=user_id, state=HandOverState.OPEN).count()


def list_open_hand_overs(*, before: datetime) -> list[HandOver]:
    """Return the cases that were handed over before a moment and are not done, oldest first."""
    return list(HandOver.objects.filter(state=HandOverState.OPEN, handed_at__lte=before).order_by("handed_at", "pk"))


def visible_substitutions(actor: Actor) -> QuerySet[Substitution]:
    """Return every substitution for administrators and auditors, for others the own ones."""
    rows = Substitution.objects.select_related("substitute", "named_by", "decided_by")
    return rows if actor.has(Role.SYSTEM_ADMIN, Role.AUDITOR) else rows.filter(substitute=actor.user_id)


def count_substitutions_to_decide(user_id: int, *, at: datetime) -> int:
    """Count the named substitutions, not over yet, that this administrator may confirm: of others, named by others."""
    return Substitution.objects.filter(_to_decide(user_id, on=beijing_day(at))).count()


def search_substitutions(actor: Actor, *, state: str = "", on: date) -> QuerySet[Substitution]:
    """Return the substitutions that the actor may see, filtered by state, or TO_DECIDE on a Beijing day."""
    rows = visible_substitutions(actor)
    if state == TO_DECIDE:
        return rows.filter(_to_decide(actor.user_id, on=on))
    return rows.filter(state=SubstitutionState(state)) if state else rows


def _to_decide(user_id: int, *, on: date) -> Q:
    return Q(state=SubstitutionState.NAMED, expires_on__gte=on) & ~Q(named_by=user_id) & ~Q(substitute=user_id)


def get_substitution(substitution_id: int) -> Substitution:
    """Return a substitution. Raises `not_found`."""
    rows = Substitution.objects.select_related("substitute", "named_by")
    row = rows.filter(pk=substitution_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_parties_of_case(*, operation: str, case_id: int) -> frozenset[int]:
    """Return the parties that a case of this operation concerns.

    Raises `operation_without_case` for an operation that has none, `not_found` for an absent case.
    """
    kind = cases().get(operation)
    if kind not in settings.CASE_PARTIES:
        raise DomainError("operation_without_case", field="operation", kind="refused", operation=operation)
    found = map_case_parties(kind=kind, case_ids=[case_id]).get(case_id)
    if found is None:
        raise DomainError("not_found", field="case_id", kind="missing")
    return found


def list_takers(*, operation: str, case_id: int, giver_id: int | None, at: datetime) -> list[User]:
    """Return the other members of staff who may take a case over, by name.

    They have a role for the operation and no conflict of interest. Errors as `get_parties_of_case`.
    """
    parties = get_parties_of_case(operation=operation, case_id=case_id)
    roles = operations()[operation] & STAFF_ROLES
    able = set(list_user_ids(party_id=get_authority().pk, roles=roles)) - {giver_id}
    free = able - list_tied_users(user_ids=able, party_ids=parties, at=at)
    return list(User.objects.filter(pk__in=free).order_by("name", "pk"))


def list_free(*, operation: str, case_id: int, at: datetime) -> list[User]:
    """Return the members of staff whom a case waits for, by name: the role, no conflict, no part in the case yet.

    Who had a part is said by settings.CASE_PARTS, otherwise by the events of the case. Errors as `get_parties_of_case`.
    """
    able = list_takers(operation=operation, case_id=case_id, giver_id=None, at=at)
    kind = cases()[operation]
    if kind in settings.CASE_PARTS:
        find: Callable[..., set[int]] = import_string(settings.CASE_PARTS[kind])
        involved = find(operation=operation, case_id=case_id, user_ids={each.pk for each in able})
    else:
        involved = list_actors(subject_kind=kind, subject_id=case_id)
    return [each for each in able if each.pk not in involved]


def list_stood_in(actor: Actor, *, case_id: int, at: datetime) -> frozenset[str]:
    """Return the operations that a member of staff may do on a case as its confirmed substitute, or in another's name.

    settings.SUBSTITUTES.
    """
    if not actor.has(*STAFF_ROLES):
        return frozenset()
    own = _confirmed(actor.user_id, case_id=case_id, on=beijing_day(at)).values_list("operation", flat=True)
    delegated = frozenset() if actor.has(*EXCLUSIVE_ROLES) else list_delegated_operations(actor.user_id, at=at)
    return frozenset(own) | delegated


def is_substitute(*, user_id: int, operation: str, case_id: int, at: datetime) -> bool:
    """Whether the person is a confirmed substitute for the operation on this case."""
    return _confirmed(user_id, case_id=case_id, on=beijing_day(at)).filter(operation=operation).exists()


def list_substituted_cases(*, user_id: int, operation: str, on: date) -> list[int]:
    """Return the cases on which the person is a confirmed substitute for the operation."""
    return list(_standing(user_id, on=on).filter(operation=operation).values_list("case_id", flat=True))


def _confirmed(user_id: int, *, case_id: int, on: date) -> QuerySet[Substitution]:
    return _standing(user_id, on=on).filter(case_id=case_id)


def _standing(user_id: int, *, on: date) -> QuerySet[Substitution]:
    return Substitution.objects.filter(substitute=user_id, expires_on__gte=on, state=SubstitutionState.CONFIRMED)

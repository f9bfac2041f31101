"""Permission checks. Each app lists its operations and their roles in OPERATIONS of its `permissions.py`.

CASES of the same file lists the operations of the authority on a party's object, which ask for a conflict of interest;
WITHOUT_CASE lists its other writes, each with the reason why it concerns no single party.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from core.values.actors import Actor
from core.values.errors import DomainError

if TYPE_CHECKING:  # scripts read the table before the apps are loaded
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

Row = TypeVar("Row", bound=Model)
ANYBODY: frozenset[str] = frozenset({"*"})
"""The roles of an operation that every signed-in user may do, with or without a party."""


def may(actor: Actor, operation: str) -> bool:
    """Whether the actor's roles allow the operation. KeyError for an operation that no app lists."""
    roles = operations()[operation]
    return roles is ANYBODY or not roles.isdisjoint(actor.roles)


def is_for_members(operation: str) -> bool:
    """Whether members of a party may do the operation (settings.MEMBER_ROLES), not the authority alone."""
    member_roles: frozenset[str] = import_string(settings.MEMBER_ROLES)
    return not operations()[operation].isdisjoint(member_roles)


def of_party(rows: QuerySet[Row], actor: Actor, *, column: str) -> QuerySet[Row]:
    """Return the rows whose `column` is the acting party; none for an actor without a party."""
    return rows.none() if actor.party_id is None else rows.filter(**{column: actor.party_id})


def may_on_case(actor: Actor, operation: str, *, case_id: int | None, at: datetime) -> bool:
    """Whether the actor may do the operation on a case, by role or as its substitute (settings.SUBSTITUTES)."""
    if may(actor, operation):
        return True
    return case_id is not None and operation in cases() and operation in stood_in(actor, case_id=case_id, at=at)


def require_on_case(actor: Actor, operation: str, *, case_id: int | None, at: datetime) -> None:
    """Raise `denied` (403) unless the actor may do the operation on the case.

    Raises `second_factor_missing` (403) where the only role that allows it is withheld until there is a second factor.
    """
    if may_on_case(actor, operation, case_id=case_id, at=at):
        return
    if not operations()[operation].isdisjoint(actor.withheld):
        raise second_factor_missing()
    raise DomainError("denied", kind="denied", operation=operation)


def second_factor_missing() -> DomainError:
    """Return the refusal of a role that requires a second factor which is not set up."""
    return DomainError("second_factor_missing", field="second_factor", kind="denied")


def stood_in(actor: Actor, *, case_id: int, at: datetime) -> frozenset[str]:
    """Return the operations that the actor may do on a case as its substitute."""
    list_stood_in: Callable[..., frozenset[str]] = import_string(settings.SUBSTITUTES)
    return list_stood_in(actor, case_id=case_id, at=at)


def user_id_of(user: "AbstractBaseUser | AnonymousUser") -> int:
    """Return the id of the signed-in user. PermissionDenied (403) for an anonymous one."""
    if user.pk is None:
        raise PermissionDenied
    return int(user.pk)


@cache
def operations() -> dict[str, frozenset[str]]:
    """Return operation → roles for every app and for the kernel (core/access/permissions.py)."""
    return _merged("OPERATIONS")


@cache
def cases() -> dict[str, str]:
    """Return operation of the authority on a party's object → the kind of case, whose parties it asks about."""
    return _merged("CASES")


@cache
def without_case() -> dict[str, str]:
    """Return operation of the authority that concerns no single party → the reason."""
    return _merged("WITHOUT_CASE")


def _merged(table: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for config in apps.get_app_configs():
        module = "core.access.permissions" if config.name == "core" else f"{config.name}.permissions"
        if "." not in config.name and find_spec(module):
            merged |= getattr(import_module(module), table, {})
    return merged

"""Who may do what: one table an app, `permissions.py` with OPERATIONS: operation → roles."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet

from core.values.actors import Actor
from core.values.errors import DomainError

Row = TypeVar("Row", bound=Model)
ANYBODY: frozenset[str] = frozenset({"*"})
"""Every signed-in user, with or without a party."""


def may(actor: Actor, operation: str) -> bool:
    """Whether the actor's roles allow the operation; KeyError for an operation no app lists."""
    roles = operations()[operation]
    return roles is ANYBODY or not roles.isdisjoint(actor.roles)


def of_party(rows: QuerySet[Row], actor: Actor, *, column: str) -> QuerySet[Row]:
    """The rows whose `column` is the party acted for; none for an actor who acts for no party."""
    return rows.none() if actor.party_id is None else rows.filter(**{column: actor.party_id})


def require(actor: Actor, operation: str) -> None:
    """`denied` (403) unless the actor may do it."""
    if not may(actor, operation):
        raise DomainError("denied", kind="denied", operation=operation)


def user_id_of(user: AbstractBaseUser | AnonymousUser) -> int:
    """The id of the account that signed in. PermissionDenied (403) where nobody did."""
    if user.pk is None:
        raise PermissionDenied
    return int(user.pk)


@cache
def operations() -> dict[str, frozenset[str]]:
    """Every operation of every app, and of the kernel itself (core/access/permissions.py), with the roles that may do it."""
    merged: dict[str, frozenset[str]] = {}
    for config in apps.get_app_configs():
        module = "core.access.permissions" if config.name == "core" else f"{config.name}.permissions"
        if "." not in config.name and find_spec(module):
            merged |= getattr(import_module(module), "OPERATIONS", {})
    return merged

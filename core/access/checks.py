"""Who may do what: one table an app, `permissions.py` with OPERATIONS: operation → roles."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from core.values.actors import Actor
from core.values.errors import DomainError

ANYBODY: frozenset[str] = frozenset({"*"})
"""Every signed-in user, with or without a party."""


def may(actor: Actor, operation: str) -> bool:
    """Whether the actor's roles allow the operation; KeyError for an operation no app lists."""
    roles = operations()[operation]
    return roles is ANYBODY or not roles.isdisjoint(actor.roles)


def require(actor: Actor, operation: str) -> None:
    """`denied` (403) unless the actor may do it."""
    if not may(actor, operation):
        raise DomainError("denied", kind="denied", operation=operation)


@cache
def operations() -> dict[str, frozenset[str]]:
    """Every operation of every app, and of the kernel itself (core/access/permissions.py), with the roles that may do it."""
    merged: dict[str, frozenset[str]] = {}
    for config in apps.get_app_configs():
        module = "core.access.permissions" if config.name == "core" else f"{config.name}.permissions"
        if "." not in config.name and find_spec(module):
            merged |= getattr(import_module(module), "OPERATIONS", {})
    return merged

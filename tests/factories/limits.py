"""Limits low enough to be reached."""

from dataclasses import replace
from typing import Any
from uuid import uuid4


def lower(settings: Any, **most: int) -> None:
    """Lower the most of some scopes in this test, which counts in keys of its own."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": str(uuid4())}}
    settings.THROTTLES = settings.THROTTLES | {
        scope: replace(settings.THROTTLES[scope], most=number) for scope, number in most.items()
    }

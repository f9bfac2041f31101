"""Requests that a user makes as a person, without an acting party."""

from functools import cached_property
from typing import Any

from core.values.actors import Actor


class Individual:
    """A view for every user as a person: the acting party is ignored, also by GET."""

    request: Any

    @cached_property
    def actor(self) -> Actor:
        return Actor(user_id=self.request.user.pk, party_id=None, party_name="", roles=frozenset())


class Personal:
    """A collection to which every user may add as a person: registrations and takeover requests.

    A POST ignores the acting party. So a repeated request is still the same request after the first one has made the
    user a manager, and its idempotency key gets the stored answer.
    """

    request: Any

    @cached_property
    def actor(self) -> Actor:
        if self.request.method == "POST":
            return Actor(user_id=self.request.user.pk, party_id=None, party_name="", roles=frozenset())
        acting: Actor = super().actor  # type: ignore[misc]
        return acting

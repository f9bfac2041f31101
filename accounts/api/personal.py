"""What a person does for himself, whatever party he belongs to."""

from functools import cached_property
from typing import Any

from core.values.actors import Actor


class Personal:
    """A collection that anybody adds to as a person: registering, asking to take over. The party acted for plays no part
    in it, so that the same request is the same before and after the user has become somebody's manager."""

    request: Any

    @cached_property
    def actor(self) -> Actor:
        if self.request.method == "POST":
            return Actor(user_id=self.request.user.pk, party_id=None, party_name="", roles=frozenset())
        acting: Actor = super().actor  # type: ignore[misc]
        return acting

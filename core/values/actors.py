"""The actor of a request: a user, the acting party, and the user's roles in it. Pure."""

from dataclasses import dataclass

from core.values.errors import DomainError


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """The acting user (操作者), the acting party, and the roles in that party only.

    `withheld` are the roles there that count only once a second factor is set up.
    """

    user_id: int
    party_id: int | None
    party_name: str
    roles: frozenset[str]
    withheld: frozenset[str] = frozenset()

    @property
    def party(self) -> int:
        """The acting party, for operations that need one. Raises `not_found` (404) for an actor without a party."""
        if self.party_id is None:
            raise DomainError("not_found", kind="missing")
        return self.party_id

    def has(self, *roles: str) -> bool:
        """Whether the actor has one of these roles in the acting party."""
        return not self.roles.isdisjoint(roles)


PUBLIC = Actor(user_id=0, party_id=None, party_name="", roles=frozenset())
"""An anonymous actor of the public, without a party. Its idempotency keys are stored under user id 0."""

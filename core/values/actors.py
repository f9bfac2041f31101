"""Who acts: a user, for one party, with the roles held there. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """The acting person (操作者): `party_id` is the party acted for, `roles` those held in it, no others."""

    user_id: int
    party_id: int | None
    party_name: str
    roles: frozenset[str]

    def has(self, *roles: str) -> bool:
        """Whether one of these roles is held in the party acted for."""
        return not self.roles.isdisjoint(roles)

"""Who acts: a user, for one party, with the roles held there. Pure."""

from dataclasses import dataclass

from core.values.errors import DomainError


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """The acting person (操作者): `party_id` is the party acted for, `roles` those held in it, no others."""

    user_id: int
    party_id: int | None
    party_name: str
    roles: frozenset[str]

    @property
    def party(self) -> int:
        """The party acted for, where the act needs one. `not_found` (404) for an actor who acts for none."""
        if self.party_id is None:
            raise DomainError("not_found", kind="missing")
        return self.party_id

    def has(self, *roles: str) -> bool:
        """Whether one of these roles is held in the party acted for."""
        return not self.roles.isdisjoint(roles)


PUBLIC = Actor(user_id=0, party_id=None, party_name="", roles=frozenset())
"""Anybody of the public: acts without an account, for no party; keys of their requests are kept under no user's id."""

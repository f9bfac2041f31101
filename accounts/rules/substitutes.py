"""Substitutes (指定代办人): who may stand in for a case that nobody else may decide. Pure."""

from collections.abc import Collection, Sequence

from accounts.rules.roles import EXCLUSIVE_ROLES, STAFF_ROLES
from core.values.errors import Refusal

DAYS = 30
"""The days for which a substitute is named."""
MOST_NAMES = 5
"""How many free colleagues a refusal names."""


def substitute_refusals(
    *, substitute_id: int, named_by: int, roles: Collection[str], conflicts: Collection[str], free: Sequence[str]
) -> tuple[Refusal, ...]:
    """Return why a person cannot be named: a free colleague (`free`, by name) may take the case; the namer themselves, no
    staff role or an exclusive one, a conflict.
    """
    found = []
    if free:
        found.append(
            Refusal(code="substitute_needless", field="case_id", params={"names": "、".join(free[:MOST_NAMES])})
        )
    if substitute_id == named_by:
        found.append(Refusal(code="same_person", field="username"))
    if STAFF_ROLES.isdisjoint(roles) or not EXCLUSIVE_ROLES.isdisjoint(roles):
        found.append(Refusal(code="substitute_not_staff", field="username"))
    if conflicts:
        found.append(Refusal(code="substitute_conflict", field="username"))
    return tuple(found)

"""The party that a user acts for where a request names none (默认单位).

A token or session that worked with the user's only party goes on with it after the user joins another.
"""

from collections.abc import Collection

from accounts.models import Membership, User
from core.database.transactions import write
from core.values.errors import DomainError


@write
def choose_default_party(*, party_id: int, user_id: int) -> User:
    """Make one of the user's parties the default. Raises `not_found` for a party of which the user is no member."""
    if not Membership.objects.filter(user_id=user_id, party_id=party_id, ended_at=None).exists():
        raise DomainError("not_found", field="party", kind="missing")
    User.objects.filter(pk=user_id).update(default_party_id=party_id)
    return User.objects.get(pk=user_id)


def keep_default_party(*, user_id: int, joined: int) -> None:
    """Before a user without a default joins a party: the only party so far becomes the default, else the new one."""
    others = [party_id for party_id in _live_parties(user_id) if party_id != joined]
    if len(others) <= 1:
        chosen = others[0] if others else joined
        User.objects.filter(pk=user_id, default_party=None).update(default_party_id=chosen)


def release_default_party(*, user_ids: Collection[int]) -> None:
    """After memberships ended: a default without a live role gives way to the party joined first of those left, if any."""
    for user in User.objects.filter(pk__in=user_ids).exclude(default_party=None).order_by("pk"):
        live = _live_parties(user.pk)
        if user.default_party_id not in live:
            user.default_party_id = live[0] if live else None
            user.save(update_fields=["default_party"])


def _live_parties(user_id: int) -> list[int]:
    """Return the parties of a user, each once, the one joined first before the others."""
    live = Membership.objects.filter(user_id=user_id, ended_at=None).order_by("pk")
    return list(dict.fromkeys(live.values_list("party_id", flat=True)))

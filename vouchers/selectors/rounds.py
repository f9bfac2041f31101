"""Rounds, read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeAlias

from django.db.models import Q, QuerySet

from core.values.actors import Actor
from core.values.errors import DomainError
from vouchers.models import (
    Round,
)
from vouchers.permissions import STAFF
from vouchers.rules.states import CLAIMABLE_ROUNDS, PUBLIC_ROUNDS, RoundState

RoundRow: TypeAlias = Round
"""What pages and views call the row that they read, without importing its model."""


def visible_rounds(actor: Actor | None) -> QuerySet[Round]:
    """Rounds the reader may see: the public those announced, staff the drafts as well."""
    rounds = Round.objects.select_related("policy_version")
    if actor is not None and actor.has(*STAFF):
        return rounds
    return rounds.filter(state__in=PUBLIC_ROUNDS)


def list_claimable(*, at: datetime) -> QuerySet[Round]:
    """Rounds whose window is open at the moment, whatever a job has noted yet; the one that closes first, first."""
    live = Q(state__in=CLAIMABLE_ROUNDS, opens_at__lte=at, closes_at__gt=at)
    return Round.objects.filter(live).select_related("policy_version").order_by("closes_at", "id")


def get_round(round_id: int) -> Round:
    """The round, once announced; `not_found`."""
    row = Round.objects.filter(pk=round_id, state__in=PUBLIC_ROUNDS).first()
    if row is None:
        raise DomainError("not_found", field="round", kind="missing")
    return row


def policy_versions_of_rounds(round_ids: Collection[int]) -> dict[int, int]:
    """The policy version each round pins."""
    return dict(Round.objects.filter(pk__in=round_ids).values_list("pk", "policy_version_id"))


def list_rounds_in_work(*, limit: int) -> list[Round]:
    """Rounds that are not settled, the newest first."""
    return list(Round.objects.exclude(state=RoundState.SETTLED).order_by("-opens_at", "-pk")[:limit])


def search_rounds(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Round]:
    """The rounds the actor may see with their policy, of a state, by name."""
    rows = visible_rounds(actor)
    rows = rows.filter(state=RoundState(state)) if state else rows
    return rows.filter(name__icontains=text) if text else rows


def get_visible_round(actor: Actor, round_id: int) -> Round:
    """A round the actor may see, drafts for staff; `not_found`."""
    row = visible_rounds(actor).filter(pk=round_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_announced_rounds(*, at: datetime) -> Sequence[Round]:
    """Rounds that are open or still to come, the one that opens first, first."""
    rows = Round.objects.filter(state__in=CLAIMABLE_ROUNDS, closes_at__gt=at)
    return list(rows.select_related("policy_version").order_by("opens_at", "pk"))

"""Rounds, read."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from core.actors import Actor
from core.errors import DomainError
from core.sql import Compiled
from vouchers.models import Round
from vouchers.permissions import STAFF

PUBLIC_STATES = ("announced", "open", "closed", "settled")


def visible_rounds(actor: Actor | None) -> QuerySet[Round]:
    """Rounds the reader may see: the public those announced, staff the drafts as well."""
    rounds = Round.objects.select_related("policy_version")
    if actor is not None and actor.has(*STAFF):
        return rounds
    return rounds.filter(state__in=PUBLIC_STATES)


def list_claimable(*, at: datetime) -> QuerySet[Round]:
    """Rounds whose window is open at the moment, whatever a job has noted yet; the one that closes first, first."""
    live = Q(state__in=["announced", "open"], opens_at__lte=at, closes_at__gt=at)
    return Round.objects.filter(live).select_related("policy_version").order_by("closes_at", "id")


def get_round(round_id: int) -> Round:
    """The round, once announced; `not_found`."""
    row = announced_round.first(round_id=round_id)
    if row is None:
        raise DomainError("not_found", field="round", kind="missing")
    return row


@Compiled
def announced_round(round_id: int) -> QuerySet[Round]:
    return Round.objects.filter(pk=round_id, state__in=PUBLIC_STATES)


def policy_versions_of_rounds(round_ids: Collection[int]) -> dict[int, int]:
    """The policy version each round pins."""
    return dict(Round.objects.filter(pk__in=round_ids).values_list("pk", "policy_version_id"))

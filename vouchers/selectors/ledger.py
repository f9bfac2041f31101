"""Reads of the ledger (账簿): the movements of the rounds' money."""

from datetime import date, timedelta
from typing import TypeAlias

from django.db.models import QuerySet

from core.access.checks import may
from core.values.actors import Actor
from core.values.deadlines import late_from
from vouchers.models import Movement, Round
from vouchers.rules.states import RoundState

MovementRow: TypeAlias = Movement
"""The type of a row, for pages and views, which may not import models."""


def visible_movements(actor: Actor) -> QuerySet[Movement]:
    """Every movement with its round and coupon for those who may read the ledger, none for others."""
    rows = Movement.objects.select_related("round", "coupon")
    return rows if may(actor, "ledger.read") else rows.none()


def search_movements(
    actor: Actor, *, round_id: int | None = None, since: date | None = None, until: date | None = None
) -> QuerySet[Movement]:
    """The movements of a round, from one Beijing day to another, both included."""
    rows = visible_movements(actor)
    if round_id is not None:
        rows = rows.filter(round_id=round_id)
    if since is not None:
        rows = rows.filter(at__gte=late_from(since - timedelta(days=1)))
    return rows if until is None else rows.filter(at__lt=late_from(until))


def list_round_choices() -> list[tuple[int, str]]:
    """Return the id and the name of every round but drafts, which have no movements, the newest first."""
    return list(Round.objects.exclude(state=RoundState.DRAFT).order_by("-pk").values_list("pk", "name"))

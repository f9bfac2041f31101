"""Reads of rounds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from django.db.models import Min, Q, QuerySet, Sum

from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.money import ZERO
from core.values.object_numbers import Series, id_in_series
from vouchers.models import (
    Round,
)
from vouchers.permissions import STAFF
from vouchers.rules.states import CLAIMABLE_ROUNDS, PUBLIC_ROUNDS, RoundState

RoundRow: TypeAlias = Round
"""The model's name for pages and views, which import no models."""
IN_WORK, TO_ANNOUNCE = "in_work", "to_announce"
"""Filter values beside the states: rounds that are not settled; proposed ones that the reader may announce."""


def visible_rounds(actor: Actor | None) -> QuerySet[Round]:
    """Return the rounds the reader may see: announced ones for the public, drafts as well for staff."""
    rounds = Round.objects.select_related("policy_version")
    if actor is not None and actor.has(*STAFF):
        return rounds
    return rounds.filter(state__in=PUBLIC_ROUNDS)


def get_round(round_id: int) -> Round:
    """Return the round if it is announced; `not_found`."""
    row = Round.objects.filter(pk=round_id, state__in=PUBLIC_ROUNDS).first()
    if row is None:
        raise DomainError("not_found", field="round", kind="missing")
    return row


def get_any_round(round_id: int) -> Round:
    """Return the round in any state, for messages to staff; `not_found`."""
    row = Round.objects.filter(pk=round_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def count_rounds_to_announce(user_id: int) -> int:
    """Count the proposed rounds that a person may announce: those of which the person is no author."""
    return Round.objects.filter(_to_announce(user_id)).count()


def find_first_opening_to_announce(user_id: int) -> datetime | None:
    """Return the first opening of the rounds that a person may announce: an unannounced round is a draft again then."""
    first: datetime | None = Round.objects.filter(_to_announce(user_id)).aggregate(first=Min("opens_at"))["first"]
    return first


def _to_announce(user_id: int) -> Q:
    """Return the filter of the proposed rounds without those of the `round_authors`."""
    authored = Q(created_by_id=user_id) | Q(edited_by_id=user_id) | Q(proposed_by_id=user_id)
    return Q(state=RoundState.PROPOSED) & ~authored


def round_authors(round_: Round) -> tuple[int | None, ...]:
    """Return the users who drafted, edited or proposed a round; another person announces or refuses it (I11)."""
    return (round_.created_by_id, round_.edited_by_id, round_.proposed_by_id)


def policy_versions_of_rounds(round_ids: Collection[int]) -> dict[int, int]:
    """Return the policy version of each round."""
    return dict(Round.objects.filter(pk__in=round_ids).values_list("pk", "policy_version_id"))


def list_rounds_in_work(*, limit: int) -> list[Round]:
    """Return rounds that are not settled, newest first."""
    return list(_in_work(Round.objects.all()).order_by("-opens_at", "-pk")[:limit])


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundMoney:
    """Sums over rounds, in yuan."""

    budget: Decimal
    free: Decimal
    approved: Decimal
    paid: Decimal


def sum_rounds_in_work() -> RoundMoney:
    """Return the sums over all rounds that are not settled. One query."""
    columns = ("budget", "free", "approved", "paid")
    found = _in_work(Round.objects.all()).aggregate(**{column: Sum(column, default=ZERO) for column in columns})
    return RoundMoney(**found)


def _in_work(rows: QuerySet[Round]) -> QuerySet[Round]:
    return rows.exclude(state=RoundState.SETTLED)


def search_rounds(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Round]:
    """Return the visible rounds with their policy, filtered by state, IN_WORK or TO_ANNOUNCE, and by name or number."""
    rows = visible_rounds(actor)
    if state == IN_WORK:
        rows = _in_work(rows)
    elif state == TO_ANNOUNCE:
        rows = rows.filter(_to_announce(actor.user_id))
    elif state:
        rows = rows.filter(state=RoundState(state))
    if (number := id_in_series(text, Series.ROUND)) is not None:
        return rows.filter(pk=number)
    return rows.filter(contains(text, "name")) if text else rows


def get_visible_round(actor: Actor, round_id: int) -> Round:
    """Return a round the actor may see, also a draft for staff; `not_found`."""
    row = visible_rounds(actor).filter(pk=round_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_announced_rounds(*, at: datetime) -> Sequence[Round]:
    """Return rounds that are open or still to come, the earliest opening first."""
    rows = Round.objects.filter(state__in=CLAIMABLE_ROUNDS, closes_at__gt=at)
    return list(rows.select_related("policy_version").order_by("opens_at", "pk"))

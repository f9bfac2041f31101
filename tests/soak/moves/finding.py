"""Choosing rows for operations."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

from tests.soak.days import midnight_after
from tests.soak.model import ENDED_UNPAID, FEN, Appeal, Batch, Contract, Coupon, Notice, Redemption, Round
from tests.soak.world import World

_numbers = count(1)
Stated = TypeVar("Stated", bound=Any)


def live_redemption(w: World, contract: Contract) -> Redemption | None:
    rows = (row for row in w.redemptions.values() if row.contract is contract and row.state not in ENDED_UNPAID)
    return next(rows, None)


def without_role(actor: int, holders: Iterable[int]) -> set[str]:
    """Return `principal_required` for who has no role for an act: nobody has delegated it."""
    return set() if actor in holders else {"principal_required"}


def coupons_of(w: World, contract: Contract, *states: str) -> list[Coupon]:
    return [row for row in w.coupons.values() if row.contract is contract and row.state in states]


def pick(w: World, rows: Mapping[int, Stated], *states: str) -> Stated | None:
    """Return mostly a row in one of these states, sometimes any."""
    return w.choose([row for row in rows.values() if row.state in states], rows.values())


def a_side(w: World, own: int, others: Iterable[int]) -> tuple[int, set[str]]:
    """Return mostly the party itself, sometimes another, which gets `not_found`."""
    party = own if w.chance(0.96) else w.rng.choice(list(others))
    return party, set() if party == own else {"not_found"}


def late(w: World, contract: Contract) -> set[str]:
    return {"redeem_by"} if contract.redeem_by and w.today > contract.redeem_by else set()


def items(w: World, batch: Batch, *states: str) -> list[Redemption]:
    rows = [row for row in w.redemptions.values() if row.batch is batch and row.state not in ENDED_UNPAID]
    return [row for row in rows if not states or row.state in states]


def deciders(w: World, batch: Batch) -> set[int]:
    return {row.decided_by for row in items(w, batch) if row.decided_by}


def objected(w: World, row: Redemption) -> bool:
    return any(each.redemption is row and each.open for each in w.objections.values())


def live_appeals(w: World, row: Redemption) -> list[Appeal]:
    return [each for each in w.appeals.values() if each.redemption is row and each.live]


def is_appealable(row: Redemption) -> bool:
    return row.decision in ("reduce", "reject") and not row.raised


def is_running(w: World, notice: Notice) -> bool:
    return w.at < midnight_after(notice.ends)


def is_money(amount: Decimal) -> bool:
    return amount > 0 and amount == amount.quantize(FEN)


def is_open(w: World, row: Round) -> bool:
    return row.state in ("announced", "open") and row.opens <= w.at < row.closes


def unit_of(w: World, row: Redemption) -> tuple[int, set[str]]:
    unit = row.contract.unit if w.chance(0.97) else w.rng.choice(list(w.units))
    return unit, set() if unit == row.contract.unit else {"not_found"}


def used_elsewhere(w: World, row: Redemption) -> set[str]:
    others = (each for each in w.redemptions.values() if each is not row and each.uses_invoices)
    return {number for each in others for number in each.invoices}


def same_person(w: World, batch: Batch, actor: int) -> set[str]:
    acted = {batch.prepared_by, batch.summarised_by} | batch.cleared_by | deciders(w, batch)
    return {"same_person"} if actor in acted else set()

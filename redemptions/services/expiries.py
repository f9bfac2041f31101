"""Expiry of redemptions that are late: drafts not submitted, corrections not made (article 15.3)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from core.database.transactions import write
from core.jobs.chunks import run_in_chunks
from core.values.deadlines import beijing_day
from redemptions.rules.states import RedemptionState
from redemptions.selectors.locks import lock_late_corrections, lock_late_drafts
from redemptions.services.withdrawals import UNITS_FAULT, end_unpaid

CHUNK = 1_000


def expire_corrections(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Run the job that expires returned redemptions whose correction day is over (补正逾期), in chunks."""
    return {"expired": run_in_chunks(partial(expire_some_corrections, at=at), progress=progress)}


def expire_drafts(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Run the job that expires drafts whose contract's redeem_by is over (草稿逾期). Another job lapses their coupons."""
    return {"expired": run_in_chunks(partial(expire_some_drafts, at=at), progress=progress)}


@write
def expire_some_corrections(*, at: datetime) -> int:
    """Expire one chunk of returned redemptions; return how many. The fault is that of the return."""
    late = lock_late_corrections(day=beijing_day(at), limit=CHUNK)
    end_unpaid(late, target=RedemptionState.EXPIRED, at=at, actor_id=None)
    return len(late)


@write
def expire_some_drafts(*, at: datetime) -> int:
    """Expire one chunk of drafts; return how many."""
    late = lock_late_drafts(day=beijing_day(at), limit=CHUNK)
    end_unpaid(late, target=RedemptionState.EXPIRED, at=at, actor_id=None, columns={"fault": UNITS_FAULT})
    return len(late)

"""The formal check (形式审查) of a redemption by a case officer (article 15.3)."""

from datetime import datetime

from accounts.selectors.conflicts import require_no_conflict
from core.database.transactions import write
from core.events.transitions import require_version
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import beijing_day
from redemptions.models import Redemption
from redemptions.rules.states import REDEMPTION, RedemptionState
from redemptions.selectors.corrections import hash_content
from redemptions.selectors.locks import lock_redemption
from redemptions.selectors.redemptions import get_contract_policy
from redemptions.services.batches import move_redemptions
from vouchers.rules.deadlines import named_deadline
from vouchers.selectors.locks import lock_contract


@write
def accept_redemption(*, redemption_id: int, version: int | None, actor_id: int, at: datetime) -> Redemption:
    """Accept a redemption in the formal check (形式审查通过).

    `not_found`, `illegal_state`, `stale_version`, `conflict_of_interest`.
    """
    redemption = _lock(redemption_id, target=RedemptionState.ACCEPTED, version=version, actor_id=actor_id, at=at)
    move_redemptions(
        [redemption], target=RedemptionState.ACCEPTED, at=at, actor_id=actor_id, columns={"accepted_by_id": actor_id}
    )
    return redemption


@write
def return_redemption(
    *, redemption_id: int, reason: str, fault: str, version: int | None, actor_id: int, at: datetime
) -> Redemption:
    """Return a redemption for correction (退回补正) by the policy's correction day, with the reason and the side at fault.

    The day may be after redeem_by. `not_found`, `illegal_state`, `stale_version`, `conflict_of_interest`.
    """
    redemption = _lock(redemption_id, target=RedemptionState.RETURNED, version=version, actor_id=actor_id, at=at)
    contract = redemption.contract = lock_contract(redemption.contract_id)
    policy = get_contract_policy(contract)
    last = named_deadline(name="correction", start=beijing_day(at), policy=policy, calendar=get_calendar())
    move_redemptions(
        [redemption],
        target=RedemptionState.RETURNED,
        at=at,
        actor_id=actor_id,
        columns={
            "return_reason": reason,
            "returned_content": hash_content(redemption),
            "correction_answer": "",
            "fault": fault,
            "correct_by_raw": last.raw,
            "correct_by": last.day,
            "provisional": last.provisional,
            "calendar_version": last.calendar_version,
        },
        data={"reason": reason, "fault": fault, "correct_by": last.day.isoformat()},
    )
    return redemption


def _lock(
    redemption_id: int, *, target: RedemptionState, version: int | None, actor_id: int, at: datetime
) -> Redemption:
    redemption = lock_redemption(redemption_id)
    REDEMPTION.get_transition(source=redemption.state, target=target)
    require_version(redemption, version)
    require_no_conflict(user_id=actor_id, party_ids=[redemption.applicant_id, redemption.unit_id], at=at)
    return redemption

"""Appeals of the unit and the applicant: filed or waived, each side once a decision, with files (article 15.5)."""

from datetime import datetime

from core.database.transactions import write
from core.events.transitions import record_beginning
from core.files.attachment_selectors import list_attachments
from core.files.attachments import store_attachment
from core.files.uploads import Accepted
from core.models import Attachment
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from redemptions.models import Appeal, Redemption, RedemptionBatch
from redemptions.rules.appeals import APPEALABLE_STATES, Appellant, appeal_refusal, is_appealable
from redemptions.rules.states import APPEAL, AppealState, RedemptionState
from redemptions.selectors.appeals import get_appeal, side_of, sides_of
from redemptions.selectors.batches import get_batch_of
from redemptions.selectors.locks import lock_appeals, lock_batch, lock_redemption
from redemptions.services.batches import move_redemptions
from redemptions.services.settlement import close_finished_batches, make_final

MAX_FILES = 20
FILE_KIND = "appeal"


@write
def file_appeal(*, redemption_id: int, party_id: int, text: str, actor_id: int, at: datetime) -> Appeal:
    """File the appeal of a side against a reduction or rejection, with its reasons (提出申诉).

    Nothing is final, paid or given back until it is decided. `not_found` unless the party is a side; `illegal_state`;
    `not_appealable`, `appeal_over` with the last day, `appealed_already`.
    """
    redemption = lock_redemption(redemption_id)
    appeals = lock_appeals(redemption_id)
    side = _require_open(redemption, appeals, party_id=party_id, at=at)
    appeal = _answer(redemption, side, state=AppealState.FILED, text=text, actor_id=actor_id, at=at)
    if redemption.state == RedemptionState.DECIDED:
        move_redemptions([redemption], target=RedemptionState.APPEALED, actor_id=actor_id, at=at)
    return appeal


@write
def waive_appeal(*, redemption_id: int, party_id: int, actor_id: int, at: datetime) -> Appeal:
    """Waive the appeal of a side (放弃申诉). The decision is final at once when both sides have waived theirs.

    The errors of `file_appeal`.
    """
    batch = _lock_batch(redemption_id)
    redemption = lock_redemption(redemption_id)
    appeals = lock_appeals(redemption_id)
    side = _require_open(redemption, appeals, party_id=party_id, at=at)
    waived = _answer(redemption, side, state=AppealState.WAIVED, text="", actor_id=actor_id, at=at)
    states = {appeal.state for appeal in [*appeals, waived]}
    if len(appeals) + 1 == len(Appellant) and states == {AppealState.WAIVED}:
        make_final([redemption], actor_id=None, at=at)
        close_finished_batches([batch] if batch else [], actor_id=None, at=at)
    return waived


@write
def add_appeal_file(*, appeal_id: int, party_id: int, file: Accepted, actor_id: int, at: datetime) -> Attachment:
    """Add an accepted file to the party's own appeal, until its examination (上传申诉材料).

    `not_found`, `illegal_state`, `evidence_too_many`; the errors of `store_attachment`.
    """
    redemption_id = get_appeal(appeal_id).redemption_id
    lock_redemption(redemption_id)
    appeal = next((each for each in lock_appeals(redemption_id) if each.pk == appeal_id), None)
    if appeal is None or appeal.party_id != party_id:
        raise DomainError("not_found", kind="missing")
    if appeal.state != AppealState.FILED:
        raise DomainError("illegal_state", kind="refused", state=appeal.state)
    if list_attachments(owner_kind="appeal", owner_id=appeal_id).count() >= MAX_FILES:
        raise DomainError("evidence_too_many", field="file", kind="refused", limit=MAX_FILES)
    return store_attachment(
        owner_kind="appeal",
        owner_id=appeal_id,
        kind=FILE_KIND,
        party_id=party_id,
        file=file,
        actor_id=actor_id,
        at=at,
    )


def _lock_batch(redemption_id: int) -> RedemptionBatch | None:
    batch_id = get_batch_of(redemption_id)
    return None if batch_id is None else lock_batch(batch_id)


def _require_open(redemption: Redemption, appeals: list[Appeal], *, party_id: int, at: datetime) -> Appellant:
    side = side_of(redemption, party_id)
    if side is None:
        raise DomainError("not_found", kind="missing")
    if redemption.state not in APPEALABLE_STATES:
        raise DomainError("illegal_state", kind="refused", state=redemption.state)
    if not is_appealable(decision=redemption.decision, raised=redemption.raised):
        raise DomainError("not_appealable", kind="refused")
    refusal = appeal_refusal(side=side, answered=sides_of(appeals), appeal_by=redemption.appeal_by, on=beijing_day(at))
    if refusal is not None:
        raise Refused([refusal])
    return side


def _answer(
    redemption: Redemption, side: Appellant, *, state: AppealState, text: str, actor_id: int, at: datetime
) -> Appeal:
    party_id = redemption.unit_id if side == Appellant.UNIT else redemption.applicant_id
    appeal = Appeal.objects.create(
        redemption=redemption, party_id=party_id, side=side, state=state, text=text, filed_by_id=actor_id, filed_at=at
    )
    record_beginning(
        appeal,
        machine=APPEAL,
        event=f"appeal.{state}",
        at=at,
        actor_id=actor_id,
        party_id=party_id,
        data={"redemption": redemption.pk, "number": redemption.number},
    )
    return appeal

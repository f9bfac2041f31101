"""Further stages of a batch between its notice and its approval (审核、会签), where its total asks for them."""

from datetime import datetime

from django.db.models import F

from accounts.rules.delegations import principal_data
from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import require_version
from core.values.errors import DomainError
from core.values.money import ZERO, yuan
from oversight.rules.stages import Stage
from oversight.services.notices import close_notices
from redemptions.models import RedemptionBatch
from redemptions.rules.states import BatchState
from redemptions.selectors.batches import sum_decided
from redemptions.selectors.locks import lock_batch
from redemptions.services.batches import decide_batch_stage, require_other_person, require_standing_on
from redemptions.services.set_aside import require_no_conflict_in


@write
def sign_batch(
    *, batch_id: int, stage: Stage, version: int | None, actor_id: int, at: datetime, principal_id: int | None = None
) -> RedemptionBatch:
    """Decide a further stage of a publicised batch once its notice is over (会签), by a person who did nothing else on it.

    `not_found`, `illegal_state`, `stale_version`, `notice_running`, `same_person`, `conflict_of_interest` about any of its
    items; `stage_decided`, `stage_not_needed`, `stage_role`, and `stage_missing` for a stage before it.
    """
    batch = lock_batch(batch_id)
    if batch.state != BatchState.PUBLICISED or batch.notice_id is None:
        raise DomainError("illegal_state", kind="refused", state=batch.state)
    require_version(batch, version)
    require_other_person(batch, operation="batch.sign", actor_id=actor_id, principal_id=principal_id, at=at)
    require_standing_on(batch, operation="batch.sign", actor_id=actor_id, principal_id=principal_id, at=at)
    close_notices(notice_ids=[batch.notice_id], at=at)
    require_no_conflict_in(batch, actor_id=actor_id, at=at)
    decide_batch_stage(batch, stage=stage, operation="batch.sign", actor_id=actor_id, principal_id=principal_id, at=at)
    RedemptionBatch.objects.filter(pk=batch.pk).update(version=F("version") + 1)
    batch.version += 1
    _record(batch, stage=stage, actor_id=actor_id, principal_id=principal_id, at=at)
    return batch


def _record(batch: RedemptionBatch, *, stage: Stage, actor_id: int, principal_id: int | None, at: datetime) -> None:
    amount = sum_decided([batch.pk]).get(batch.pk, ZERO)
    record(
        Change(
            type="batch.signed",
            subject_kind="batch",
            subject_id=batch.pk,
            actor_id=actor_id,
            at=at,
            data={"stage": stage.value, "amount": yuan(amount), **principal_data(principal_id)},
        )
    )

"""Evidence files of a redemption: added and removed."""

from datetime import datetime

from core.database.transactions import write
from core.files.attachment_selectors import find_attachment
from core.files.attachments import remove_attachment, store_attachment
from core.files.uploads import Accepted
from core.models import Attachment
from core.values.errors import DomainError
from redemptions.rules.states import CORRECTABLE_REDEMPTIONS
from redemptions.selectors.evidence import list_evidence
from redemptions.selectors.redemptions import get_redemption
from redemptions.services.redemptions import lock_own_correctable

MAX_FILES = 50


@write
def add_evidence(
    *, redemption_id: int, unit_id: int, kind: str, file: Accepted, actor_id: int, at: datetime
) -> Attachment:
    """Add an accepted file to a drafted or returned redemption (上传证明材料).

    `not_found`, `illegal_state`, `evidence_too_many`; the errors of `store_attachment`.
    """
    redemption = get_redemption(redemption_id, unit_id=unit_id)
    if redemption.state not in CORRECTABLE_REDEMPTIONS:
        raise DomainError("illegal_state", kind="refused", state=redemption.state)
    kept = store_attachment(
        owner_kind="redemption",
        owner_id=redemption_id,
        kind=kind,
        party_id=unit_id,
        file=file,
        actor_id=actor_id,
        at=at,
    )
    locked = lock_own_correctable(redemption_id, unit_id=unit_id, version=None)
    if len(list_evidence(locked)) > MAX_FILES:
        raise DomainError("evidence_too_many", field="file", kind="refused", limit=MAX_FILES)
    return kept


@write
def remove_evidence(*, redemption_id: int, attachment_id: int, unit_id: int, actor_id: int, at: datetime) -> Attachment:
    """Remove a file from a redemption that may still be changed (撤回证明材料).

    `not_found`, `illegal_state`; `evidence_submitted` for a file that was part of a submission.
    """
    redemption = lock_own_correctable(redemption_id, unit_id=unit_id, version=None)
    found = find_attachment(owner_kind="redemption", owner_id=redemption_id, attachment_id=attachment_id)
    if found is None:
        raise DomainError("not_found", kind="missing")
    if redemption.submitted_at is not None and found.at <= redemption.submitted_at:
        raise DomainError("evidence_submitted", kind="refused", name=found.name)
    remove_attachment(attachment=found, actor_id=actor_id, at=at)
    return found

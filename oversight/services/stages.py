"""Approval by stages (审批环节): a chain begins when its subject is prepared; each stage is decided by another person."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from accounts.selectors.members import list_roles
from accounts.selectors.parties import get_authority
from core.database.transactions import assert_inside
from core.values.errors import Refused
from oversight.models import ApprovalChain, StageDecision
from oversight.rules.stages import Stage, StageRule, stage_refusals, to_plain
from oversight.selectors.stages import get_current_chain


def begin_chain(
    *,
    subject_kind: str,
    subject_id: int,
    rules: Sequence[StageRule],
    amount: Decimal,
    preparer_id: int,
    at: datetime,
) -> None:
    """Begin a chain of a locked subject (审批链开始), of which the preparer is the first person."""
    assert_inside()
    chain = ApprovalChain.objects.create(
        subject_kind=subject_kind, subject_id=subject_id, stages=to_plain(rules), begun_at=at
    )
    StageDecision.objects.create(chain=chain, stage=Stage.PREPARE, actor_id=preparer_id, amount=amount, at=at)


def decide_stage(
    *,
    subject_kind: str,
    subject_id: int,
    stage: Stage,
    amount: Decimal,
    actor_id: int,
    principal_id: int | None,
    at: datetime,
    is_substitute: bool = False,
) -> None:
    """Record the decision of a stage of a locked subject's current chain (环节办理). `amount` is its total in yuan.

    Both the actor and the principal in whose name it is done are in the chain; the role is that of the principal, if
    there is one. Raises the refusals of `stage_refusals`; a substitute needs no role.
    """
    assert_inside()
    chain_id, chain = get_current_chain(subject_kind=subject_kind, subject_id=subject_id)
    people = [actor_id] if principal_id is None else [actor_id, principal_id]
    roles = None if is_substitute else list_roles(user_id=people[-1], party_id=get_authority().pk)
    if refusals := stage_refusals(chain, stage=stage, amount=amount, people=people, roles=roles):
        raise Refused(refusals)
    StageDecision.objects.create(
        chain_id=chain_id, stage=stage, actor_id=actor_id, principal_id=principal_id, amount=amount, at=at
    )

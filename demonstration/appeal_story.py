"""Appeals of the open unit against decisions: filed, examined, dismissed, raised. The applicant waives its own."""

from dataclasses import dataclass
from decimal import Decimal

from core.values.deadlines import beijing_day
from core.values.money import share_of
from demonstration.days import Days
from demonstration.people import LAB, SECOND_APPROVER, SECOND_OFFICER, acting
from redemptions.models import Appeal, Redemption
from redemptions.rules.states import AppealState, RedemptionState
from redemptions.selectors.redemptions import search_redemptions
from redemptions.services.appeal_decisions import decide_appeals, examine_appeals
from redemptions.services.appeals import file_appeal, waive_appeal

REASONS = "全部服务记录与发票逐项相符，已补充仪器使用台账，请予复核。"
FINDINGS = "已调阅仪器使用台账和原始数据，并分别听取双方意见。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """An appeal of the unit against a decision, filed so many days before now, and the state it is taken to."""

    applicant: str
    title: str
    filed: int
    until: AppealState


def appeal(dispute: Dispute, *, days: Days) -> None:
    """Take an appeal to its state."""
    unit, applicant = acting(LAB), acting(dispute.applicant)
    today = beijing_day(days.now)
    row = search_redemptions(unit, state=RedemptionState.DECIDED, text=dispute.title, on=today).get()
    filed = file_appeal(
        redemption_id=row.pk, party_id=unit.party, text=REASONS, actor_id=unit.user_id, at=days.ago(dispute.filed)
    )
    waive_appeal(
        redemption_id=row.pk,
        party_id=applicant.party,
        actor_id=applicant.user_id,
        at=days.ago(dispute.filed - 1),
    )
    if dispute.until != AppealState.FILED:
        _answer(filed, row, dispute=dispute, days=days)


def _answer(filed: Appeal, row: Redemption, *, dispute: Dispute, days: Days) -> None:
    """Examine an appeal and decide it, by people without a part in the decision appealed against."""
    examine_appeals(
        appeal_id=filed.pk,
        findings=FINDINGS,
        actor_id=acting(SECOND_OFFICER).user_id,
        at=days.ago(dispute.filed - 3),
    )
    if dispute.until == AppealState.EXAMINED:
        return
    raised = dispute.until == AppealState.RAISED
    decide_appeals(
        appeal_id=filed.pk,
        outcome=dispute.until,
        amount=share_of(amount=row.payable, share=Decimal("0.90")) if raised else None,
        reason="补充的台账证明了大部分服务" if raised else "补充的台账不能证明核减的服务",
        actor_id=acting(SECOND_APPROVER).user_id,
        at=days.ago(dispute.filed - 5),
    )

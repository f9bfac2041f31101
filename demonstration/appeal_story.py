"""An appeal of the open unit against a reduction, and the waiver of the applicant: it waits for people with no part in it."""

from demonstration.days import Days
from demonstration.people import LAB, acting
from redemptions.rules.states import RedemptionState
from redemptions.selectors.redemptions import search_redemptions
from redemptions.services.appeals import file_appeal, waive_appeal

APPLICANT = "firm-fuling"
TITLE = "辅料粒径测试"
REASONS = "全部服务记录与发票逐项相符，已补充仪器使用台账，请予复核。"


def appeal(days: Days) -> None:
    """File the appeal against a decided reduction of the tables; the other side waives its own."""
    unit, applicant = acting(LAB), acting(APPLICANT)
    reduced = search_redemptions(unit, state=RedemptionState.DECIDED, text=TITLE).get()
    file_appeal(
        redemption_id=reduced.pk, party_id=unit.party, text=REASONS, actor_id=unit.user_id, at=days.ago(APPEALED)
    )
    waive_appeal(
        redemption_id=reduced.pk, party_id=applicant.party, actor_id=applicant.user_id, at=days.ago(APPEALED - 1)
    )


APPEALED = 6
"""Days before the anchor on which the appeal is filed."""

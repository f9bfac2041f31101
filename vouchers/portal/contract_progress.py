"""What a contract waits for, in words for both of its sides: who acts, by when, and what follows if not."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy

from core.web.progress_steps import NextAct
from vouchers.portal.words import CORRECT, Words, side
from vouchers.rules.next_steps import ContractSituation, ContractStep, Side, contract_progress
from vouchers.selectors.contracts import ContractRow, first_registration_day
from vouchers.selectors.open_redemptions import OpenRedemption

_LAPSE = gettext_lazy("逾期未申请兑现，创新券自动失效")
ACTS: Mapping[ContractStep, tuple[Words, Words]] = {
    ContractStep.OFFER: (gettext_lazy("核对合同，选择用于本合同的创新券；开放单位随后登记"), ""),
    ContractStep.REGISTER: (
        gettext_lazy("登记所选的创新券；在此之前可以改选"),
        gettext_lazy("逾期未登记，创新券自动失效，额度退回"),
    ),
    ContractStep.CONFIRM_AMENDMENT: (gettext_lazy("确认变更；确认前合同照常履行"), ""),
    ContractStep.SERVE: (gettext_lazy("完成服务，并申请兑现"), _LAPSE),
    ContractStep.ACCEPT_RESULTS: (gettext_lazy("在线确认成果，兑现申请的材料才齐全"), _LAPSE),
    ContractStep.APPLY: (gettext_lazy("申请兑现，备齐材料并提交"), _LAPSE),
    ContractStep.CORRECT: CORRECT,
    ContractStep.REVIEW: (gettext_lazy("审查、评审并公示兑现申请"), ""),
}
"""Step → what is to be done, and what happens if it is not."""


def contract_situation(contract: ContractRow, *, redemption: OpenRedemption | None, on: date) -> ContractSituation:
    """Return the facts of a contract that its next steps depend on; `redemption` is the live one, if any."""
    return ContractSituation(
        state=contract.phase,
        coupons=[coupon.state for coupon in contract.coupons.all()],
        redeem_by=contract.redeem_by,
        redemption_open=redemption is not None,
        correctable=redemption is not None and redemption.correctable,
        submitted=redemption is not None and redemption.submitted_at is not None,
        accepted=contract.results_accepted_at is not None,
        correct_by=redemption.correct_by if redemption else None,
        register_by=first_registration_day(contract),
        on=on,
    )


def next_act(situation: ContractSituation, *, contract: ContractRow) -> NextAct | None:
    """Return who acts next on a contract, by name where it is one of its sides; None where it waits for no one."""
    progress = contract_progress(situation)
    if progress.step is None or progress.who is None:
        return None
    names = {Side.APPLICANT: contract.applicant.name, Side.UNIT: contract.unit.party.name}
    what, after = ACTS[progress.step]
    return NextAct(who=names.get(progress.who) or side(progress.who), what=str(what), day=progress.by, after=str(after))

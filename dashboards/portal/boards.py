"""The first pages of open units and staff: pending work, work in progress, sums."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rules.states import DelegationState, PartyState
from accounts.selectors.delegations import count_offered_delegations
from accounts.selectors.handovers import TO_TAKE, count_open_hand_overs
from accounts.selectors.parties import count_unverified, find_oldest_unverified
from core.access.checks import may
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.web.pages import Context
from core.web.state_words import STATES
from dashboards.portal.todos import Line
from dashboards.selectors.units import UnitTask, list_unit_tasks, tally_unit
from facilities.selectors.applications import TO_ANSWER, count_applications_to_answer, find_oldest_application
from matching.selectors.requests import ProjectRow, count_to_answer, list_to_answer
from oversight.rules.states import ObjectionState, SanctionState
from oversight.selectors.notices import TO_DECIDE as OBJECTIONS_TO_DECIDE
from oversight.selectors.notices import ObjectionTasks, find_objection_tasks, list_latest_notices
from oversight.selectors.sanctions import TO_DECIDE as SANCTIONS_TO_DECIDE
from oversight.selectors.sanctions import TO_LIFT, count_sanction_tasks, find_suspension
from payments.rules.states import OrderState, PaymentState, PeriodClosingState, RecoveryState
from payments.selectors.bank_answers import TO_MATCH, count_unmatched
from payments.selectors.closings import count_closings_to_decide, count_closings_to_propose
from payments.selectors.manual_answers import TO_CONFIRM as ANSWERS_TO_CONFIRM
from payments.selectors.manual_answers import TO_CONFIRM_MATCH, count_open_answers
from payments.selectors.payee_accounts import TO_CHECK, count_account_tasks
from payments.selectors.payee_accounts import TO_CONFIRM as ACCOUNTS_TO_CONFIRM
from payments.selectors.payments import TO_APPROVE as ORDERS_TO_APPROVE
from payments.selectors.payments import TO_SIGN as ORDERS_TO_SIGN
from payments.selectors.payments import count_payment_tasks, list_on_the_way, tally_payments
from payments.selectors.recoveries import TO_CONFIRM, TO_WRITE_OFF, count_recovery_tasks
from payments.selectors.recoveries import TO_DECIDE as RECOVERY_TO_DECIDE
from redemptions.portal.redemption_progress import step_lines
from redemptions.portal.redemptions import milestones_of
from redemptions.rules.states import ENDED_REDEMPTIONS, BatchState, RedemptionState
from redemptions.selectors.appeals import TO_DECIDE as APPEALS_TO_DECIDE
from redemptions.selectors.appeals import TO_EXAMINE, count_appeals
from redemptions.selectors.batches import (
    TO_APPROVE,
    TO_CLEAR,
    TO_SIGN,
    count_batches_by_state,
    count_for,
    count_uncollected,
    list_carried_to_decide,
)
from redemptions.selectors.payees import lacks_account
from redemptions.selectors.redemptions import TO_DECIDE as CARRIED_TO_DECIDE
from redemptions.selectors.redemptions import (
    UNCOLLECTED,
    count_redemptions_by_state,
    find_first_correction_day,
    find_newest_in_progress,
    find_oldest_unchecked,
)
from vouchers.selectors.appropriations import TO_CONFIRM as YEARS_TO_CONFIRM
from vouchers.selectors.appropriations import count_appropriations_to_confirm
from vouchers.selectors.budget_changes import TO_DECIDE as CHANGES_TO_DECIDE
from vouchers.selectors.budget_changes import count_changes_to_decide
from vouchers.selectors.contracts import UNDER_WAY, list_projects_without_contract, search_unit_contracts
from vouchers.selectors.policies import TO_APPROVE as POLICIES_TO_APPROVE
from vouchers.selectors.policies import count_policies_to_approve
from vouchers.selectors.rounds import (
    TO_ANNOUNCE,
    count_rounds_to_announce,
    find_first_opening_to_announce,
    list_rounds_in_work,
    sum_rounds_in_work,
)

State = TypeVar("State", bound=StrEnum)

LATEST = 5
MOST_ROUNDS = 8
SHOWN_STATES = tuple(state for state in RedemptionState if state not in ENDED_REDEMPTIONS)
"""The states that `live` counts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffLine:
    """A kind of work that is pending for staff: the count and the address."""

    title: str
    url: str
    count: int
    unit: str
    due: date | None = None
    since: date | None = None


def staff_line(*, title: str, url: str, count: int, due: date | None = None, since: date | None = None) -> StaffLine:
    """Return a kind of pending work with its count in words, its first deadline, or since when it waits."""
    unit = ngettext("%(n)d 项", "%(n)d 项", count) % {"n": count}
    return StaffLine(title=title, url=url, count=count, unit=unit, due=due, since=since)


def unit_board(*, actor: Actor, at: datetime) -> Context:
    """Return the context of an open unit's first page."""
    unit_id = actor.party
    asked = list_to_answer(unit_id=unit_id, on=beijing_day(at), limit=LATEST)
    tasks = [
        *(_answer_line(project) for project in asked),
        *(_unit_line(task) for task in list_unit_tasks(unit_id=unit_id, at=at)),
        *(_contract_line(project) for project in list_projects_without_contract(unit_id=unit_id, limit=LATEST)),
        *account_lines(actor),
    ]
    return {
        "tally": tally_unit(unit_id),
        "money": tally_payments(unit_id),
        "suspension": find_suspension(unit_id, on=beijing_day(at)),
        "asked": asked,
        "asked_count": count_to_answer(unit_id=unit_id),
        "todos": sorted(tasks, key=lambda line: (line.day is None, line.day)),
        "contracts": search_unit_contracts(actor, state=UNDER_WAY).order_by("-id")[:LATEST],
        "payments": list_on_the_way(payee_id=unit_id, limit=LATEST),
        "notices": list_latest_notices(limit=LATEST),
        **redemption_progress(actor, at=at),
    }


def redemption_progress(actor: Actor, *, at: datetime) -> Context:
    """Return the steps of the newest redemption in progress, for either of its sides; empty without one."""
    redemption = find_newest_in_progress(actor)
    if redemption is None:
        return {}
    return {"progress": redemption, "steps": step_lines(redemption, milestones_of(redemption, is_staff=False, at=at))}


def account_lines(actor: Actor) -> list[Line]:
    """Return the to-do of a payee's manager without whose account nothing can be paid."""
    if not lacks_account(actor):
        return []
    title, after = _("填报收款账户"), _("没有核对过的收款账户，兑现款不能拨付")
    return [Line(title=title, url=reverse("payee_account_enter"), detail=after, day=None, after="")]


def staff_board(*, actor: Actor, at: datetime) -> Context:
    """Return the context of the first page of staff: pending work of their roles, redemptions and money by state."""
    counts = count_redemptions_by_state()
    words = STATES["redemption"]
    money = sum_rounds_in_work()
    todos = list(_staff_lines(actor, counts=counts, at=at))
    return {
        "waiting": sum(item.count for item in todos),
        "live": sum(count for state, count in counts.items() if state not in ENDED_REDEMPTIONS),
        "free": money.free,
        "due": money.approved,
        "may_prepare": may(actor, "batch.prepare"),
        "todos": todos,
        "states": [(state, words[state][0], counts.get(state, 0)) for state in SHOWN_STATES],
        "rounds": list_rounds_in_work(limit=MOST_ROUNDS),
        "notices": list_latest_notices(limit=LATEST),
    }


def _answer_line(project: ProjectRow) -> Line:
    return Line(
        title=_("答复合作项目“%(title)s”") % {"title": project.title},
        url=reverse("unit_project", args=[project.pk]),
        detail=project.applicant.name,
        day=project.answer_by,
        after=_("逾期未答复，项目自动失效"),
    )


def _contract_line(project: ProjectRow) -> Line:
    return Line(
        title=_("为合作项目“%(title)s”签订并录入合同") % {"title": project.title},
        url=reverse("contract_draft", args=[project.pk]),
        detail=project.applicant.name,
        day=None,
        after="",
    )


def _unit_line(task: UnitTask) -> Line:
    lapses = _("逾期未申请兑现，创新券自动失效")
    titles = {
        "register": (_("登记合同“%(title)s”的创新券"), _("逾期未登记，创新券自动失效")),
        "start": (_("就合同“%(title)s”申请兑现"), lapses),
        "finish": (_("提交合同“%(title)s”的兑现申请"), lapses),
        "correct": (_("补正合同“%(title)s”的兑现申请"), _("逾期未补正，申请失效")),
    }
    title, after = titles[task.kind]
    page = "redemption" if task.kind in ("finish", "correct") else "service_contract"
    return Line(
        title=title % {"title": task.title},
        url=reverse(page, args=[task.subject_id]),
        detail="",
        day=task.day,
        after=after,
    )


def _staff_lines(actor: Actor, *, counts: dict[RedemptionState, int], at: datetime) -> Iterator[StaffLine]:
    """Yield the cases handed over to the actor, then a line for each kind of pending work that the roles allow."""
    if handed := count_open_hand_overs(actor.user_id):
        yield staff_line(title=_("移交给您的事项"), url=_filtered("hand_over_list", TO_TAKE), count=handed)
    me = actor.user_id
    objections = find_objection_tasks(user_id=me, on=beijing_day(at))
    due, since = _first_deadlines(me, objections), _oldest(me)
    for operation, count, title, url in _works(user_id=me, counts=counts, objections=objections, at=at):
        if count and may(actor, operation):
            yield staff_line(title=title, url=url, count=count, due=due.get(url), since=since.get(url))


def _oldest(user_id: int) -> dict[str, date | None]:
    """Return the address of a list → the day since which its oldest row waits for an officer."""
    return {
        _listed("party_list", PartyState.REGISTERED): find_oldest_unverified(),
        _filtered("unit_application_list", TO_ANSWER): find_oldest_application(user_id),
        _listed("redemption_list", RedemptionState.SUBMITTED): find_oldest_unchecked(),
    }


def _first_deadlines(user_id: int, objections: ObjectionTasks) -> dict[str, date | None]:
    """Return the address of a list → the first deadline among its rows (异议处理期限、补正期限、周期开放日)."""
    opens_at = find_first_opening_to_announce(user_id)
    return {
        _listed("objection_list", ObjectionState.FILED): objections.first_to_investigate,
        _filtered("objection_list", OBJECTIONS_TO_DECIDE): objections.first_to_decide,
        _listed("redemption_list", RedemptionState.RETURNED): find_first_correction_day(),
        _filtered("round_list", TO_ANNOUNCE): beijing_day(opens_at) if opens_at else None,
    }


Work: TypeAlias = tuple[str, int, str, str]
"""The operation that does the work, how many things wait for it, its title, and the address of the list."""


def _works(
    *, user_id: int, counts: Mapping[RedemptionState, int], objections: ObjectionTasks, at: datetime
) -> list[Work]:
    return [
        ("party.verify", count_unverified(), _("核实主体"), _listed("party_list", PartyState.REGISTERED)),
        (
            "unit_application.answer",
            count_applications_to_answer(user_id),
            _("答复开放单位申请"),
            _filtered("unit_application_list", TO_ANSWER),
        ),
        _in_state("redemption.check_form", RedemptionState.SUBMITTED, counts, _("形式审查兑现申请"), "redemption_list"),
        _in_state(
            "redemption.check_form", RedemptionState.RETURNED, counts, _("等待补正的兑现申请"), "redemption_list"
        ),
        (
            "delegation.answer",
            count_offered_delegations(user_id, at=at),
            _("答复代理"),
            _listed("delegation_list", DelegationState.OFFERED),
        ),
        *_batch_works(user_id=user_id, at=at),
        *_objection_works(objections),
        *_appeal_works(user_id=user_id, at=at),
        *_sanction_works(user_id),
        *_budget_works(user_id),
        *_payment_works(user_id=user_id, at=at),
        *_closing_works(user_id=user_id, at=at),
    ]


def _budget_works(user_id: int) -> Iterator[Work]:
    policies, rounds = _filtered("policy_list", POLICIES_TO_APPROVE), _filtered("round_list", TO_ANNOUNCE)
    changes = _filtered("budget_change_list", CHANGES_TO_DECIDE)
    years = _filtered("appropriation_list", YEARS_TO_CONFIRM)
    yield "policy.approve", count_policies_to_approve(user_id), _("批准政策版本"), policies
    yield "round.announce", count_rounds_to_announce(user_id), _("审批待发布的发放周期"), rounds
    yield "budget_change.decide", count_changes_to_decide(user_id), _("批准预算调整"), changes
    yield "appropriation.confirm", count_appropriations_to_confirm(user_id), _("确认年度预算"), years


def _batch_works(*, user_id: int, at: datetime) -> Iterator[Work]:
    counts = count_batches_by_state()
    to_clear, to_sign, to_approve = (
        count_for(wanted, user_id=user_id, at=at) for wanted in (TO_CLEAR, TO_SIGN, TO_APPROVE)
    )
    yield "batch.prepare", count_uncollected(), _("归集已受理的兑现申请"), _filtered("redemption_list", UNCOLLECTED)
    yield _in_state("batch.prepare", BatchState.REVIEWING, counts, _("评审批次并汇总"), "batch_list")
    yield "batch.clear", to_clear, _("复核批次"), _filtered("batch_list", TO_CLEAR)
    yield _in_state("batch.prepare", BatchState.CLEARED, counts, _("公示批次"), "batch_list")
    yield "batch.sign", to_sign, _("会签公示期满的批次"), _filtered("batch_list", TO_SIGN)
    yield "batch.approve", to_approve, _("审批公示期满的批次"), _filtered("batch_list", TO_APPROVE)
    carried = len(list_carried_to_decide(user_id=user_id, on=beijing_day(at)))
    yield "batch.approve", carried, _("批准结转的兑现申请"), _filtered("redemption_list", CARRIED_TO_DECIDE)


def _objection_works(tasks: ObjectionTasks) -> Iterator[Work]:
    filed, investigated = (
        _listed("objection_list", ObjectionState.FILED),
        _filtered("objection_list", OBJECTIONS_TO_DECIDE),
    )
    yield "objection.investigate", tasks.to_investigate, _("核查异议"), filed
    yield "objection.decide", tasks.to_decide, _("处理异议"), investigated


def _appeal_works(*, user_id: int, at: datetime) -> Iterator[Work]:
    to_examine, to_decide = (
        count_appeals(wanted, user_id=user_id, at=at) for wanted in (TO_EXAMINE, APPEALS_TO_DECIDE)
    )
    yield "appeal.examine", to_examine, _("审理申诉"), _filtered("appeal_list", TO_EXAMINE)
    yield "appeal.decide", to_decide, _("作出申诉决定"), _filtered("appeal_list", APPEALS_TO_DECIDE)


def _sanction_works(user_id: int) -> Iterator[Work]:
    tasks, owed = count_sanction_tasks(user_id=user_id), count_recovery_tasks(user_id=user_id)
    yield "sanction.hear", tasks.to_hear, _("记录陈述申辩"), _listed("sanction_list", SanctionState.PROPOSED)
    yield "sanction.decide", tasks.to_decide, _("作出处理决定"), _filtered("sanction_list", SANCTIONS_TO_DECIDE)
    yield "recovery.hear", owed.to_hear, _("记录追回的陈述申辩"), _listed("recovery_list", RecoveryState.PROPOSED)
    yield "recovery.decide", owed.to_decide, _("作出追回决定"), _filtered("recovery_list", RECOVERY_TO_DECIDE)
    yield "repayment.confirm", owed.to_confirm, _("复核还款"), _filtered("recovery_list", TO_CONFIRM)
    yield "recovery.write_off", owed.to_write_off, _("确认核销"), _filtered("recovery_list", TO_WRITE_OFF)
    yield "sanction.lift", tasks.to_lift, _("确认解除处理措施"), _filtered("sanction_list", TO_LIFT)


def _payment_works(*, user_id: int, at: datetime) -> Iterator[Work]:
    tasks, accounts = count_payment_tasks(user_id=user_id, at=at), count_account_tasks(user_id=user_id)
    approved = _listed("order_list", OrderState.APPROVED)
    to_sign, to_approve = (_filtered("order_list", wanted) for wanted in (ORDERS_TO_SIGN, ORDERS_TO_APPROVE))
    sent, failed = (_listed("payment_list", state) for state in (PaymentState.SENT, PaymentState.FAILED))
    to_check, to_confirm = (_filtered("payee_account_list", wanted) for wanted in (TO_CHECK, ACCOUNTS_TO_CONFIRM))
    yield "payee_account.check", accounts.to_check, _("核对收款账户"), to_check
    yield "payee_account.confirm", accounts.to_confirm, _("复核收款账户变更"), to_confirm
    yield "payment_order.prepare", tasks.to_order, _("编制拨款单"), reverse("order_prepare")
    yield "payment_order.sign", tasks.to_sign, _("会签拨款单"), to_sign
    yield "payment_order.approve", tasks.to_approve, _("审批拨款单"), to_approve
    yield "payment_order.export", tasks.to_export, _("将拨款单送银行"), approved
    yield "bank_answer.import", tasks.to_confirm, _("登记银行结果"), sent
    for wanted, title in ((ANSWERS_TO_CONFIRM, _("复核人工登记")), (TO_CONFIRM_MATCH, _("复核回盘匹配"))):
        count = count_open_answers(wanted, user_id=user_id)
        yield "manual_answer.confirm", count, title, _filtered("manual_answer_list", wanted)
    unmatched = f"{reverse('unmatched_lines')}?verdict={TO_MATCH}"
    yield "manual_answer.match", count_unmatched(), _("匹配对不上的回盘"), unmatched
    yield "payment.retry", tasks.failed, _("重新拨付失败的款项"), failed


def _closing_works(*, user_id: int, at: datetime) -> Iterator[Work]:
    due, proposed = count_closings_to_propose(today=beijing_day(at)), count_closings_to_decide(user_id=user_id)
    yield "period_closing.propose", due, _("提请月份关账"), reverse("period_closing_propose")
    yield (
        "period_closing.decide",
        proposed,
        _("确认月份关账"),
        _listed("period_closing_list", PeriodClosingState.PROPOSED),
    )


def _in_state(operation: str, state: State, counts: Mapping[State, int], title: str, page: str) -> Work:
    return operation, counts.get(state, 0), title, _listed(page, state)


def _listed(page: str, state: StrEnum) -> str:
    return _filtered(page, state.value)


def _filtered(page: str, value: str) -> str:
    return f"{reverse(page)}?state={value}"

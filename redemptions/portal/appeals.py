"""Pages of appeals: the list, one appeal, and the authority's steps on it; the appeals on a redemption's page."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.attachment_selectors import list_attachments
from core.files.table_export import Column
from core.templatetags.formatting import money
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES
from core.web.words import WORDS
from redemptions.permissions import STAFF
from redemptions.portal.forms.appeals import AppealSearchForm, DecideForm, FindingsForm
from redemptions.rules.appeals import APPEALABLE_STATES, appeal_refusal, appeal_steps, is_appealable
from redemptions.rules.states import AppealState
from redemptions.selectors.appeals import (
    TO_DECIDE,
    TO_EXAMINE,
    AppealRow,
    get_visible_appeal,
    is_appeal_closed,
    list_live_appeals,
    search_appeals,
    side_of,
    sides_of,
    visible_appeals,
    waits_for,
)
from redemptions.selectors.redemptions import RedemptionRow
from redemptions.services.appeal_decisions import decide_appeals, examine_appeals
from vouchers.portal.history import history


def appeal_card(redemption: RedemptionRow, *, actor: Actor, may_file: bool, at: datetime) -> Context:
    """Return the appeals of a redemption that the reader may see, and whether the reader's side may still appeal."""
    side = side_of(redemption, actor.party_id) if may_file else None
    can = False
    if side is not None and redemption.state in APPEALABLE_STATES:
        answered = sides_of(list_live_appeals(redemption.pk))
        refusal = appeal_refusal(side=side, answered=answered, appeal_by=redemption.appeal_by, on=beijing_day(at))
        can = refusal is None and is_appealable(decision=redemption.decision, raised=redemption.raised)
    return {"appeals": visible_appeals(actor).filter(redemption=redemption.pk).order_by("pk"), "can_appeal": can}


WAITING = {"examine": TO_EXAMINE, "decide": TO_DECIDE}
"""Step of the authority → the filter value of the appeals on which the reader may take it."""


class Appeals(ListPage):
    """The appeals the reader may see."""

    operation = "appeal.read"
    template = "redemptions/appeal/list.html"
    form_class = AppealSearchForm
    sorts = ("-id",)
    export_name = "appeals"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        state, text = wanted.get("state", ""), wanted.get("text", "")
        return search_appeals(self.actor, state=state, text=text, on=beijing_day(self.at))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("申诉"), value=lambda row: row.number),
            Column(label=_("兑现申请"), value=lambda row: row.redemption.number),
            Column(label=_("合同名称"), value=lambda row: row.redemption.contract.title),
            Column(label=_("申诉单位"), value=lambda row: row.party.name),
            Column(label=_("申诉方"), value=lambda row: str(WORDS["side"][row.side])),
            Column(label=_("状态"), value=lambda row: str(STATES["appeal"][row.state][0])),
            Column(label=_("提出时间"), value=lambda row: row.filed_at),
            Column(label=_("提高后的金额（元）"), value=lambda row: row.amount),
            Column(label=_("决定时间"), value=lambda row: row.decided_at),
        )


class AppealPage(Page):
    """One appeal: its reasons and files, the findings for staff, the decision, its history."""

    operation = "appeal.read"
    template = "redemptions/appeal/page.html"

    def context(self) -> Context:
        appeal = get_visible_appeal(self.actor, self.kwargs["pk"])
        closed = is_appeal_closed(appeal, at=self.at)
        is_own = appeal.party_id == self.actor.party_id
        return {
            "appeal": appeal,
            "redemption": appeal.redemption,
            "is_staff": self.actor.has(*STAFF),
            "is_closed": closed,
            **self._steps(appeal, closed=closed),
            "can_upload": is_own and appeal.state == AppealState.FILED and self.may("appeal.file"),
            "files": list_attachments(owner_kind="appeal", owner_id=appeal.pk),
            "events": history(self.actor, subject_kind="appeal", subject_id=appeal.pk),
        }

    def _steps(self, appeal: AppealRow, *, closed: bool) -> Context:
        """Return the steps that the reader may take, and whether a part in the decision bars them from one."""
        me, today = self.actor.user_id, beijing_day(self.at)
        by_role = self.allowed(appeal_steps(appeal.state, closed=closed))
        can = {step for step in by_role if waits_for(appeal, wanted=WAITING[step], user_id=me, on=today)}
        return {"can": can, "is_barred": by_role != can}


class StepArguments(TypedDict):
    """The arguments that the service of every step takes."""

    appeal_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "appeal"
    tone = "primary"

    @cached_property
    def appeal(self) -> AppealRow:
        """The appeal of the address."""
        return get_visible_appeal(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("appeal", args=[self.kwargs["pk"]])

    def arguments(self) -> StepArguments:
        """Return the arguments of the service."""
        return {"appeal_id": self.appeal.pk, "actor_id": self.actor.user_id, "at": self.at}


class Examine(_Step):
    """Submit the findings on all appeals against the decision to the approver."""

    operation = "appeal.examine"
    form_class = FindingsForm
    icon = "search"
    title = gettext_lazy("提交审理意见")
    confirm_label = gettext_lazy("提交审理意见")
    done = gettext_lazy("审理意见已提交，等待审批人员决定。")

    def consequences(self) -> Sequence[str]:
        return (
            _("对兑现申请 %(number)s 的全部申诉一并提交审批人员，提交后不能修改；")
            % {"number": self.appeal.redemption.number},
            _("作出、复核或批准过原决定的人不能审理，审理人不能作出申诉决定。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return examine_appeals(findings=data["findings"], **self.arguments())


class Decide(_Step):
    """Dismiss all appeals against the decision, or raise its amount."""

    operation = "appeal.decide"
    form_class = DecideForm
    icon = "gavel"
    title = gettext_lazy("作出申诉决定")
    confirm_label = gettext_lazy("确认决定")
    done = gettext_lazy("申诉决定已作出，双方会收到通知。")

    def consequences(self) -> Sequence[str]:
        redemption = self.appeal.redemption
        amounts = {"decided": money(redemption.decided_amount), "payable": money(redemption.payable)}
        return (
            _("维持原决定：决定金额 %(decided)s 即时生效；") % amounts,
            _("提高金额：须大于 %(decided)s，不超过 %(payable)s；该申请退出本批次，按新金额随下一批次重新公示；")
            % amounts,
            _("申诉不会使金额低于原决定；决定后不能更改，不能再次申诉。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return decide_appeals(outcome=data["outcome"], amount=data["amount"], reason=data["reason"], **self.arguments())

"""Pages of batches for staff: the list, one batch, creating one, collecting, deciding a redemption."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.set_aside import set_aside_sentences
from accounts.selectors.delegations import map_principals
from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.money import ZERO
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES
from oversight.portal.stages import barred_stage_steps, further_lines, people_by_stage, waiting_sentence
from oversight.rules.stages import Stage
from oversight.selectors.notices import list_objected
from oversight.selectors.stages import StageLine, list_stage_lines
from redemptions.portal.forms.batches import BatchForm, BatchSearchForm, CollectForm, DecisionForm
from redemptions.portal.redemptions import check_line
from redemptions.rules.next_steps import BatchStep, batch_progress, batch_steps
from redemptions.rules.states import RedemptionState
from redemptions.selectors.batches import BatchRow, get_visible_batch, list_collectable, search_batches
from redemptions.selectors.evidence import make_check_sheet
from redemptions.selectors.redemptions import RedemptionRow, get_visible_redemption
from redemptions.selectors.second_persons import must_not_approve, must_not_clear
from redemptions.services.batches import collect_redemptions, create_batch, remove_redemption
from redemptions.services.decisions import decide_redemption
from vouchers.portal.history import history
from vouchers.portal.words import side
from vouchers.rules.next_steps import Progress

MOST_COLLECTED = 200


class Batches(ListPage):
    """Every batch."""

    operation = "batch.read"
    template = "redemptions/batch/list.html"
    form_class = BatchSearchForm
    export_name = "batches"

    def context(self) -> Context:
        can = self.may("batch.prepare")
        return {"can_prepare": can, "create_link": reverse("batch_create") if can else ""}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_batches(
            self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""), on=beijing_day(self.at)
        )

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("兑现批次"), value=lambda row: row.number),
            Column(label=_("批次名称"), value=lambda row: row.title),
            Column(label=_("状态"), value=lambda row: str(STATES["batch"][row.state][0])),
            Column(label=_("申请数"), value=lambda row: row.items_count),
            Column(label=_("可兑现金额（元）"), value=lambda row: row.payable_total),
            Column(label=_("决定金额（元）"), value=lambda row: row.decided_total),
            Column(label=_("建立时间"), value=lambda row: row.created_at),
        )


class BatchPage(Page):
    """One batch: its steps, its redemptions, the people who acted, the next steps."""

    operation = "batch.read"
    template = "redemptions/batch/page.html"

    def context(self) -> Context:
        batch = get_visible_batch(self.actor, self.kwargs["pk"])
        objected = list_objected(subject_kind="redemption", subject_ids=[item.pk for item in batch.items])
        ends, today = batch.notice.ends_on if batch.notice else None, beijing_day(self.at)
        progress = batch_progress(batch.state, notice_ends=ends, on=today)
        total = batch.decided_total or ZERO
        stages = list_stage_lines(subject_kind="batch", subject_id=batch.pk, amount=total)
        return {
            "batch": batch,
            "steps": step_lines(batch, progress, stages=stages),
            "waits_for": waiting_sentence(stages) if progress.step == BatchStep.APPROVE else "",
            "objected": objected,
            "is_notice_over": progress.step == BatchStep.APPROVE,
            "undecided": sum(item.state == RedemptionState.UNDER_REVIEW for item in batch.items),
            "carried": [item for item in batch.items if item.state == RedemptionState.PUBLICISED],
            "can": self._steps(batch, batch_steps(batch.state, notice_ends=ends, on=today), stages=stages),
            "set_aside": set_aside_sentences(subject_kind="batch", subject_id=batch.pk),
            "events": history(self.actor, subject_kind="batch", subject_id=batch.pk),
        }

    def _steps(self, batch: BatchRow, steps: Mapping[str, str], *, stages: Sequence[StageLine]) -> set[str]:
        """Return the steps that the reader may take, without those of a second person that the reader may not be."""
        me = self.actor.user_id
        can = self.allowed(steps) - barred_stage_steps(stages, actor=self.actor, in_name=self._in_name("batch.sign"))
        if "sign" in can and must_not_approve(batch, user_id=me, at=self.at, operation="batch.sign"):
            can -= {"sign"}
        if "clear" in can and must_not_clear(batch, user_id=me, at=self.at):
            can -= {"clear"}
        if can & _APPROVALS and must_not_approve(batch, user_id=me, at=self.at):
            can -= _APPROVALS
        return can

    def _in_name(self, operation: str) -> bool:
        """Whether the reader may do the operation in another's name."""
        return bool(map_principals(user_id=self.actor.user_id, operation=operation, at=self.at))


_APPROVALS = {"approve", "carried"}
"""Steps of a person who did nothing else on the batch."""


class CreateBatch(StepPage):
    """Create a batch."""

    machine = "batch"
    operation = "batch.prepare"
    template = "redemptions/batch/create.html"
    form_class = BatchForm
    done = gettext_lazy("批次已建立，请归集兑现申请。")

    def execute(self, data: FormData, **ids: int) -> Model:
        return create_batch(title=data["title"], actor_id=self.actor.user_id, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("batch_collect", args=[outcome.body["id"]])


class Act(TypedDict):
    """Arguments that every service called here takes: the batch, the person and the moment."""

    batch_id: int
    actor_id: int
    at: datetime


class OfBatch(StepPage):
    """Base page for changing one batch."""

    machine = "batch"
    operation = "batch.prepare"

    @cached_property
    def batch(self) -> Any:
        """The batch of the address, with its items."""
        return get_visible_batch(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        """The address of the batch's page."""
        return reverse("batch", args=[self.kwargs["pk"]])

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("batch", args=[ids["pk"]])

    def who(self) -> Act:
        """Return the batch, the person and the moment as arguments of a service."""
        return {"batch_id": self.batch.pk, "actor_id": self.actor.user_id, "at": self.at}


class Collect(OfBatch):
    """Collect redemptions in a batch."""

    template = "redemptions/batch/collect.html"
    form_class = CollectForm
    done = gettext_lazy("已归集到批次。")

    def context(self) -> Context:
        return {"batch": self.batch, "rows": list_collectable(limit=MOST_COLLECTED)}

    def execute(self, data: FormData, **ids: int) -> Model:
        return collect_redemptions(redemption_ids=data["redemptions"], **self.who())


class RemoveItem(ConfirmPage, OfBatch):
    """Remove a redemption from a batch."""

    title = gettext_lazy("移出批次")
    confirm_label = gettext_lazy("确认移出")
    done = gettext_lazy("已移出批次。")

    def consequences(self) -> Sequence[str]:
        item = _item(self.batch, self.kwargs["redemption"])
        return (
            _("兑现申请 %(number)s（%(unit)s）移出批次“%(title)s”，已有的评审意见作废；")
            % {"number": item.number, "unit": item.unit.party.name, "title": self.batch.title},
            _("可以归集到其他批次。"),
        )

    def back_url(self) -> str:
        return reverse("batch", args=[self.kwargs["pk"]])

    def execute(self, data: FormData, **ids: int) -> Model:
        return remove_redemption(redemption_id=ids["redemption"], **self.who())


class Decide(StepPage):
    """Decide what the batch recommends for a redemption, with its check sheet beside the form."""

    machine = "redemption"
    operation = "redemption.decide"
    template = "redemptions/batch/decide.html"
    form_class = DecisionForm
    done = gettext_lazy("评审意见已保存。")

    @property
    def case_id(self) -> int:
        case_id: int = self.kwargs["redemption"]
        return case_id

    @cached_property
    def _redemption(self) -> RedemptionRow:
        redemption = get_visible_redemption(self.actor, self.kwargs["redemption"])
        if redemption.batch_id != self.kwargs["pk"]:
            raise DomainError("not_found", kind="missing")
        return redemption

    def context(self) -> Context:
        redemption = self._redemption
        return {
            "batch": get_visible_batch(self.actor, self.kwargs["pk"]),
            "redemption": redemption,
            "checks": [check_line(check) for check in make_check_sheet(redemption.pk, at=self.at)],
        }

    def initial_values(self) -> Context:
        redemption = self._redemption
        is_reduced = redemption.decision == "reduce"
        return {
            "decision": redemption.decision,
            "amount": redemption.decided_amount if is_reduced else None,
            "reason": redemption.decision_reason,
            "fault": redemption.fault,
            "version": redemption.version,
        }

    def execute(self, data: FormData, **ids: int) -> Model:
        redemption = self._redemption
        return decide_redemption(redemption_id=redemption.pk, actor_id=self.actor.user_id, at=self.at, **data)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("batch", args=[ids["pk"]])


def step_lines(batch: Any, progress: Progress[BatchStep], *, stages: Sequence[StageLine] = ()) -> list[Context]:
    """Return the steps of a batch, done and to come, with the people who did them and the role of the current one.

    The further stages that its total asks for stand before the approval.
    """
    order = list(BatchStep)
    current = len(order) if progress.step is None else order.index(progress.step)
    lines: list[Context] = [
        {
            "label": label,
            "status": "done" if place < current else "current" if place == current else "todo",
            "day": moment if place < current else None,
            "who": people if place < current else side(progress.who) if place == current else "",
        }
        for place, (label, moment, people) in enumerate(_plan(batch, stages)[step] for step in order)
    ]
    place = order.index(BatchStep.APPROVE)
    further = further_lines(stages, reached=current >= place)
    if any(line["status"] == "current" for line in further):
        lines[place] |= {"status": "todo", "who": ""}
    return [*lines[:place], *further, *lines[place:]]


def _plan(batch: Any, stages: Sequence[StageLine]) -> dict[BatchStep, tuple[str, Any, str]]:
    """Map each step to its name, the moment it was done and the people who did it.

    A review is done once each item has its decision; the summary follows it.
    """
    reviewers = _("、").join(sorted({item.decided_by.name for item in batch.items if item.decided_by}))
    people = people_by_stage(stages)
    return {
        BatchStep.COLLECT: (_("归集"), batch.created_at, _name(batch.prepared_by)),
        BatchStep.REVIEW: (_("评审"), batch.summarised_at, reviewers),
        BatchStep.SUMMARISE: (_("汇总"), batch.summarised_at, _name(batch.summarised_by)),
        BatchStep.CLEAR: (_("复核"), batch.cleared_at, people.get(Stage.CLEAR, _name(batch.cleared_by))),
        BatchStep.PUBLICISE: (_("公示"), batch.notice.published_on if batch.notice else None, ""),
        BatchStep.APPROVE: (_("审批"), batch.approved_at, people.get(Stage.APPROVE, _name(batch.approved_by))),
        BatchStep.PAY: (_("拨付"), batch.closed_at, ""),
    }


def _name(person: Any) -> str:
    return person.name if person else ""


def _item(batch: Any, redemption_id: int) -> RedemptionRow:
    items: list[RedemptionRow] = batch.items
    for item in items:
        if item.pk == redemption_id:
            return item
    raise DomainError("not_found", kind="missing")

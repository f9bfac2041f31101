"""Pages of answers entered by hand: from the bank's paper, from a line that fits nothing; confirmed by a second person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.members import map_member_names
from core.files.attachment_selectors import list_attachments
from core.files.charged_checks import charged_check
from core.files.table_export import Column
from core.files.uploads import KINDS, MEGABYTE, SIZE_LIMIT, accept
from core.idempotency.commands import Outcome
from core.templatetags.formatting import day, money
from core.web import history as portal_history
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Choices, Context, FormData, ListPage, Page
from core.web.state_words import STATES
from core.web.words import WORDS
from payments.portal.forms import ManualAnswerForm, ManualAnswerSearchForm, MatchForm, ReasonForm, VersionForm
from payments.rules.bank_answers import AnswerOutcome
from payments.rules.kept_returns import keep
from payments.rules.manual_answers import OUTCOMES_OF, manual_answer_steps
from payments.rules.states import PaymentState
from payments.selectors.bank_answers import LineRow, get_visible_line
from payments.selectors.manual_answers import (
    ManualAnswerRow,
    get_visible_manual_answer,
    list_candidates,
    search_manual_answers,
)
from payments.selectors.payments import PaymentRow, get_visible_payment
from payments.selectors.recoveries import list_owed, list_recovered
from payments.services.manual_answers import FILE_KIND, confirm_answer, enter_answer, propose_match, refuse_answer


class ManualAnswers(ListPage):
    """Every answer entered by hand, with who entered and who confirmed it."""

    operation = "manual_answer.read"
    template = "payments/manual_answer/list.html"
    form_class = ManualAnswerSearchForm
    export_name = "manual-answers"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_manual_answers(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("流水号"), value=lambda row: row.attempt.number),
            Column(label=_("收款单位"), value=lambda row: row.attempt.payment.payee.name),
            Column(label=_("金额（元）"), value=lambda row: row.attempt.amount),
            Column(label=_("银行结果"), value=lambda row: str(WORDS["attempt_answer"][row.outcome])),
            Column(label=_("银行办理日期"), value=lambda row: row.said_on),
            Column(label=_("原因"), value=lambda row: row.reason),
            Column(label=_("状态"), value=lambda row: str(STATES["manual_answer"][row.state][0])),
            Column(label=_("登记人"), value=lambda row: row.entered_by.name),
            Column(label=_("登记时间"), value=lambda row: row.entered_at),
            Column(label=_("复核人"), value=lambda row: row.decided_by.name if row.decided_by else None),
            Column(label=_("复核时间"), value=lambda row: row.decided_at),
        )


class ManualAnswerPage(Page):
    """One answer entered by hand: the attempt, the evidence, and the steps of the second person."""

    operation = "manual_answer.read"
    template = "payments/manual_answer/page.html"

    def context(self) -> Context:
        answer = get_visible_manual_answer(self.actor, self.kwargs["pk"])
        before = (answer.entered_by_id,)
        steps = manual_answer_steps(answer.state)
        return {
            "answer": answer,
            "payment": answer.attempt.payment,
            "files": list_attachments(owner_kind="manual_answer", owner_id=answer.pk),
            "can": self.allowed(steps, not_by={"confirm": before, "refuse": before}),
            "is_barred": bool(steps) and answer.entered_by_id == self.actor.user_id,
            "events": portal_history.history(
                subject_kind="manual_answer",
                subject_id=answer.pk,
                names=map_member_names(self.actor.party),
                internal=True,
            ),
        }


class EnterAnswer(StepPage):
    """Enter what the bank did with a payment, with its paper. Another person confirms it."""

    machine = "payment"
    operation = "manual_answer.enter"
    throttle_scope = "upload"
    template = "payments/manual_answer/enter.html"
    form_class = ManualAnswerForm
    done = gettext_lazy("已登记，等待另一名财务人员复核；复核前款项状态不变。")

    @cached_property
    def payment(self) -> PaymentRow:
        """The payment of the address."""
        return get_visible_payment(self.actor, self.kwargs["pk"])

    def context(self) -> Context:
        return {
            "payment": self.payment,
            "kept": _kept_in_words(self.payment.pk, self.payment.amount),
            "most": SIZE_LIMIT // MEGABYTE,
            "extensions": ", ".join(KINDS[FILE_KIND]),
        }

    def field_choices(self) -> Mapping[str, Choices]:
        outcomes = OUTCOMES_OF.get(PaymentState(self.payment.state), ())
        return {"outcome": [(each.value, str(WORDS["attempt_answer"][each])) for each in outcomes]}

    def prepare(self, data: FormData) -> FormData:
        with charged_check(self.request):
            return {**data, "file": accept(kind=FILE_KIND, file=data["file"])}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        said_on = data["said_on"].isoformat()
        return {**data, "outcome": str(data["outcome"]), "said_on": said_on, "file": data["file"].sha256}

    def execute(self, data: FormData, **ids: int) -> Model:
        return enter_answer(payment_id=self.payment.pk, actor_id=self.actor.user_id, at=self.at, **data)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("manual_answer", args=[outcome.body["id"]])


class MatchLine(StepPage):
    """Propose which attempt a line that fits nothing is about. Another person confirms it."""

    machine = "payment"
    operation = "manual_answer.match"
    template = "payments/manual_answer/match.html"
    form_class = MatchForm
    done = gettext_lazy("已提出匹配，等待另一名财务人员复核；复核前这一行仍列在对不上的回盘里。")

    @cached_property
    def line(self) -> LineRow:
        """The line of the address."""
        return get_visible_line(self.actor, self.kwargs["pk"])

    def context(self) -> Context:
        return {"line": self.line, "candidates": list_candidates(self.line)}

    def field_choices(self) -> Mapping[str, Choices]:
        return {
            "number": [
                (each.number, f"{each.number} {each.payment.payee.name} ****{each.account.last_four}")
                for each in list_candidates(self.line)
            ]
        }

    def execute(self, data: FormData, **ids: int) -> Model:
        return propose_match(line_id=self.line.pk, number=data["number"], actor_id=self.actor.user_id, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("manual_answer", args=[outcome.body["id"]])


class Act(TypedDict):
    """Arguments of every service called here: the answer, the actor, the moment."""

    answer_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "manual_answer"

    @cached_property
    def entered(self) -> ManualAnswerRow:
        """The answer of the address."""
        return get_visible_manual_answer(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("manual_answer", args=[self.kwargs["pk"]])

    def who(self) -> Act:
        """The arguments of the service."""
        return {"answer_id": self.entered.pk, "actor_id": self.actor.user_id, "at": self.at}

    def _words(self) -> dict[str, str]:
        row = self.entered
        return {
            "number": row.attempt.number,
            "payee": row.attempt.payment.payee.name,
            "amount": money(row.attempt.amount),
            "outcome": str(WORDS["attempt_answer"][row.outcome]),
            "day": day(row.said_on),
        }


class ConfirmAnswer(_Step):
    """Confirm an answer, as a second person of finance."""

    operation = "manual_answer.confirm"
    form_class = VersionForm
    tone = "primary"
    icon = "clipboard-check"
    title = gettext_lazy("复核人工登记")
    confirm_label = gettext_lazy("复核通过")
    done = gettext_lazy("已复核，款项状态已更新。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(number)s，%(payee)s，%(amount)s，银行结果：%(outcome)s（%(day)s）；") % self._words(),
            _("请先核对银行回单或回盘原文；"),
            self._consequence(),
        )

    def _consequence(self) -> str:
        attempt, outcome = self.entered.attempt, self.entered.outcome
        kept = _kept_in_words(attempt.payment_id, attempt.amount) if outcome == AnswerOutcome.RETURNED else ""
        return kept or str(CONSEQUENCES[outcome])

    def initial_values(self) -> Context:
        return {"version": self.entered.version}

    def execute(self, data: FormData, **ids: int) -> Model:
        return confirm_answer(version=data["version"], **self.who())


def _kept_in_words(payment_id: int, amount: Decimal) -> str:
    """Return what becomes of the money of a payment if the bank returns it; empty where no recovery of it is decided."""
    if not list_recovered({payment_id}):
        return ""
    found = keep(returned=amount, owed=list_owed(payment_id))
    return _("该笔款项已决定追回：复核后 %(kept)s 抵还追回款，其余 %(rest)s 另行拨付；兑现和创新券不变。") % {
        "kept": money(amount - found.rest),
        "rest": money(found.rest),
    }


CONSEQUENCES = {
    "paid": gettext_lazy("复核后款项记为已到账，对应的创新券记为已兑现，合同办结。"),
    "failed": gettext_lazy("复核后款项记为拨付失败，更正收款信息后可以重新拨付。"),
    "returned": gettext_lazy(
        "复核后款项改为失败，创新券和账目回到已批准，批次恢复拨付中，更正收款信息后可以重新拨付。"
    ),
}


class RefuseAnswer(_Step):
    """Refuse an answer, as a second person of finance."""

    operation = "manual_answer.refuse"
    form_class = ReasonForm
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("不予通过人工登记")
    confirm_label = gettext_lazy("不予通过")
    done = gettext_lazy("人工登记未予通过，款项状态不变。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(number)s 的银行结果“%(outcome)s”不予登记，款项状态不变；") % self._words(),
            _("可以重新登记，或重新匹配。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return refuse_answer(reason=data["reason"], **self.who())

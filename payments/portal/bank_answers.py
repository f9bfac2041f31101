"""Pages of the bank's answers: import after a preview, one answer line by line, and the lines that fit nothing (回盘)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from http import HTTPStatus
from uuid import uuid4

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.charged_checks import charged_check
from core.files.downloads import as_download
from core.files.table_export import Column
from core.files.table_import import MAX_BYTES, MEGABYTE
from core.idempotency.commands import Outcome
from core.messages.catalogue import advice, sentence
from core.values.errors import DomainError
from core.values.money import ZERO, total
from core.web.confirm_pages import StepPage
from core.web.pages import Context, FormData, ListPage, Page
from core.web.words import WORDS
from payments.portal.forms import AnswerForm, UnmatchedSearchForm
from payments.rules.bank_answers import FIRST_ANSWER_FORMAT, AnswerLine, LineVerdict
from payments.rules.manual_answers import MATCHABLE
from payments.selectors.bank_answers import (
    VerdictTally,
    get_visible_answer,
    list_lines,
    search_unmatched,
    tally_lines,
)
from payments.selectors.payments import OrderRow, get_visible_order
from payments.services.bank_answers import AnswerFile, import_answer, open_answer, open_answer_file, preview_answer

IMPORT = "import"
"""The value of the button that imports; the other one shows the preview."""
SHOWN = 500
"""Lines on a page; the counts are those of all."""


class ImportAnswer(StepPage):
    """Preview the bank's answer to an order line by line, and import it. Without scripts the file is chosen again."""

    machine = "payment_order"
    operation = "bank_answer.import"
    template = "payments/answer/import.html"
    throttle_scope = "upload"
    form_class = AnswerForm
    done = gettext_lazy("回盘已导入，逐笔结果如下。")

    @cached_property
    def order(self) -> OrderRow:
        """The order that the bank answers."""
        return get_visible_order(self.actor, self.kwargs["pk"])

    def context(self) -> Context:
        return {"order": self.order, "most": MAX_BYTES // MEGABYTE, "step": IMPORT}

    def initial_values(self) -> Context:
        return {"format": FIRST_ANSWER_FORMAT}

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        if request.POST.get("step") == IMPORT:
            return super().post(request, **ids)
        form: forms.Form = self.make_form(request.POST, request.FILES or None)  # type: ignore[assignment]
        if not form.is_valid():
            return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, key=uuid4(), refusals=[])
        try:
            file = _open(request, form.cleaned_data)
            lines = preview_answer(file=file, order_id=self.order.pk, actor_id=self.actor.user_id, at=self.at)
        except DomainError as error:
            return self.refuse(form, error)
        preview = {"lines": lines[:SHOWN], "more": max(len(lines) - SHOWN, 0), "tallies": _tally(lines)}
        return self.page(form=form, key=uuid4(), refusals=[], preview=preview)

    def prepare(self, data: FormData) -> FormData:
        return {"answer": _open(self.request, data)}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        file: AnswerFile = data["answer"]
        return {"format": file.format.code, "sha256": file.sha256}

    def execute(self, data: FormData, **ids: int) -> Model:
        return import_answer(file=data["answer"], order_id=self.order.pk, actor_id=self.actor.user_id, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("bank_answer", args=[outcome.body["id"]])


class BankAnswerPage(Page):
    """One answer of the bank: its counts and sums, and its lines with what became of each."""

    operation = "bank_answer.read"
    template = "payments/answer/answer.html"

    def context(self) -> Context:
        answer = get_visible_answer(self.actor, self.kwargs["pk"])
        lines = list_lines(answer.pk, limit=SHOWN)
        tallies = tally_lines(answer.pk)
        more = sum(each.count for each in tallies) - len(lines)
        return {
            "answer": answer,
            "tallies": tallies,
            "lines": lines,
            "more": more,
            "can_download": self.may("bank_answer.download"),
            "can_match": self.may("manual_answer.match"),
            "matchable": MATCHABLE,
        }


class AnswerFileDownload(Page):
    """The download of an imported answer, as it was uploaded."""

    operation = "bank_answer.download"
    template = "errors/file.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        try:
            file = open_answer_file(answer_id=self.kwargs["pk"], actor_id=self.actor.user_id, at=self.at)
        except DomainError as error:
            if error.kind != "refused":
                raise
            text, hint = sentence(error.code, error.params), advice(error.code, error.params)
            return self.page(HTTPStatus.CONFLICT, text=text, advice=hint)
        return as_download(name=file.name, content=file.content)


class UnmatchedLines(ListPage):
    """The lines of all answers that fit nothing; none is ever dropped."""

    operation = "bank_answer.read"
    template = "payments/answer/unmatched.html"
    form_class = UnmatchedSearchForm
    export_name = "unmatched-lines"

    def context(self) -> Context:
        return {"can_match": self.may("manual_answer.match"), "matchable": MATCHABLE}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_unmatched(self.actor, verdict=wanted.get("verdict", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("拨款单"), value=lambda row: row.answer.order.number),
            Column(label=_("文件名"), value=lambda row: row.answer.file_name),
            Column(label=_("行"), value=lambda row: row.row),
            Column(label=_("流水号"), value=lambda row: row.number),
            Column(label=_("金额（元）"), value=lambda row: row.amount),
            Column(label=_("收款户名"), value=lambda row: row.holder),
            Column(label=_("银行的说法"), value=lambda row: row.said),
            Column(label=_("原因"), value=lambda row: row.reason),
            Column(label=_("结果"), value=lambda row: str(WORDS["line_verdict"][row.verdict])),
        )


def _open(request: HttpRequest, data: FormData) -> AnswerFile:
    file = data["file"]
    with charged_check(request):
        return open_answer(format_code=data["format"], name=file.name, data=file.read(MAX_BYTES + 1))


def _tally(lines: Sequence[AnswerLine]) -> list[VerdictTally]:
    """Return the counts and sums of previewed lines by verdict."""
    by_verdict: dict[LineVerdict, list[Decimal]] = defaultdict(list)
    for line in lines:
        by_verdict[line.verdict].append(line.amount or ZERO)
    return [
        VerdictTally(verdict=verdict, count=len(by_verdict[verdict]), amount=total(by_verdict[verdict]))
        for verdict in LineVerdict
        if verdict in by_verdict
    ]

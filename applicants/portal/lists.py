"""Pages of official lists: the imported ones, and the import of one after its preview (名单导入)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import uuid4

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applicants.portal.forms import ListForm
from applicants.rules.list_questions import Question
from applicants.rules.lists import RowError
from applicants.selectors.certificates import visible_imports
from applicants.services.lists import MOST_ERRORS_TOLD, ListFile, ListPlan, import_list, open_list, preview_list
from core.files.charged_checks import charged_check
from core.files.table_export import Column
from core.files.table_import import MAX_BYTES, MEGABYTE
from core.idempotency.commands import Outcome
from core.messages.catalogue import sentence
from core.values.errors import DomainError
from core.web.pages import Context, FormData, FormPage, ListPage, Reason
from core.web.words import WORDS, readable

IMPORT = "import"
"""The value of the button that imports; the other one shows the preview."""


class ListImports(ListPage):
    """The imported lists, newest first."""

    operation = "certificate_list.read"
    template = "applicants/lists/imports.html"
    export_name = "certificate-lists"

    def context(self) -> Context:
        return {"may_import": self.may("certificate_list.import")}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return visible_imports(self.actor)

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("名单"), value=lambda row: row.title),
            Column(label=_("文件名"), value=lambda row: row.file_name),
            Column(label=_("资质种类"), value=lambda row: str(WORDS["certificate"][row.kind])),
            Column(label=_("公布日"), value=lambda row: row.published_on),
            Column(label=_("行数"), value=lambda row: row.rows),
            Column(label=_("已匹配"), value=lambda row: row.matched),
            Column(label=_("导入时间"), value=lambda row: row.at),
        )


class ImportList(FormPage):
    """Preview an official list, and import it once what it leaves open is confirmed. Without scripts the file is chosen
    again for the import; the confirmation holds for the same file only."""

    operation = "certificate_list.import"
    template = "applicants/lists/import.html"
    throttle_scope = "upload"
    form_class = ListForm
    done = gettext_lazy("名单已导入。")

    def context(self) -> Context:
        return {"most": MAX_BYTES // MEGABYTE, "step": IMPORT}

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        if request.POST.get("step") == IMPORT:
            return super().post(request, **ids)
        form: forms.Form = self.make_form(request.POST, request.FILES or None)  # type: ignore[assignment]
        if not form.is_valid():
            return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, key=uuid4(), refusals=[])
        try:
            plan = preview_list(file=_open(request, form.cleaned_data))
        except DomainError as error:
            return self.refuse(form, error)
        return self.page(form=form, key=uuid4(), refusals=[], preview=_shown(plan))

    def prepare(self, data: FormData) -> FormData:
        return {"list": _open(self.request, data), "confirmation": data["confirmation"]}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        file: ListFile = data["list"]
        said = {"kind": file.kind, "published_on": file.published_on, "title": file.title, "sha256": file.sha256}
        return {**said, "confirmation": data["confirmation"]}

    def execute(self, data: FormData, **ids: int) -> Model:
        return import_list(file=data["list"], confirmation=data["confirmation"], actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("certificate_imports")


def _open(request: HttpRequest, data: FormData) -> ListFile:
    file = data["file"]
    with charged_check(request):
        return open_list(
            kind=data["kind"],
            name=file.name,
            data=file.read(MAX_BYTES + 1),
            published_on=data["published_on"],
            title=data["title"],
        )


def _shown(plan: ListPlan) -> Context:
    """Return the preview for the template: the counts, the sentences of errors and questions."""
    return {
        "plan": plan,
        "errors": [_error(each) for each in plan.errors[:MOST_ERRORS_TOLD]],
        "questions": [_question(each) for each in plan.questions],
    }


def _error(error: RowError) -> Reason:
    params = readable(error.code, {**error.params, "row": error.row, "column": error.column})
    return {"code": error.code, "field": None, "params": params, "sentence": sentence(error.code, params)}


def _question(question: Question) -> Reason:
    params = readable(question.code, question.params)
    return {"code": question.code, "field": None, "params": params, "sentence": sentence(question.code, params)}

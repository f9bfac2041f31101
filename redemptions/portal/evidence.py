"""What the unit brings for its redemption: invoices row by row, files by kind."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.attachment_reads import find_attachment
from core.files.uploads import KINDS, MEGABYTE, SIZE_LIMIT
from core.values.errors import DomainError
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Context, Files, FormData
from core.web.words import WORDS
from redemptions.portal.forms.redemptions import BRINGABLE, MOST_INVOICES, EvidenceForm, InvoiceFormSet, InvoiceRows
from redemptions.portal.unit_redemptions import OfClaimant
from redemptions.rules.invoices import InvoiceFacts
from redemptions.services.evidence import add_evidence, remove_evidence
from redemptions.services.invoices import set_invoices

FIELDS = ("code", "number", "issued_on", "amount", "buyer_name", "buyer_uscc", "seller_uscc")


class EnterInvoices(OfClaimant, StepPage):
    """All invoices of the redemption, entered anew. Rows come and go without a script; nothing is kept until it is sent."""

    machine = "redemption"
    template = "redemptions/redemption/invoices.html"
    done = gettext_lazy("发票已保存。")

    def context(self) -> Context:
        return {"redemption": self.redemption, "contract": self.redemption.contract}

    @cached_property
    def _blank(self) -> Context:
        """What a new row begins with: the two parties as they stand on the contract."""
        applicant, unit = self.redemption.applicant, self.redemption.unit.party
        return {"buyer_name": applicant.name, "buyer_uscc": applicant.uscc or "", "seller_uscc": unit.uscc or ""}

    def make_form(
        self, data: QueryDict | None = None, files: "Files | None" = None, *, initial: Context | None = None
    ) -> Any:  # a set of forms, which has what a page asks of a form
        if data is not None:
            return InvoiceFormSet(data, initial=[self._blank] * MOST_INVOICES, prefix="row")
        kept = [{name: getattr(each, name) for name in FIELDS} for each in self.redemption.invoices.all()]
        return self._rows(kept or [self._blank])

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        if "add" in request.POST or "remove" in request.POST:
            return self.page(HTTPStatus.OK, form=self._rows(self._changed_rows()), key=uuid4(), refusals=[])
        return super().post(request, **ids)

    def execute(self, data: Any, **ids: int) -> Model:
        invoices = [InvoiceFacts(**each) for each in data if each.get("number")]
        return set_invoices(invoices=invoices, version=None, **self.who())

    def _rows(self, rows: Sequence[Context]) -> InvoiceRows:
        return InvoiceFormSet(initial=list(rows), prefix="row")

    def _changed_rows(self) -> list[Context]:
        """The rows as they were sent, one more or one less."""
        sent = self.request.POST
        count = min(_number(sent.get("row-TOTAL_FORMS", "")), MOST_INVOICES)
        rows: list[Context] = [{name: sent.get(f"row-{place}-{name}", "") for name in FIELDS} for place in range(count)]
        if "remove" in sent:
            gone = _number(sent["remove"])
            return [row for place, row in enumerate(rows) if place != gone] or [self._blank]
        return [*rows, self._blank][:MOST_INVOICES]


class AddEvidence(OfClaimant, StepPage):
    """Bring a file."""

    machine = "redemption"
    template = "redemptions/redemption/file.html"
    form_class = EvidenceForm
    done = gettext_lazy("文件已上传。")

    def context(self) -> Context:
        kinds = [(WORDS["evidence_kind"][kind], ", ".join(KINDS[kind])) for kind in BRINGABLE]
        return {"redemption": self.redemption, "kinds": kinds, "most": SIZE_LIMIT // MEGABYTE}

    def initial_values(self) -> Context:
        return {"kind": self.request.GET.get("kind", "")}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        digest = sha256()
        for chunk in data["file"].chunks():
            digest.update(chunk)
        return {"kind": data["kind"], "name": data["file"].name, "sha256": digest.hexdigest()}

    def execute(self, data: FormData, **ids: int) -> Model:
        return add_evidence(kind=data["kind"], file=data["file"], **self.who())


class RemoveEvidence(OfClaimant, ConfirmPage):
    """Take a file back that was not submitted yet."""

    machine = "redemption"
    title = gettext_lazy("撤回证明材料")
    confirm_label = gettext_lazy("确认撤回")
    done = gettext_lazy("文件已撤回。")

    def consequences(self) -> Sequence[str]:
        found = find_attachment(
            owner_kind="redemption", owner_id=self.redemption.pk, attachment_id=self.kwargs["attachment"]
        )
        if found is None:
            raise DomainError("not_found", kind="missing")
        kind = WORDS["evidence_kind"].get(found.kind, found.kind)
        return (
            _("文件“%(name)s”（%(kind)s）从本申请中撤回，不再作为证明材料；") % {"name": found.name, "kind": kind},
            _("已随申请提交过的文件不能撤回；"),
            _("可以重新上传。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return remove_evidence(attachment_id=ids["attachment"], **self.who())


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

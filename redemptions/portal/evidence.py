"""Pages for the evidence files of a redemption: uploading and removing one."""

from collections.abc import Mapping, Sequence

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.attachment_selectors import find_attachment
from core.files.charged_checks import charged_check
from core.files.uploads import KINDS, MEGABYTE, SIZE_LIMIT, accept
from core.values.errors import DomainError
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Context, FormData
from core.web.words import WORDS
from redemptions.portal.forms.redemptions import EvidenceForm
from redemptions.portal.unit_redemptions import OfClaimant
from redemptions.selectors.evidence import UPLOADED_KINDS
from redemptions.services.evidence import add_evidence, remove_evidence


class AddEvidence(OfClaimant, StepPage):
    """Upload a file."""

    machine = "redemption"
    throttle_scope = "upload"
    template = "redemptions/redemption/file.html"
    form_class = EvidenceForm
    done = gettext_lazy("文件已上传。")

    def context(self) -> Context:
        kinds = [(WORDS["evidence_kind"][kind], ", ".join(KINDS[kind])) for kind in UPLOADED_KINDS]
        return {"redemption": self.redemption, "kinds": kinds, "most": SIZE_LIMIT // MEGABYTE}

    def initial_values(self) -> Context:
        return {"kind": self.request.GET.get("kind", "")}

    def prepare(self, data: FormData) -> FormData:
        with charged_check(self.request):
            return {**data, "file": accept(kind=data["kind"], file=data["file"])}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        return {"kind": data["kind"], "name": data["file"].name, "sha256": data["file"].sha256}

    def execute(self, data: FormData, **ids: int) -> Model:
        return add_evidence(kind=data["kind"], file=data["file"], **self.who())


class RemoveEvidence(OfClaimant, ConfirmPage):
    """Remove a file that was not part of a submission."""

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

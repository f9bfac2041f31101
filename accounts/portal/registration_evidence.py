"""The evidence of the acting party's registration: what there is, what an officer asked for, and an upload."""

from collections.abc import Mapping, Sequence

from django import forms
from django.db.models import Model
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.registration_steps import registration_steps
from accounts.rules.states import OPEN_PARTIES
from accounts.selectors.parties import get_party, get_visible_party
from accounts.services.registrations import add_evidence, remove_evidence, send_registration, withdraw_registration
from core.files.attachment_selectors import find_attachment, list_attachments
from core.files.charged_checks import charged_check
from core.files.uploads import MEGABYTE, SIZE_LIMIT, accept
from core.idempotency.commands import Outcome
from core.values.errors import DomainError
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.next_page import next_page, with_next
from core.web.pages import Context, Files, FormData
from core.web.words import WORDS


class EvidenceForm(forms.Form):
    """A file and its kind."""

    kind = forms.ChoiceField(
        label=gettext_lazy("材料类别"), choices=lambda: list(WORDS["registration_evidence"].items())
    )
    file = forms.FileField(label=gettext_lazy("文件"), max_length=400, allow_empty_file=True)


class WithdrawRegistration(ConfirmPage):
    """Withdraw the unverified registration of the acting party."""

    operation = "party.withdraw"
    machine = "party"
    icon = "arrow-back-up"
    title = gettext_lazy("撤回注册")
    confirm_label = gettext_lazy("确认撤回")
    done = gettext_lazy("注册已撤回。")

    def consequences(self) -> Sequence[str]:
        party = get_visible_party(self.actor, self.kwargs["pk"])
        return (
            _("%(name)s的注册就此终止，已填信息和已传材料留存备查；") % {"name": party.name},
            _("同时提出的开放单位申请随之终止；"),
            _("不再占用您待核实的名额，可以用正确的信息重新注册。"),
        )

    def back_url(self) -> str:
        return reverse("dashboard")

    def execute(self, data: FormData, **ids: int) -> Model:
        return withdraw_registration(party_id=ids["pk"], actor=self.actor, at=self.at)


class RemoveEvidence(ConfirmPage):
    """Remove a file of a registration that was not sent yet."""

    operation = "party.prove"
    machine = "party"
    icon = "arrow-back-up"
    title = gettext_lazy("撤回注册材料")
    confirm_label = gettext_lazy("确认撤回")
    done = gettext_lazy("文件已撤回。")

    def consequences(self) -> Sequence[str]:
        party = get_visible_party(self.actor, self.kwargs["pk"])
        found = find_attachment(owner_kind="party", owner_id=party.pk, attachment_id=self.kwargs["attachment"])
        if found is None or party.pk != self.actor.party_id:
            raise DomainError("not_found", kind="missing")
        return (
            _("文件“%(name)s”从注册材料中撤回，不交主管部门；") % {"name": found.name},
            _("可以重新上传到正确的类别。"),
        )

    def back_url(self) -> str:
        return with_next(reverse("registration_evidence"), next_page(self.request))

    def execute(self, data: FormData, **ids: int) -> Model:
        return remove_evidence(party_id=ids["pk"], attachment_id=ids["attachment"], actor=self.actor, at=self.at)


class Evidence(StepPage):
    """Upload a file for the registration of the acting party; the button `send` of its check sends it to the officers."""

    operation = "party.prove"
    machine = "party"
    throttle_scope = "upload"
    template = "accounts/registration_evidence.html"
    form_class = EvidenceForm

    @property
    def done(self) -> str:  # type: ignore[override]  # two acts on one page
        """The message after the upload, or after the registration was sent."""
        return _("注册已提交，主管部门核实后即可办理业务。") if self.is_sending else _("文件已上传。")

    @property
    def is_sending(self) -> bool:
        """Whether the registration is to be sent, not a file."""
        return "send" in self.request.POST

    def make_form(
        self, data: QueryDict | None = None, files: "Files | None" = None, *, initial: Context | None = None
    ) -> forms.BaseForm:
        return forms.Form(data) if self.is_sending else super().make_form(data, files, initial=initial)

    def refuse(self, form: forms.BaseForm, error: DomainError) -> HttpResponse:
        return super().refuse(EvidenceForm() if self.is_sending else form, error)

    def context(self) -> Context:
        party = get_party(self.actor.party)
        evidence = list_attachments(owner_kind="party", owner_id=party.pk)
        can_upload = party.state in OPEN_PARTIES
        steps = registration_steps(2) if party.draft else ()
        return {
            "party": party,
            "steps": steps,
            "evidence": evidence,
            "can_upload": can_upload,
            "most": SIZE_LIMIT // MEGABYTE,
        }

    def prepare(self, data: FormData) -> FormData:
        if self.is_sending:
            return {}
        with charged_check(self.request):
            return {**data, "file": accept(kind=data["kind"], file=data["file"])}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        if self.is_sending:
            return {"send": True}
        return {"kind": data["kind"], "name": data["file"].name, "sha256": data["file"].sha256}

    def execute(self, data: FormData, **ids: int) -> Model:
        if self.is_sending:
            return send_registration(party_id=self.actor.party, actor=self.actor, at=self.at)
        return add_evidence(
            party_id=self.actor.party, kind=data["kind"], file=data["file"], actor=self.actor, at=self.at
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        back = next_page(self.request)
        if self.is_sending:
            return back or reverse("dashboard")
        return with_next(reverse("registration_evidence"), back)

"""The evidence of the acting party's registration: what there is, what an officer asked for, and an upload."""

from collections.abc import Mapping

from django import forms
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.rules.states import OPEN_PARTIES
from accounts.selectors.parties import get_party
from accounts.services.registrations import add_evidence
from core.files.attachment_selectors import list_attachments
from core.files.charged_checks import charged_check
from core.files.uploads import MEGABYTE, SIZE_LIMIT, accept
from core.idempotency.commands import Outcome
from core.web.confirm_pages import StepPage
from core.web.pages import Context, FormData
from core.web.words import WORDS


class EvidenceForm(forms.Form):
    """A file and its kind."""

    kind = forms.ChoiceField(label=_("材料类别"), choices=lambda: list(WORDS["registration_evidence"].items()))
    file = forms.FileField(label=_("文件"), max_length=400, allow_empty_file=True)


class Evidence(StepPage):
    """Upload a file for the registration of the acting party."""

    operation = "party.prove"
    machine = "party"
    throttle_scope = "upload"
    template = "accounts/registration_evidence.html"
    form_class = EvidenceForm
    done = _("文件已上传。")

    def context(self) -> Context:
        party = get_party(self.actor.party)
        evidence = list_attachments(owner_kind="party", owner_id=party.pk)
        can_upload = party.state in OPEN_PARTIES
        return {"party": party, "evidence": evidence, "can_upload": can_upload, "most": SIZE_LIMIT // MEGABYTE}

    def prepare(self, data: FormData) -> FormData:
        with charged_check(self.request):
            return {**data, "file": accept(kind=data["kind"], file=data["file"])}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        return {"kind": data["kind"], "name": data["file"].name, "sha256": data["file"].sha256}

    def execute(self, data: FormData, **ids: int) -> Model:
        return add_evidence(
            party_id=self.actor.party, kind=data["kind"], file=data["file"], actor=self.actor, at=self.at
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("registration_evidence")

"""Parties: visible to their members and to staff, verified or refused by case officers."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Model, QuerySet
from rest_framework.parsers import MultiPartParser

from accounts.api.filters import PartyFilter
from accounts.api.party_serializers import (
    EvidenceInput,
    OrganisationInput,
    PartyNoteInput,
    PartyOutput,
    PartyReasonInput,
    WaiverInput,
    WaiverOutput,
)
from accounts.api.personal import Personal
from accounts.rules.roles import Role
from accounts.selectors.parties import parties_with_evidence, visible_parties
from accounts.services.parties import (
    refuse_party,
    register_organisation,
    resume_party,
    suspend_party,
    verify_party,
    waive_uscc_check,
)
from accounts.services.registrations import (
    add_evidence,
    remove_evidence,
    request_evidence,
    send_registration,
    withdraw_registration,
)
from core.api.serializers import AttachmentOut, Nothing
from core.api.throttles import plain
from core.api.views import ApiData, Command, DetailView, ListView, visible_or_404
from core.files.attachment_selectors import list_attachments
from core.files.charged_checks import charged_check
from core.files.uploads import accept


class Parties(ListView):
    """The parties that the actor may see."""

    operation = "party.read"
    serializer_class = PartyOutput
    filterset_class = PartyFilter

    def visible(self) -> QuerySet[Model]:
        return visible_parties(self.actor)


class PartyDetail(DetailView):
    """One party."""

    operation = "party.read"
    serializer_class = PartyOutput

    def visible(self) -> QuerySet[Model]:
        return visible_parties(self.actor)


class RegisterOrganisation(Personal, Command):
    """Begin to register an organisation that wants to be an open unit (单位注册) and become its manager.

    Upload its documents and send it then; the authority verifies it and enters or admits the unit (article 6).
    """

    operation = "party.register"
    throttle_scope = "registration"
    serializer_class = OrganisationInput
    output_class = PartyOutput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return register_organisation(role=Role.UNIT_MANAGER, actor=self.actor, at=at, draft=True, **data)


class Verify(Command):
    """Confirm the identity of a party."""

    operation = "party.verify"
    serializer_class = PartyNoteInput
    output_class = PartyOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return verify_party(party_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)


class Refuse(Command):
    """Refuse a registration."""

    operation = "party.refuse"
    serializer_class = PartyReasonInput
    output_class = PartyOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return refuse_party(party_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)


class RequestEvidence(Command):
    """Ask a registration for evidence; without it the registration ends after 30 days."""

    operation = "party.ask"
    serializer_class = PartyReasonInput
    output_class = PartyOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return request_evidence(party_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)


class Evidence(ListView):
    """The evidence of a registration, oldest first."""

    operation = "party.read"
    serializer_class = AttachmentOut

    def visible(self) -> QuerySet[Model]:
        party = visible_or_404(parties_with_evidence(self.actor), self.kwargs["pk"])
        return list_attachments(owner_kind="party", owner_id=party.pk)


class AddEvidence(Command):
    """Upload evidence for the registration of the acting party, as multipart/form-data."""

    operation = "party.prove"
    serializer_class = EvidenceInput
    output_class = AttachmentOut
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"
    success_status = 201

    def prepare(self, data: ApiData) -> ApiData:
        with charged_check(plain(self.request)):
            return {**data, "file": accept(kind=data["kind"], file=data["file"])}

    def fingerprint(self, data: ApiData) -> Mapping[str, object]:
        return {"kind": data["kind"], "name": data["file"].name, "sha256": data["file"].sha256}

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return add_evidence(party_id=self.actor.party, kind=data["kind"], file=data["file"], actor=self.actor, at=at)


class RemoveEvidence(Command):
    """Remove a file of a registration that was not sent yet."""

    operation = "party.prove"
    serializer_class = Nothing
    output_class = AttachmentOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return remove_evidence(party_id=ids["pk"], attachment_id=ids["attachment"], actor=self.actor, at=at)


class Send(Command):
    """Send the registration of the acting party to the officers, once its documents are uploaded."""

    operation = "party.prove"
    serializer_class = Nothing
    output_class = PartyOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return send_registration(party_id=ids["pk"], actor=self.actor, at=at)


class Withdraw(Command):
    """Withdraw the unverified registration of the acting party; its code may be registered again."""

    operation = "party.withdraw"
    serializer_class = Nothing
    output_class = PartyOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return withdraw_registration(party_id=ids["pk"], actor=self.actor, at=at)


class Suspend(Command):
    """Stop a party from acting."""

    operation = "party.suspend"
    serializer_class = PartyReasonInput
    output_class = PartyOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return suspend_party(party_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)


class Resume(Command):
    """Let a suspended party act again."""

    operation = "party.resume"
    serializer_class = PartyReasonInput
    output_class = PartyOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return resume_party(party_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)


class UsccWaivers(Command):
    """Accept a real code whose check character is wrong."""

    operation = "uscc.waive"
    serializer_class = WaiverInput
    output_class = WaiverOutput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return waive_uscc_check(**data, actor=self.actor, at=at)

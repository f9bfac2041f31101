"""Registrations that are not sent yet, and their documents."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from accounts.models import Party
from accounts.services.registrations import add_evidence
from core.files.uploads import accept
from core.values.actors import Actor
from tests import files
from tests.factories import contracts
from tests.factories.api import Caller

KINDS = ("licence", "authorisation")


def draft(*, name: str = "") -> Party:
    """A registration that its managers of both sides may send: its documents are uploaded."""
    party = contracts.party(name=name, state="registered")
    Party.objects.filter(pk=party.pk).update(draft=True)
    bring(party, actor=contracts.acting(party, "applicant_manager"), at=contracts.MONDAY)
    return Party.objects.get(pk=party.pk)


def bring(party: Party, *, actor: Actor, at: datetime, kinds: tuple[str, ...] = KINDS) -> None:
    """Upload a document of each kind."""
    for kind in kinds:
        file = accept(kind=kind, file=files.upload(f"{kind}.pdf", files.pdf(f"{kind} {party.pk}")))
        add_evidence(party_id=party.pk, kind=kind, file=file, actor=actor, at=at)


def send(caller: Caller, party_id: int, *, kinds: tuple[str, ...] = KINDS) -> Any:
    """Upload the documents of a registration over the API and send it; return the answer to that."""
    acting = caller.headers | {"Acting-Party": str(party_id)}
    for kind in kinds:
        body = {"kind": kind, "file": files.upload(f"{kind}.pdf", files.pdf(f"{kind} {party_id}"))}
        keyed = {**acting, "Idempotency-Key": str(uuid4())}
        made = caller.client.post("/api/v1/registration-evidence/", body, format="multipart", headers=keyed)
        assert made.status_code == 201
    keyed = {**acting, "Idempotency-Key": str(uuid4())}
    return caller.client.post(f"/api/v1/registrations/{party_id}/send/", {}, format="json", headers=keyed)

"""Handlers of events: binding certificates to parties."""

from applicants.services.bindings import bind_list, bind_waiting_certificates
from core.models import Event


def party_verified(*, event: Event) -> None:
    """Bind the certificates that have the name of the verified party and no party yet."""
    bind_waiting_certificates(party_id=event.subject_id, at=event.at)


def list_imported(*, event: Event) -> None:
    """Bind certificates to parties that registered while the list was being imported."""
    bind_list(list_id=event.subject_id, at=event.at)

"""What applicants do when something has happened."""

from applicants.services.bindings import bind_list, bind_waiting_certificates
from core.models import Event


def party_verified(*, event: Event) -> None:
    """Certificates that waited for the name of the verified party are bound to it."""
    bind_waiting_certificates(party_id=event.subject_id, at=event.at)


def list_imported(*, event: Event) -> None:
    """Parties that came while the list was being imported get their certificates."""
    bind_list(list_id=event.subject_id, at=event.at)

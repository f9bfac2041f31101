"""Every row lock of this app: taken after the lock of the party (docs/locking.md)."""

from accounts.selectors.locks import lock_party
from applicants.models import Certificate
from core.values.errors import DomainError


def lock_certificate(certificate_id: int) -> Certificate:
    """Lock a certificate; its party, if any, is locked first. Raises `not_found`."""
    found = Certificate.objects.filter(pk=certificate_id).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    if found.party_id is not None:
        lock_party(found.party_id)
    return Certificate.objects.select_for_update(no_key=True).get(pk=certificate_id)

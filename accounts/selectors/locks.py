"""Locks of accounts. The party comes first of all: whatever a sanction or a manager may change waits for it."""

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper

from accounts.models import Party, Takeover
from core.values.errors import DomainError


def lock_party(party_id: int) -> Party:
    """The party, locked to the end of the transaction: the first lock of every service that takes one. `not_found`."""
    party = Party.objects.select_for_update(no_key=True).filter(pk=party_id).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


COLUMNS = ("id", "kind", "name", "state")
READ_PARTY = f"SELECT {', '.join(COLUMNS)} FROM accounts_party WHERE id = %s"
LOCK_PARTY = f"{READ_PARTY} FOR NO KEY UPDATE"


def send_party_lock(party_id: int) -> CursorWrapper:
    """Send the lock that `lock_party` takes, for a pipeline; `read_locked_party` reads what came back."""
    cursor = connection.cursor()
    cursor.execute(LOCK_PARTY, [party_id])
    return cursor


def read_locked_party(locked: CursorWrapper) -> Party:
    """The party that was locked, its name, kind and state; other columns are loaded when asked for. `not_found`."""
    row = locked.fetchone()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return Party.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)


def lock_party_by_uscc(uscc: str) -> Party | None:
    """The party of a code, locked, or None."""
    return Party.objects.select_for_update(no_key=True).filter(uscc=uscc).first()


def lock_takeover(takeover_id: int) -> Takeover:
    """The takeover, locked after its party. `not_found`."""
    takeover = Takeover.objects.filter(pk=takeover_id).first()
    if takeover is None:
        raise DomainError("not_found", kind="missing")
    lock_party(takeover.party_id)
    return Takeover.objects.select_for_update(no_key=True).get(pk=takeover_id)

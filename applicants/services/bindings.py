"""Binding of certificates to parties that register after the certificate was entered."""

from collections.abc import Sequence
from datetime import datetime

from accounts.selectors.parties import get_party, map_parties_by_uscc, map_verified_by_name
from applicants.models import Certificate
from applicants.selectors.certificates import waiting_certificates, waiting_of_list
from core.database.transactions import write
from core.events.recording import Change, record_many


@write
def bind_waiting_certificates(*, party_id: int, at: datetime) -> int:
    """Bind the certificates of this party that have no party yet (资质匹配); return how many.

    By code and by name once the party is verified, by name if it is the only one of that name: anyone can register a
    code or a name.
    """
    party = get_party(party_id)
    return bind(list(waiting_certificates(uscc=party.uscc, match_name=party.match_name)), at=at)


@write
def bind_list(*, list_id: int, at: datetime) -> int:
    """Bind the certificates of a list to parties that registered during its import; return how many."""
    return bind(list(waiting_of_list(list_id)), at=at)


def find_parties(holders: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return (code, normalised name) → party: by code if there is one, else by name if one verified organisation has it."""
    by_code = map_parties_by_uscc({code for code, _ in holders if code})
    by_name = map_verified_by_name({name for code, name in holders if not code})
    found = {holder: by_code.get(holder[0]) if holder[0] else by_name.get(holder[1]) for holder in holders}
    return {holder: party_id for holder, party_id in found.items() if party_id is not None}


def bind(waiting: list[Certificate], *, at: datetime) -> int:
    """Bind each of these certificates whose party is found; one event each. Return how many."""
    parties = find_parties([(row.holder_uscc, row.holder_match_name) for row in waiting])
    bound = [row for row in waiting if (row.holder_uscc, row.holder_match_name) in parties]
    for row in bound:
        row.party_id = parties[(row.holder_uscc, row.holder_match_name)]
    Certificate.objects.bulk_update(bound, ["party"], batch_size=1000)
    record_many([as_change("certificate.bound", row, actor_id=None, at=at) for row in bound])
    return len(bound)


def as_change(
    event_type: str, row: Certificate, *, actor_id: int | None, at: datetime, data: dict[str, str] | None = None
) -> Change:
    """Return the event of a certificate."""
    known = {"kind": row.kind, "number": row.number, "until": row.valid_until.isoformat()}
    return Change(
        type=event_type,
        subject_kind="certificate",
        subject_id=row.pk,
        party_id=row.party_id,
        actor_id=actor_id,
        at=at,
        data=known | (data or {}),
    )

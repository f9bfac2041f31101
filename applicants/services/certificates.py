"""Certificates entered, bound and revoked one by one by a case officer."""

from datetime import date, datetime

from accounts.selectors.conflicts import require_no_conflict, require_no_conflict_with_holder
from accounts.selectors.locks import lock_party
from applicants.models import Certificate
from applicants.rules.list_cells import certificate_number, last_day
from applicants.rules.profiles import LISTED_KINDS
from applicants.selectors.applicants import is_enterprise
from applicants.selectors.locks import lock_certificate
from applicants.services.bindings import as_change
from core.database.transactions import write
from core.events.recording import record
from core.values.actors import Actor
from core.values.errors import DomainError


@write
def enter_certificate(
    *,
    party_id: int,
    kind: str,
    number: str,
    valid_from: date,
    valid_until: date | None,
    first_entry: date | None,
    actor: Actor,
    at: datetime,
) -> Certificate:
    """Enter a certificate of an enterprise (录入资质), both days included; `valid_until` defaults to the usual last day.

    Raises `not_found`; `certificate_number` for a malformed number; `required` for a last day without a usual value;
    `certificate_days` for days out of order; `certificate_number_taken`; `conflict_of_interest`.
    """
    party = lock_party(party_id)
    if not is_enterprise(party_id):
        raise DomainError("not_found", field="party", kind="missing")
    require_no_conflict(user_id=actor.user_id, party_ids=[party_id], at=at)
    tidy = certificate_number(kind=kind, text=number)
    if tidy is None:
        raise DomainError("certificate_number", field="number", value=number[:60])
    if valid_until is None and kind not in LISTED_KINDS:
        raise DomainError("required", field="valid_until")
    last = valid_until or last_day(kind=kind, number=tidy, first=valid_from)
    first = (first_entry or valid_from) if kind == "tech_sme" else first_entry
    _check_days(first=valid_from, last=last, first_entry=first)
    row = Certificate.objects.create(
        party_id=party_id,
        kind=kind,
        number=tidy,
        holder_name=party.name,
        holder_match_name=party.match_name,
        holder_uscc=party.uscc or "",
        first_entry=first,
        valid_from=valid_from,
        valid_until=last,
        entered_by_id=actor.user_id,
    )
    record(as_change("certificate.entered", row, actor_id=actor.user_id, at=at))
    return row


@write
def bind_certificate(*, certificate_id: int, party_id: int, actor: Actor, at: datetime) -> Certificate:
    """Bind a certificate without a party to the party that a case officer identified as its holder (人工匹配).

    Raises `not_found`; `illegal_state` if the certificate has a party; `conflict_of_interest`.
    """
    lock_party(party_id)
    row = lock_certificate(certificate_id)
    if not is_enterprise(party_id):
        raise DomainError("not_found", field="party", kind="missing")
    if row.party_id is not None:
        raise DomainError("illegal_state", kind="refused", state="bound")
    require_no_conflict(user_id=actor.user_id, party_ids=[party_id], at=at)
    row.party_id = party_id
    row.save(update_fields=["party"])
    record(as_change("certificate.bound", row, actor_id=actor.user_id, at=at))
    return row


@write
def revoke_certificate(
    *, certificate_id: int, revoked_on: date, reason: str, actor: Actor, at: datetime
) -> Certificate:
    """Revoke a certificate (撤销资质): its last valid day is the day before. Earlier claims are not affected.

    Raises `not_found`; `illegal_state` if it is revoked already; `certificate_days` for a day outside its validity;
    `conflict_of_interest`.
    """
    row = lock_certificate(certificate_id)
    if row.revoked_on is not None:
        raise DomainError("illegal_state", kind="refused", state="revoked")
    _require_no_conflict_with_holder(row, actor=actor, at=at)
    if not row.valid_from <= revoked_on <= row.valid_until:
        raise _days_error(first=row.valid_from, last=row.valid_until, field="revoked_on")
    row.revoked_on = revoked_on
    row.save(update_fields=["revoked_on"])
    data = {"revoked_on": revoked_on.isoformat(), "reason": reason}
    record(as_change("certificate.revoked", row, actor_id=actor.user_id, at=at, data=data))
    return row


def _require_no_conflict_with_holder(row: Certificate, *, actor: Actor, at: datetime) -> None:
    if row.party_id is not None:
        require_no_conflict(user_id=actor.user_id, party_ids=[row.party_id], at=at)
    name = row.holder_match_name
    require_no_conflict_with_holder(user_id=actor.user_id, uscc=row.holder_uscc, name=name, at=at)


def _check_days(*, first: date, last: date, first_entry: date | None) -> None:
    if last < first:
        raise _days_error(first=first, last=last, field="valid_until")
    if first_entry is not None and first_entry > first:
        raise _days_error(first=first_entry, last=first, field="first_entry")


def _days_error(*, first: date, last: date, field: str) -> DomainError:
    return DomainError("certificate_days", field=field, first=first.isoformat(), last=last.isoformat())

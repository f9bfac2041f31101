"""Registration of enterprises by code, and their declared facts."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.rules.roles import Role
from accounts.rules.states import PartyState
from accounts.selectors.locks import lock_party
from accounts.services.parties import find_own_party, register_organisation
from applicants.models import Enterprise
from applicants.services.founders import FounderEntry, set_founders
from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import require_version
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError

DECLARABLE = frozenset({PartyState.REGISTERED, PartyState.VERIFIED})
"""States of a party in which its declared facts may be updated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseFacts:
    """The declared facts of an enterprise (申领单位申报信息, article 7). Money in yuan."""

    region: str
    district: str
    established_on: date
    legal_person: bool
    staff: int
    annual_sales: Decimal
    total_assets: Decimal
    sound_finance: bool
    bad_credit: bool
    industry: str


@write
def register_enterprise(
    *,
    name: str,
    uscc: str,
    facts: EnterpriseFacts,
    founders: Sequence[FounderEntry] = (),
    actor: Actor,
    at: datetime,
    draft: bool = False,
) -> Enterprise:
    """Register an enterprise by its code (企业注册); the user becomes its manager.

    A `draft` is sent later, with its documents.

    `founders` are those who are or were in a team: yearly limits and bars follow them. Certificates of official lists
    are bound once a case officer has verified the party. Raises `established_in_future`; `enterprise_exists` for a
    registered enterprise; as `set_founders`; else as `register_organisation`.
    """
    _check_facts(facts, at=at)
    own = find_own_party(uscc=uscc, actor=actor)
    was_refused = own is not None and own.state == PartyState.REFUSED
    party = register_organisation(name=name, uscc=uscc, role=Role.APPLICANT_MANAGER, actor=actor, at=at, draft=draft)
    row = Enterprise.objects.filter(pk=party.pk).first()
    if row is not None and not was_refused:
        raise DomainError("enterprise_exists", field="uscc", kind="refused")
    if row is None:
        row = Enterprise.objects.create(party_id=party.pk, declared_at=at, **asdict(facts))
        _record(
            "enterprise.registered", row, data=_plain(asdict(facts)) | {"founders": len(founders)}, actor=actor, at=at
        )
    else:
        _declare(row, facts, actor=actor, at=at)
    set_founders(row, founders, at=at)
    return row


@write
def update_declaration(
    *, party_id: int, facts: EnterpriseFacts, version: int, actor: Actor, at: datetime
) -> Enterprise:
    """Update the declared facts (更新申报信息). Earlier claims keep the facts they were decided on.

    Raises `established_in_future`, `stale_version`, `illegal_state` for a refused or suspended party, `not_found`.
    """
    _check_facts(facts, at=at)
    party = lock_party(party_id)
    row = Enterprise.objects.filter(pk=party_id).first()
    if row is None or actor.party_id != party_id:
        raise DomainError("not_found", kind="missing")
    if party.state not in DECLARABLE:
        raise DomainError("illegal_state", kind="refused", state=party.state)
    require_version(row, version)
    _declare(row, facts, actor=actor, at=at)
    return row


def _declare(row: Enterprise, facts: EnterpriseFacts, *, actor: Actor, at: datetime) -> None:
    fresh = asdict(facts)
    changes = {name: [getattr(row, name), value] for name, value in fresh.items() if getattr(row, name) != value}
    for name, value in fresh.items():
        setattr(row, name, value)
    row.version += 1
    row.declared_at = at
    row.save()
    _record("enterprise.declared", row, data={"changes": _plain(changes)}, actor=actor, at=at)


def _check_facts(facts: EnterpriseFacts, *, at: datetime) -> None:
    if facts.established_on > beijing_day(at):
        raise DomainError("established_in_future", field="established_on")


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values with days and amounts as text, for the data of an event."""
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: object) -> object:
    if isinstance(value, list):
        return [_plain_value(item) for item in value]
    return str(value) if isinstance(value, date | Decimal) else value


def _record(event_type: str, row: Enterprise, *, data: Mapping[str, object], actor: Actor, at: datetime) -> None:
    record(
        Change(
            type=event_type,
            subject_kind="enterprise",
            subject_id=row.party_id,
            party_id=row.party_id,
            actor_id=actor.user_id,
            at=at,
            data={"version": row.version, **data},
        )
    )

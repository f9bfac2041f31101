"""Parties and takeovers, restricted to what the actor may see."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TypeAlias

from django.conf import settings
from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.module_loading import import_string

from accounts.models import Party, Takeover
from accounts.rules.registrations import registration_standing
from accounts.rules.roles import STAFF_ROLES
from accounts.rules.states import HOLDING_PARTIES, PartyState, TakeoverState
from core.access.checks import of_party
from core.database.searching import contains, of_number
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.object_numbers import Series, id_in_series
from core.values.standings import Standing

PartyRow: TypeAlias = Party
TakeoverRow: TypeAlias = Takeover
"""The type of a row for views and pages, which do not import models."""


def visible_parties(actor: Actor) -> QuerySet[Party]:
    """Return every party that was sent for staff, for others the acting party."""
    rows = Party.objects.all()
    return rows.filter(draft=False) if actor.has(*STAFF_ROLES) else of_party(rows, actor, column="pk")


def parties_with_evidence(actor: Actor) -> QuerySet[Party]:
    """Return the parties whose evidence of registration the actor may see: the own one for members, all for staff."""
    return visible_parties(actor)


def list_overdue_registrations(*, before: datetime) -> list[tuple[int, str, datetime]]:
    """Return id, name and moment of the unverified parties that wait for an officer since before a moment, oldest first."""
    waiting = Party.objects.filter(_AWAITS_OFFICER).annotate(since=_SINCE).filter(since__lte=before)
    return list(waiting.order_by("since", "pk").values_list("pk", "name", "since"))


_AWAITS_OFFICER = Q(state=PartyState.REGISTERED, draft=False) & (Q(asked_at=None) | Q(answered_at__gte=F("asked_at")))
_SINCE = Greatest("registered_at", Coalesce("answered_at", "registered_at"))
"""The filter of registrations that await an officer, and the moment since which they do."""


def visible_takeovers(actor: Actor) -> QuerySet[Takeover]:
    """Return for staff every takeover that names a party, for others their own requests."""
    rows = Takeover.objects.select_related("party", "claimant")
    return rows.exclude(party=None) if actor.has(*STAFF_ROLES) else rows.filter(claimant_id=actor.user_id)


def search_takeovers(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Takeover]:
    """Return the takeovers that the actor may see, in a state, with a number."""
    rows = visible_takeovers(actor)
    rows = rows.filter(of_number(text, Series.TAKEOVER)) if text else rows
    return rows.filter(state=TakeoverState(state)) if state else rows


def get_visible_takeover(actor: Actor, takeover_id: int) -> Takeover:
    """Return a takeover that the actor may see. Raises `not_found` (404)."""
    row = visible_takeovers(actor).filter(pk=takeover_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def search_parties(actor: Actor, *, state: str = "", kind: str = "", text: str = "") -> QuerySet[Party]:
    """Return the parties that the actor may see, filtered by state, kind, and name, code or number."""
    rows = visible_parties(actor).select_related("decided_by")
    rows = rows.filter(state=PartyState(state)) if state else rows
    rows = rows.filter(kind=kind) if kind else rows
    if (number := id_in_series(text, Series.PARTY)) is not None:
        return rows.filter(pk=number)
    return rows.filter(contains(text, "name", names=["match_name"], codes=["uscc"])) if text else rows


def list_rivals(party: Party) -> list[Party]:
    """Return the other registrations of a party's code (同码注册), or the other live teams of a team's members.

    Oldest first, none that was not sent. The caller checks who may see them.
    """
    of_code = Q(uscc=party.uscc) if party.uscc else Q(pk__in=_rival_teams(party.pk))
    rows = Party.objects.filter(of_code, draft=False).exclude(pk=party.pk).select_related("registered_by", "decided_by")
    return list(rows.order_by("registered_at", "pk"))


def _rival_teams(party_id: int) -> frozenset[int]:
    teams: Mapping[int, frozenset[int]] = import_string(settings.PARTY_RIVALS)(party_ids=[party_id])
    return teams.get(party_id, frozenset())


def get_visible_party(actor: Actor, party_id: int) -> Party:
    """Return a party that the actor may see. Raises `not_found` (404)."""
    party = search_parties(actor).filter(pk=party_id).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


def standing_of(party: Party) -> Standing:
    """Return who acts on the party's registration now, since when and until when."""
    return registration_standing(
        state=PartyState(party.state),
        draft=party.draft,
        registered_at=party.registered_at,
        asked_at=party.asked_at,
        answered_at=party.answered_at,
        decided_at=party.decided_at,
    )


def count_unverified() -> int:
    """Return how many parties are pending verification."""
    return Party.objects.filter(state=PartyState.REGISTERED, draft=False).count()


def find_oldest_unverified() -> date | None:
    """Return the Beijing day on which the oldest registration that an officer has to check became pending, or None."""
    oldest: datetime | None = Party.objects.filter(_AWAITS_OFFICER).aggregate(oldest=Min(_SINCE))["oldest"]
    return beijing_day(oldest) if oldest else None


def get_party(party_id: int) -> Party:
    """Return the party. Raises `not_found` (404)."""
    party = Party.objects.filter(pk=party_id).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


def get_authority() -> Party:
    """Return the party of the authority (市科委、中关村管委会). Raises `not_found` before it is created."""
    party = Party.objects.filter(kind=Party.AUTHORITY).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


def map_party_names(party_ids: Collection[int]) -> dict[int, str]:
    """Return party → name for the parties. One query."""
    return dict(Party.objects.filter(pk__in=party_ids).values_list("pk", "name"))


def map_parties_by_uscc(codes: Collection[str]) -> dict[str, int]:
    """Return code → party id for the codes that a verified or suspended party holds. One query."""
    rows = Party.objects.filter(uscc__in=codes, state__in=HOLDING_PARTIES).values_list("uscc", "id")
    return {uscc: party_id for uscc, party_id in rows if uscc}


def map_verified_by_name(names: Collection[str]) -> dict[str, int]:
    """Return normalised name → id of the only verified organisation with that name. One query.

    A name that two organisations share is left out.
    """
    rows = list(
        Party.objects.filter(kind=Party.ORGANISATION, state=PartyState.VERIFIED, match_name__in=names).values_list(
            "match_name", "id"
        )
    )
    times = Counter(name for name, _ in rows)
    return {name: party_id for name, party_id in rows if times[name] == 1}

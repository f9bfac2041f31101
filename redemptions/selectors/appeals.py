"""Reads of appeals: who may see them, which wait for the authority, and who has a part in the decision."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TypeAlias

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES
from core.access.checks import of_party
from core.database.searching import contains
from core.events.history import list_actors
from core.models import Event
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.object_numbers import Series, id_in_series
from redemptions.models import Appeal, Redemption
from redemptions.permissions import STAFF
from redemptions.rules.appeals import Appellant, is_closed
from redemptions.rules.states import AppealState, RedemptionState

AppealRow: TypeAlias = Appeal
"""The model's name for pages and views, which import no models."""
TO_EXAMINE, TO_DECIDE = "to_examine", "to_decide"
"""Filter values beside the states: appeals that the reader may examine, no further one can come; that the reader may decide."""


def visible_appeals(actor: Actor) -> QuerySet[Appeal]:
    """Return the appeals an actor may see: a party's own, all for staff. The other side's reasons are not shown (I12)."""
    rows = Appeal.objects.select_related("redemption__contract", "party")
    if actor.has(*STAFF):
        return rows
    own = of_party(rows, actor, column="party_id")
    return own if actor.has(*UNIT_ROLES, *APPLICANT_ROLES) else own.none()


def search_appeals(actor: Actor, *, state: str = "", text: str = "", on: date) -> QuerySet[Appeal]:
    """Return the visible appeals, filtered by state, TO_EXAMINE or TO_DECIDE, and by number, contract or party.

    Each comes with the people who examined and decided it.
    """
    rows = visible_appeals(actor).select_related("examined_by", "decided_by")
    if state:
        rows = rows.filter(_wanted(state, user_id=actor.user_id, on=on))
    if not text:
        return rows
    if (number := id_in_series(text, Series.APPEAL)) is not None:
        return rows.filter(pk=number)
    if (number := id_in_series(text, Series.REDEMPTION)) is not None:
        return rows.filter(redemption=number)
    return rows.filter(contains(text, "redemption__contract__title", "party__name", names=["party__match_name"]))


def get_visible_appeal(actor: Actor, appeal_id: int) -> Appeal:
    """Return an appeal that the actor may see; `not_found`, also for another party's."""
    people = ("examined_by", "decided_by", "redemption__applicant", "redemption__unit__party")
    row = visible_appeals(actor).select_related(*people).filter(pk=appeal_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_appeal(appeal_id: int) -> Appeal:
    """Return the appeal with its redemption and contract; `not_found`."""
    row = Appeal.objects.select_related("redemption__contract", "party").filter(pk=appeal_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_appealable(actor: Actor, redemption_id: int) -> Redemption:
    """Return a redemption of which the actor's party is a side; `not_found` for everybody else."""
    sides = Q(unit_id=actor.party_id) | Q(applicant_id=actor.party_id)
    rows = Redemption.objects.select_related("contract").filter(sides, pk=redemption_id)
    row = rows.first() if actor.party_id is not None and actor.has(*UNIT_ROLES, *APPLICANT_ROLES) else None
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def side_of(redemption: Redemption, party_id: int | None) -> Appellant | None:
    """Return the side of a party in a decision, None for a party that is none."""
    sides = {redemption.unit_id: Appellant.UNIT, redemption.applicant_id: Appellant.APPLICANT}
    return None if party_id is None else sides.get(party_id)


def list_live_appeals(redemption_id: int) -> list[Appeal]:
    """Return the appeals and waivers against the present decision, oldest first."""
    rows = Appeal.objects.select_related("party").filter(redemption=redemption_id, live=True)
    return list(rows.order_by("pk"))


def sides_of(appeals: Iterable[Appeal]) -> set[str]:
    """Return the sides that have appealed or waived their appeal."""
    return {appeal.side for appeal in appeals}


def is_appeal_closed(appeal: Appeal, *, at: datetime) -> bool:
    """Whether no further appeal against its decision can come."""
    answered = sides_of(list_live_appeals(appeal.redemption_id))
    return is_closed(answered=answered, appeal_by=appeal.redemption.appeal_by, on=beijing_day(at))


def list_deciders(redemption_id: int) -> set[int]:
    """Return everybody who decided or approved a redemption, or cleared or signed a batch that had collected it, at any
    time. `_with_part_of` says it as a filter.
    """
    own = Event.objects.filter(subject_kind="redemption", subject_id=redemption_id)
    batches = own.filter(type="redemption.collected").values_list("data__batch", flat=True)
    cleared = Event.objects.filter(subject_kind="batch", subject_id__in=set(batches))
    cleared = cleared.filter(type__in=["batch.cleared", "batch.signed"])
    decided = own.filter(type__in=["redemption.recommended", "redemption.decided", "redemption.raised"])
    people = [
        person
        for rows in (decided, cleared)
        for pair in rows.values_list("actor_id", "data__principal")
        for person in pair
    ]
    return {person for person in people if person is not None}


def waits_for(appeal: Appeal, *, wanted: str, user_id: int, on: date) -> bool:
    """Whether an appeal is one that a person may examine (TO_EXAMINE) or decide (TO_DECIDE)."""
    return Appeal.objects.filter(_wanted(wanted, user_id=user_id, on=on), pk=appeal.pk).exists()


def list_involved(*, operation: str, case_id: int, user_ids: Collection[int]) -> set[int]:
    """Return everybody who acted on an appeal or had a part in the decision that it contests (settings.CASE_PARTS)."""
    return list_deciders(get_appeal(case_id).redemption_id) | list_actors(subject_kind="appeal", subject_id=case_id)


def map_appeal_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return appeal → the applicant and the unit of its redemption (settings.CASE_PARTIES). One query."""
    rows = Appeal.objects.filter(pk__in=case_ids)
    parties = rows.values_list("pk", "redemption__applicant_id", "redemption__unit_id")
    return {pk: frozenset({applicant_id, unit_id}) for pk, applicant_id, unit_id in parties}


def count_appeals(wanted: str, *, user_id: int, at: datetime) -> int:
    """Count the appeals that a person may examine (TO_EXAMINE) or decide (TO_DECIDE). One query."""
    return Appeal.objects.filter(_wanted(wanted, user_id=user_id, on=beijing_day(at))).count()


def list_unanswered(side: Appellant, *, days: Collection[date]) -> QuerySet[Redemption]:
    """Return the decisions that a side may appeal until one of these days, and has neither appealed nor waived."""
    mine = Appeal.objects.filter(redemption=OuterRef("pk"), live=True, side=side)
    states = [RedemptionState.DECIDED, RedemptionState.APPEALED]
    rows = Redemption.objects.filter(~Exists(mine), state__in=states, appeal_by__in=days)
    return rows.select_related("contract")


def _wanted(wanted: str, *, user_id: int, on: date) -> Q:
    """Return the filter of a state or of a value beside the states."""
    if wanted == TO_EXAMINE:
        return _ready(on) & ~_with_part_of(user_id)
    if wanted == TO_DECIDE:
        together = Appeal.objects.filter(redemption=OuterRef("redemption"), live=True, examined_by_id=user_id)
        return Q(state=AppealState.EXAMINED) & ~Q(Exists(together)) & ~_with_part_of(user_id)
    return Q(state=AppealState(wanted))


def _with_part_of(user_id: int) -> Q:
    """Return the filter of appeals against a decision in which a person has a part: those of its `list_deciders`."""
    own = Event.objects.filter(subject_kind="redemption", subject_id=OuterRef("redemption_id"))
    collected = Event.objects.filter(
        subject_kind="redemption", subject_id=OuterRef(OuterRef("redemption_id")), type="redemption.collected"
    )
    batches = collected.values(batch=Cast(KeyTextTransform("batch", "data"), BigIntegerField()))
    acted = Q(actor_id=user_id) | Q(data__principal=user_id)
    decided = own.filter(acted, type__in=["redemption.recommended", "redemption.decided", "redemption.raised"])
    signed = Event.objects.filter(acted, subject_kind="batch", type__in=["batch.cleared", "batch.signed"])
    return Q(Exists(decided)) | Q(Exists(signed.filter(subject_id__in=batches)))


def _ready(on: date) -> Q:
    both = Appeal.objects.filter(live=True).values("redemption").annotate(n=Count("pk")).filter(n=len(Appellant))
    return Q(state=AppealState.FILED) & (Q(redemption__appeal_by__lt=on) | Q(redemption__in=both.values("redemption")))

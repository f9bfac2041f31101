"""Reads of applications to become an open unit."""

from datetime import date, datetime
from typing import TypeAlias

from django.db.models import Min, Q, QuerySet

from accounts.rules.roles import STAFF_ROLES
from accounts.selectors.parties import standing_of
from core.database.searching import of_number
from core.personal_data.encryption import decrypt
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.object_numbers import Series
from core.values.standings import Standing
from facilities.models import UnitApplication
from facilities.rules.applications import application_standing
from facilities.rules.states import ApplicationState

MOST_SHOWN = 20
TO_ANSWER = "to_answer"
"""A filter value beside the states: pending applications of others, whose registration was sent."""

ApplicationRow: TypeAlias = UnitApplication
"""The type of a row, for pages and views, which may not import models."""


def visible_applications(actor: Actor) -> QuerySet[UnitApplication]:
    """Return the applications of registrations that were sent for staff, for others their own."""
    rows = UnitApplication.objects.select_related("party", "requested_by")
    return rows.filter(party__draft=False) if actor.has(*STAFF_ROLES) else rows.filter(requested_by_id=actor.user_id)


def search_applications(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[UnitApplication]:
    """Return the applications that the actor may see, in a state or TO_ANSWER, with a number."""
    rows = visible_applications(actor)
    rows = rows.filter(of_number(text, Series.UNIT_APPLICATION)) if text else rows
    if state == TO_ANSWER:
        return rows.filter(_to_answer(actor.user_id))
    return rows.filter(state=ApplicationState(state)) if state else rows


def list_own_applications(user_id: int) -> list[UnitApplication]:
    """Return the newest applications that the person made."""
    rows = UnitApplication.objects.select_related("party").filter(requested_by_id=user_id)
    return list(rows.order_by("-pk")[:MOST_SHOWN])


def list_party_applications(actor: Actor, party_id: int) -> list[UnitApplication]:
    """Return the newest applications of a party that the actor may see."""
    return list(visible_applications(actor).filter(party_id=party_id).order_by("-pk")[:MOST_SHOWN])


def standing_of_application(row: UnitApplication) -> Standing:
    """Return who acts on an application now, and since when."""
    return application_standing(
        state=ApplicationState(row.state),
        registration=standing_of(row.party),
        requested_at=row.requested_at,
        decided_at=row.decided_at,
    )


def get_visible_application(actor: Actor, application_id: int) -> UnitApplication:
    """Return an application that the actor may see. Raises `not_found` (404)."""
    row = visible_applications(actor).filter(pk=application_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def count_applications_to_answer(user_id: int) -> int:
    """Return how many applications of others a person may answer."""
    return UnitApplication.objects.filter(_to_answer(user_id)).count()


def find_oldest_application(user_id: int) -> date | None:
    """Return the Beijing day of the oldest pending application that a person may answer, or None."""
    rows = UnitApplication.objects.filter(_to_answer(user_id))
    oldest: datetime | None = rows.aggregate(oldest=Min("requested_at"))["oldest"]
    return beijing_day(oldest) if oldest else None


def _to_answer(user_id: int) -> Q:
    return Q(state=ApplicationState.REQUESTED, party__draft=False) & ~Q(requested_by_id=user_id)


def list_overdue_applications(*, before: datetime) -> list[tuple[int, str]]:
    """Return id and organisation of the applications that await an officer since before a moment, oldest first."""
    rows = UnitApplication.objects.filter(
        state=ApplicationState.REQUESTED,
        requested_at__lte=before,
        party__draft=False,
        party__registered_at__lte=before,
    )
    return list(rows.order_by("pk").values_list("pk", "party__name"))


def open_contact(row: UnitApplication) -> str:
    """Return the decrypted contact. Only for who answers the application, and its own applicant."""
    return decrypt(bytes(row.contact_encrypted), context=contact_context(row.party_id))


def contact_context(party_id: int) -> str:
    """Return what the encrypted contact is bound to."""
    return f"unit_application:{party_id}"

"""Reads of appointments."""

from datetime import datetime
from typing import TypeAlias

from django.db.models import Q, QuerySet

from accounts.models import Appointment
from accounts.rules.states import AppointmentState
from core.values.errors import DomainError

AppointmentRow: TypeAlias = Appointment
"""The model's name for pages and views, which import no models."""


TO_DECIDE = "to_decide"
"""A filter value beside the states: proposed appointments that the reader may confirm."""


def list_appointments() -> QuerySet[Appointment]:
    """Return every appointment with its people."""
    return Appointment.objects.select_related("user", "proposed_by", "decided_by")


def search_appointments(*, state: str = "", user_id: int) -> QuerySet[Appointment]:
    """Return the appointments with their people, filtered by state or TO_DECIDE."""
    rows = list_appointments()
    if state == TO_DECIDE:
        return rows.filter(_to_decide(user_id))
    return rows.filter(state=AppointmentState(state)) if state else rows


def get_appointment(appointment_id: int) -> Appointment:
    """Return an appointment. Raises `not_found` (404)."""
    row = list_appointments().filter(pk=appointment_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def count_appointments_to_decide(user_id: int) -> int:
    """Count the proposed appointments that this administrator may confirm: neither proposed by them nor theirs."""
    return Appointment.objects.filter(_to_decide(user_id)).count()


def _to_decide(user_id: int) -> Q:
    return Q(state=AppointmentState.PROPOSED) & ~Q(proposed_by=user_id) & ~Q(user=user_id)


def find_block(*, at: datetime) -> datetime | None:
    """Return until when the latest replacement of an administrator blocks another, or None."""
    rows = Appointment.objects.filter(origin=Appointment.REPLACEMENT, blocked_until__gt=at)
    return rows.order_by("-blocked_until").values_list("blocked_until", flat=True).first()

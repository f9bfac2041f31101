"""Reads of appointments."""

from datetime import datetime
from typing import TypeAlias

from django.db.models import QuerySet

from accounts.models import Appointment
from accounts.rules.states import AppointmentState
from core.values.errors import DomainError

AppointmentRow: TypeAlias = Appointment
"""The model's name for pages and views, which import no models."""


def list_appointments(*, state: str = "") -> QuerySet[Appointment]:
    """Return the appointments with their people, filtered by state."""
    rows = Appointment.objects.select_related("user", "proposed_by", "decided_by")
    return rows.filter(state=AppointmentState(state)) if state else rows


def get_appointment(appointment_id: int) -> Appointment:
    """Return an appointment. Raises `not_found` (404)."""
    row = list_appointments().filter(pk=appointment_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def count_appointments_to_decide(user_id: int) -> int:
    """Count the proposed appointments that this administrator may confirm: neither proposed by them nor theirs."""
    rows = Appointment.objects.filter(state=AppointmentState.PROPOSED)
    return rows.exclude(proposed_by=user_id).exclude(user=user_id).count()


def find_block(*, at: datetime) -> datetime | None:
    """Return until when the latest replacement of an administrator blocks another, or None."""
    rows = Appointment.objects.filter(origin=Appointment.REPLACEMENT, blocked_until__gt=at)
    return rows.order_by("-blocked_until").values_list("blocked_until", flat=True).first()

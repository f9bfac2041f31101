"""Appointments: the roles of the authority, granted by two persons."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from accounts.rules.roles import AUTHORITY_ROLES
from accounts.rules.states import APPOINTMENT, AppointmentState
from core.database.triggers import legal_transitions
from core.models.states import StateField


class Appointment(models.Model):
    """A role of the authority for a user (任命), proposed by one administrator and confirmed by another (I11).

    The two founding administrators and a replacement come from a command of the server and have no proposer. After a
    replacement no other is possible until `blocked_until`.
    """

    PROPOSAL, FOUNDING, REPLACEMENT = "proposal", "founding", "replacement"

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    origin = models.CharField(max_length=20, default=PROPOSAL)
    state = StateField(AppointmentState, default=AppointmentState.PROPOSED)
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, default="")
    blocked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appointment_role_known", condition=Q(role__in=sorted(role.value for role in AUTHORITY_ROLES))
            ),
            models.CheckConstraint(
                name="appointment_confirmed_by_another",
                condition=~Q(state=AppointmentState.CONFIRMED)
                | ~Q(origin="proposal")
                | Q(proposed_by__isnull=False, decided_by__isnull=False)
                & ~Q(decided_by=F("proposed_by"))
                & ~Q(decided_by=F("user"))
                & ~Q(proposed_by=F("user")),
            ),
            models.CheckConstraint(
                name="appointment_by_command_is_of_an_administrator",
                condition=Q(origin="proposal") | Q(origin__in=["founding", "replacement"], role="system_admin"),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(state=AppointmentState.PROPOSED),
                name="appointment_one_proposed_a_role",
            ),
            ExclusionConstraint(
                name="appointment_one_replacement_in_seven_days",
                expressions=[
                    (
                        Func(
                            F("decided_at"), F("blocked_until"), function="tstzrange", output_field=DateTimeRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
                condition=Q(origin="replacement", state=AppointmentState.CONFIRMED),
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="appointment_by_state")]
        triggers = [
            *legal_transitions("appointment", APPOINTMENT),
            pgtrigger.ReadOnly(
                name="appointment_terms_never_change", fields=["user", "role", "origin", "proposed_by", "proposed_at"]
            ),
            pgtrigger.Protect(name="appointment_never_deleted", operation=pgtrigger.Delete),
        ]

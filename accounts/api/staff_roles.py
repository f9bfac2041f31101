"""Roles of the authority over the API."""

from datetime import datetime

from django.db.models import Model, QuerySet

from accounts.api.filters import AppointmentFilter
from accounts.api.member_serializers import AppointmentOutput, MemberOutput, StaffRoleInput
from accounts.api.party_serializers import PartyReasonInput
from accounts.selectors.appointments import list_appointments
from accounts.services.staff_roles import (
    confirm_staff_role,
    end_staff_role,
    propose_staff_role,
    refuse_staff_role,
    withdraw_staff_role,
)
from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, DetailView


class Appointments(Collection):
    """The appointments to roles of the authority; POST proposes one."""

    operation = "staff_role.read"
    adding = "staff_role.manage"
    serializer_class = AppointmentOutput
    input_class = StaffRoleInput
    output_class = AppointmentOutput
    success_status = 201
    filterset_class = AppointmentFilter

    def visible(self) -> QuerySet[Model]:
        return list_appointments()

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return propose_staff_role(**data, actor=self.actor, at=at)


class AppointmentDetail(DetailView):
    """One appointment."""

    operation = "staff_role.read"
    serializer_class = AppointmentOutput

    def visible(self) -> QuerySet[Model]:
        return list_appointments()


class ConfirmAppointment(Command):
    """Confirm an appointment, as another administrator: the role begins."""

    operation = "staff_role.manage"
    serializer_class = Nothing
    output_class = AppointmentOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return confirm_staff_role(appointment_id=ids["pk"], actor=self.actor, at=at)


class RefuseAppointment(Command):
    """Refuse an appointment with a reason, as another administrator."""

    operation = "staff_role.manage"
    serializer_class = PartyReasonInput
    output_class = AppointmentOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return refuse_staff_role(appointment_id=ids["pk"], actor=self.actor, at=at, **data)


class WithdrawAppointment(Command):
    """Withdraw a proposed appointment."""

    operation = "staff_role.manage"
    serializer_class = Nothing
    output_class = AppointmentOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return withdraw_staff_role(appointment_id=ids["pk"], actor=self.actor, at=at)


class EndStaffRole(Command):
    """End a role of the authority."""

    operation = "staff_role.manage"
    serializer_class = Nothing
    output_class = MemberOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return end_staff_role(membership_id=ids["pk"], actor=self.actor, at=at)

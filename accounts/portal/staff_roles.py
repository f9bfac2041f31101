"""Pages of the roles of the authority: proposed by one administrator, confirmed by another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.member_forms import AppointmentSearchForm, RefuseForm, StaffRoleForm
from accounts.rules.appointments import PATIENCE
from accounts.rules.roles import AUTHORITY_ROLES
from accounts.selectors.appointments import AppointmentRow, get_appointment, search_appointments
from accounts.selectors.members import get_visible_member, list_kept_roles, visible_members
from accounts.services.staff_roles import (
    confirm_staff_role,
    end_staff_role,
    propose_staff_role,
    refuse_staff_role,
    withdraw_staff_role,
)
from core.idempotency.commands import Outcome
from core.values.actors import Actor
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.menu import ROLES
from core.web.pages import Choices, Context, FormData, ListPage


class StaffRoles(ListPage):
    """Who has which role of the authority, and the appointments."""

    operation = "staff_role.read"
    template = "accounts/staff_roles.html"
    form_class = AppointmentSearchForm

    def context(self) -> Context:
        manages = self.may("staff_role.manage")
        live = visible_members(self.actor).order_by("role", "user__name", "id")
        kept = list_kept_roles(self.actor.party)
        members = [
            {"row": row, "role": ROLES[row.role].label, "can_end": manages and row.role not in kept} for row in live
        ]
        return {"members": members, "may_manage": manages}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_appointments(state=wanted.get("state", ""), user_id=self.actor.user_id)


class ProposeStaffRole(StepPage):
    """Propose a role of the authority for a user."""

    machine = "appointment"
    operation = "staff_role.manage"
    template = "accounts/staff_role_propose.html"
    form_class = StaffRoleForm
    done = gettext_lazy("任命已提请，由另一位管理员确认后生效。")

    def field_choices(self) -> Mapping[str, Choices]:
        return {"role": [(role, str(ROLES[role].label)) for role in sorted(AUTHORITY_ROLES)]}

    def execute(self, data: FormData, **ids: int) -> Model:
        return propose_staff_role(username=data["username"], role=data["role"], actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("staff_role_list")


class Act(TypedDict):
    """Arguments of every service called here: the appointment, the actor, the moment."""

    appointment_id: int
    actor: Actor
    at: datetime


class _Step(ConfirmPage):
    machine = "appointment"
    operation = "staff_role.manage"
    tone = "primary"
    icon = "user-check"

    @cached_property
    def row(self) -> AppointmentRow:
        """The appointment of the address."""
        return get_appointment(self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("staff_role_list")

    def who(self) -> Act:
        """The arguments of the service."""
        return {"appointment_id": self.row.pk, "actor": self.actor, "at": self.at}

    def _what(self) -> str:
        row = self.row
        words = {"name": row.user.name, "username": row.user.username, "role": ROLES[row.role].label}
        return _("%(name)s（%(username)s）任%(role)s；") % words


class ConfirmStaffRole(_Step):
    """Confirm an appointment, as another administrator."""

    title = gettext_lazy("确认任命")
    confirm_label = gettext_lazy("确认任命")
    done = gettext_lazy("任命已生效。")

    def consequences(self) -> Sequence[str]:
        return (self._what(), _("立即生效；提请人和本人不能确认。"))

    def execute(self, data: FormData, **ids: int) -> Model:
        return confirm_staff_role(**self.who())


class RefuseStaffRole(_Step):
    """Refuse an appointment, as another administrator."""

    form_class = RefuseForm
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("不予任命")
    confirm_label = gettext_lazy("不予任命")
    done = gettext_lazy("任命未获确认。")

    def consequences(self) -> Sequence[str]:
        return (self._what(), _("不予任命，提请人会看到理由。"))

    def execute(self, data: FormData, **ids: int) -> Model:
        return refuse_staff_role(reason=data["reason"], **self.who())


class WithdrawStaffRole(_Step):
    """Withdraw a proposed appointment."""

    icon = "arrow-back-up"
    title = gettext_lazy("撤回任命")
    confirm_label = gettext_lazy("确认撤回")
    done = gettext_lazy("任命已撤回。")

    def consequences(self) -> Sequence[str]:
        days = PATIENCE.days
        return (self._what(), _("撤回后可以重新提请；未撤回的，%(days)d 日内无人确认即失效。") % {"days": days})

    def execute(self, data: FormData, **ids: int) -> Model:
        return withdraw_staff_role(**self.who())


class EndStaffRole(ConfirmPage):
    """End a role of the authority."""

    operation = "staff_role.manage"
    title = gettext_lazy("收回角色")
    confirm_label = gettext_lazy("确认收回")
    done = gettext_lazy("角色已收回。")

    def consequences(self) -> Sequence[str]:
        row = get_visible_member(actor=self.actor, membership_id=self.kwargs["pk"])
        words = {"name": row.user.name, "role": ROLES[row.role].label}
        return (
            _("%(name)s 不再是%(role)s，立即生效；") % words,
            _("其已办理的事项不受影响；恢复须重新提请、由另一人确认。"),
        )

    def back_url(self) -> str:
        return reverse("staff_role_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return end_staff_role(membership_id=ids["pk"], actor=self.actor, at=self.at)

"""Members of the acting party: its managers add and remove them."""

from collections.abc import Mapping

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.member_forms import MemberForm
from accounts.rules.roles import grantable_roles
from accounts.selectors.members import get_visible_member, visible_members
from accounts.services.members import add_member, remove_member
from core.idempotency.commands import Outcome
from core.web.menu import ROLES
from core.web.pages import Choices, Context, FormData, FormPage, Page


class Members(Page):
    """The members of the acting party."""

    operation = "member.read"
    template = "accounts/member_list.html"

    def context(self) -> Context:
        grantable = {role for own in self.actor.roles for role in grantable_roles(own)}
        members = list(visible_members(self.actor).order_by("user__name", "id"))
        lines = [
            {
                "row": row,
                "role": ROLES[row.role].label,
                "removable": self.may("member.manage") and row.role in grantable,
            }
            for row in members
        ]
        return {"lines": lines, "can_add": self.may("member.manage")}


class AddMember(FormPage):
    """Add a user as a member."""

    operation = "member.manage"
    template = "accounts/member_add.html"
    form_class = MemberForm
    done = gettext_lazy("成员已添加。")

    def field_choices(self) -> Mapping[str, Choices]:
        roles = sorted({role for own in self.actor.roles for role in grantable_roles(own)})
        return {"role": [(role, str(ROLES[role].label)) for role in roles]}

    def execute(self, data: FormData, **ids: int) -> Model:
        return add_member(
            party_id=self.actor.party,
            username=data["username"],
            role=data["role"],
            actor=self.actor,
            at=self.at,
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("member_list")


class RemoveMember(FormPage):
    """End a role of a member, after a confirmation."""

    operation = "member.manage"
    template = "components/confirm.html"
    done = gettext_lazy("成员的角色已收回。")

    def context(self) -> Context:
        row = get_visible_member(actor=self.actor, membership_id=self.kwargs["pk"])
        role = ROLES[row.role].label
        return {
            "title": _("移除成员"),
            "consequences": [
                _("%(name)s 不再是%(party)s的%(role)s，立即生效；")
                % {"name": row.user.name, "party": self.actor.party_name, "role": role},
                _("其已办理的事项不受影响，记录仍然保留；"),
                _("以后可以重新添加。"),
            ],
            "confirm_label": _("确认移除"),
            "cancel_url": reverse("member_list"),
        }

    def execute(self, data: FormData, **ids: int) -> Model:
        return remove_member(membership_id=ids["pk"], actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("member_list")

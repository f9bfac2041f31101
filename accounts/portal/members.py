"""Who acts for the party: its manager takes people in and lets them go."""

from collections.abc import Mapping

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.member_forms import MemberForm
from accounts.rules.roles import gives
from accounts.selectors.members import get_visible_member, visible_members
from accounts.services.members import add_member, remove_member
from core.idempotency.commands import Outcome
from core.web.menu import ROLES
from core.web.pages import Choices, Context, FormData, FormPage, Page


class Members(Page):
    """The members of the party acted for."""

    operation = "member.read"
    template = "accounts/member_list.html"

    def context(self) -> Context:
        given = {role for held in self.actor.roles for role in gives(held)}
        members = list(visible_members(self.actor).order_by("user__name", "id"))
        lines = [
            {
                "row": row,
                "role": ROLES[row.role].label,
                "removable": self.may("member.manage") and row.role in given,
            }
            for row in members
        ]
        return {"lines": lines, "can_add": self.may("member.manage")}


class AddMember(FormPage):
    """Take somebody in."""

    operation = "member.manage"
    template = "accounts/member_add.html"
    form_class = MemberForm
    done = gettext_lazy("成员已添加。")

    def field_choices(self) -> Mapping[str, Choices]:
        roles = sorted({role for held in self.actor.roles for role in gives(held)})
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
    """End a role of a member, after a page that says so."""

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

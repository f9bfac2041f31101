"""Members of the acting party: its managers invite and remove them, each may leave."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.member_forms import InvitationForm
from accounts.rules.invitations import state_for_inviter
from accounts.rules.roles import grantable_roles
from accounts.rules.states import InvitationState
from accounts.selectors.invitations import get_sent_invitation, sent_invitations
from accounts.selectors.members import get_visible_member, list_kept_roles, visible_members
from accounts.services.invitations import invite_member, withdraw_invitation
from accounts.services.members import leave_party, remove_member
from core.idempotency.commands import Outcome
from core.web.confirm_pages import ConfirmPage
from core.web.menu import ROLES
from core.web.pages import ACTING_PARTY, Choices, Context, FormData, FormPage, Page

MOST_SHOWN = 100


class Members(Page):
    """The members of the acting party."""

    operation = "member.read"
    template = "accounts/member_list.html"

    def context(self) -> Context:
        grantable = {role for own in self.actor.roles for role in grantable_roles(own)}
        members = list(visible_members(self.actor).order_by("user__name", "id"))
        kept = list_kept_roles(self.actor.party)
        own = {row.role for row in members if row.user_id == self.actor.user_id}
        lines = [
            {
                "row": row,
                "role": ROLES[row.role].label,
                "removable": self.may("member.manage") and row.role in grantable - kept,
            }
            for row in members
        ]
        return {
            "lines": lines,
            "invitations": self._invitations(grantable) if self.may("member.manage") else [],
            "can_invite": self.may("member.manage"),
            "can_leave": self.may("member.leave") and own.isdisjoint(kept),
            "can_prove": self.may("party.prove"),
        }

    def _invitations(self, grantable: Collection[str]) -> list[Context]:
        rows = sent_invitations(self.actor).filter(role__in=grantable).order_by("-id")[:MOST_SHOWN]
        return [
            {"row": row, "role": ROLES[row.role].label, "state": state_for_inviter(row.state)}
            for row in rows
            if row.state != InvitationState.ACCEPTED
        ]


class InviteMember(FormPage):
    """Invite a person as a member."""

    operation = "member.manage"
    template = "accounts/member_invite.html"
    form_class = InvitationForm
    done = gettext_lazy("邀请已发出。对方接受后即成为成员；在此之前不作任何改变。")

    def field_choices(self) -> Mapping[str, Choices]:
        roles = sorted({role for own in self.actor.roles for role in grantable_roles(own)})
        return {"role": [(role, str(ROLES[role].label)) for role in roles]}

    def execute(self, data: FormData, **ids: int) -> Model:
        return invite_member(
            party_id=self.actor.party, named=data["named"], role=data["role"], actor=self.actor, at=self.at
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
                _("以后可以重新邀请。"),
            ],
            "confirm_label": _("确认移除"),
            "cancel_url": reverse("member_list"),
        }

    def execute(self, data: FormData, **ids: int) -> Model:
        return remove_member(membership_id=ids["pk"], actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("member_list")


class WithdrawInvitation(ConfirmPage):
    """Withdraw an invitation that was not accepted."""

    operation = "member.manage"
    machine = "invitation"
    title = gettext_lazy("撤回邀请")
    confirm_label = gettext_lazy("确认撤回")
    done = gettext_lazy("邀请已撤回。")

    def consequences(self) -> Sequence[str]:
        row = get_sent_invitation(actor=self.actor, invitation_id=self.kwargs["pk"])
        return (
            _("发给 %(named)s 的邀请失效；") % {"named": row.named},
            _("以后可以重新邀请。"),
        )

    def back_url(self) -> str:
        return reverse("member_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return withdraw_invitation(invitation_id=ids["pk"], actor=self.actor, at=self.at)


class LeaveParty(ConfirmPage):
    """Leave the acting party."""

    operation = "member.leave"
    title = gettext_lazy("退出单位")
    confirm_label = gettext_lazy("确认退出")
    done = gettext_lazy("您已退出该单位。")

    def consequences(self) -> Sequence[str]:
        return (
            _("您不再是%(party)s的成员，您在其中的全部角色立即结束；") % {"party": self.actor.party_name},
            _("已办理的事项不受影响，记录仍然保留；"),
            _("再次加入须由其负责人重新邀请。"),
        )

    def back_url(self) -> str:
        return reverse("member_list")

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        self.request.session.pop(ACTING_PARTY, None)
        return reverse("choose_party")

    def execute(self, data: FormData, **ids: int) -> Model:
        return leave_party(actor=self.actor, at=self.at)

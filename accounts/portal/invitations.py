"""The answers to invitations that the user received."""

from collections.abc import Sequence
from functools import cached_property

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.invitations import InvitationRow, get_received_invitation
from accounts.services.invitations import accept_invitation, decline_invitation
from core.access.checks import user_id_of
from core.values.actors import Actor
from core.web.confirm_pages import ConfirmPage
from core.web.menu import ROLES
from core.web.pages import FormData


class _Answer(ConfirmPage):
    """An answer by the user as a person, whatever party the session acts for."""

    operation = "invitation.answer"
    machine = "invitation"

    @cached_property
    def actor(self) -> Actor:
        return Actor(user_id=user_id_of(self.request.user), party_id=None, party_name="", roles=frozenset())

    @cached_property
    def invitation(self) -> InvitationRow:
        """The invitation."""
        return get_received_invitation(user_id=self.actor.user_id, invitation_id=self.kwargs["pk"])

    def words(self) -> dict[str, str]:
        """Return the party and the role of the invitation, as sentences name them."""
        return {"party": self.invitation.party.name, "role": str(ROLES[self.invitation.role].label)}

    def back_url(self) -> str:
        return reverse("choose_party")


class Accept(_Answer):
    """Accept an invitation."""

    tone = "primary"
    icon = "user-check"
    title = gettext_lazy("接受邀请")
    confirm_label = gettext_lazy("确认接受")
    done = gettext_lazy("您已成为该单位的成员。")

    def consequences(self) -> Sequence[str]:
        return (
            _("您成为%(party)s的%(role)s，可以代表其办理业务；") % self.words(),
            _("该单位的负责人可以看到您的姓名和用户名；"),
            _("您在其他单位的角色不受影响，您可以随时退出。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return accept_invitation(invitation_id=ids["pk"], actor=self.actor, at=self.at)


class Decline(_Answer):
    """Decline an invitation."""

    title = gettext_lazy("谢绝邀请")
    confirm_label = gettext_lazy("确认谢绝")
    done = gettext_lazy("邀请已谢绝。")

    def consequences(self) -> Sequence[str]:
        return (_("您不加入%(party)s；对方不会收到通知，可以再次邀请您。") % self.words(),)

    def execute(self, data: FormData, **ids: int) -> Model:
        return decline_invitation(invitation_id=ids["pk"], actor=self.actor, at=self.at)

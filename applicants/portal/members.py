"""Members that verified teams have added: the list for staff, and the decisions of case officers."""

from collections.abc import Sequence
from functools import cached_property

from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applicants.selectors.members import TeamMemberRow, get_pending_member, pending_members
from applicants.services.members import confirm_member, refuse_member
from core.values.masking import mask_name
from core.web.confirm_pages import ConfirmPage
from core.web.fields import TextField
from core.web.pages import Context, FormData, ListPage


class MemberReasonForm(forms.Form):
    """The reason for the team."""

    reason = TextField(
        label=gettext_lazy("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("告知团队；请不要写出其他团队的名称。"),
    )


class PendingMembers(ListPage):
    """The members that await an officer."""

    operation = "team_member.read"
    template = "applicants/members/list.html"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return pending_members()

    def context(self) -> Context:
        return {"can_decide": self.may("team_member.decide")}


class ConfirmMember(ConfirmPage):
    """Confirm a member."""

    operation = "team_member.decide"
    tone = "primary"
    icon = "user-check"
    title = gettext_lazy("确认新增成员")
    confirm_label = gettext_lazy("确认成员")
    done = gettext_lazy("已确认，结果告知团队。")

    @cached_property
    def member(self) -> TeamMemberRow:
        """The member."""
        return get_pending_member(self.kwargs["pk"])

    def words(self) -> dict[str, str]:
        """Return the member and the team, as sentences name them."""
        return {"name": mask_name(self.member.name), "party": self.member.team.party.name}

    def consequences(self) -> Sequence[str]:
        return (
            _("%(name)s成为%(party)s的主要成员，不能再加入其他团队；") % self.words(),
            _("此人曾属团队的年度用量和取消资格随之计入%(party)s。") % self.words(),
        )

    def back_url(self) -> str:
        return reverse("team_member_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return confirm_member(member_id=ids["pk"], actor=self.actor, at=self.at)


class RefuseMember(ConfirmMember):
    """Refuse a member, with the reason."""

    form_class = MemberReasonForm
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("不予确认成员")
    confirm_label = gettext_lazy("确认不予确认")
    done = gettext_lazy("已登记不予确认，理由告知团队。")

    def consequences(self) -> Sequence[str]:
        return (_("%(name)s不成为%(party)s的成员；团队可以重新填报。") % self.words(),)

    def execute(self, data: FormData, **ids: int) -> Model:
        return refuse_member(member_id=ids["pk"], reason=data["reason"], actor=self.actor, at=self.at)

"""Forms about parties and their members."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.selectors.appointments import TO_DECIDE
from core.web.fields import SearchField, TextField, state_choices
from core.web.words import choices


class InvitationForm(forms.Form):
    """The person to invite and the role."""

    named = TextField(
        label=_("用户名或邮箱"),
        max_length=254,
        help_text=_("请向对方问明。邮箱须是对方账号中已确认的邮箱；对方还没有账号的，注册后即可看到邀请。"),
    )
    role = forms.ChoiceField(label=_("角色"), widget=forms.RadioSelect)


class StaffRoleForm(forms.Form):
    """The account and the role of the authority to propose for it."""

    username = forms.CharField(label=_("用户名"), max_length=150)
    role = forms.ChoiceField(label=_("角色"), widget=forms.RadioSelect)


class AppointmentSearchForm(forms.Form):
    """Filter of the list of appointments."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("appointment", (TO_DECIDE, _("待本人确认"))), required=False
    )


class PartySearchForm(forms.Form):
    """Filters of the list of parties."""

    state = forms.ChoiceField(label=_("状态"), choices=state_choices("party"), required=False)
    kind = forms.ChoiceField(label=_("类型"), choices=choices("party_kind", first=_("全部")), required=False)
    text = SearchField(label=_("名称、统一社会信用代码或编号"))


class RefuseForm(forms.Form):
    """The reason of a decision."""

    reason = TextField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

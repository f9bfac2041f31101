"""Forms about members."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.navigation import ROLES


class MemberForm(forms.Form):
    """Whom to take in, and as what."""

    username = forms.CharField(
        label=_("用户名"), max_length=150, help_text=_("对方须先自行注册账号，再把用户名告诉您。")
    )
    role = forms.ChoiceField(label=_("角色"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, ROLES[role].label) for role in roles]  # type: ignore[attr-defined]

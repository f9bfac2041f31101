"""Accounts, for the system administrators: the list, and what is done to one account."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.member_forms import RefuseForm
from accounts.selectors.members import list_kept_roles, list_user_ids
from accounts.selectors.users import TO_RESET, UserRow, get_user, list_resettable, pending_resets, search_users
from accounts.services.closures import confirm_reset, end_account, refuse_reset, request_reset, sign_out_account
from core.values.masking import mask_name
from core.web.confirm_pages import ConfirmPage
from core.web.fields import SearchField
from core.web.pages import Context, FormData, ListPage


class AccountSearchForm(forms.Form):
    """Filter of the list of accounts."""

    state = forms.ChoiceField(
        label=gettext_lazy("二次验证"),
        choices=[("", gettext_lazy("全部")), (TO_RESET, gettext_lazy("待本人确认重置"))],
        required=False,
    )
    text = SearchField(label=gettext_lazy("用户名、姓名或邮箱"))


class Accounts(ListPage):
    """The accounts, and the resets that await another administrator."""

    operation = "account.list"
    template = "accounts/account_list.html"
    form_class = AccountSearchForm
    sorts = ("-id", "username")

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        mine = self.actor.user_id if wanted.get("state") == TO_RESET else None
        return search_users(wanted.get("text", ""), to_reset_by=mine)

    def context(self) -> Context:
        return {"resets": pending_resets().order_by("pk"), "can_manage": self.may("account.manage")}

    def page(self, status: int = 200, **extra: Any) -> HttpResponse:
        kept = list_user_ids(party_id=self.actor.party, roles=list_kept_roles(self.actor.party))
        others = [row for row in extra["page"].rows if row.is_active and row.pk != self.actor.user_id]
        resettable = list_resettable([row.pk for row in others])
        endable = {row.pk for row in others} - set(kept)
        lines = [
            {"row": row, "name": mask_name(row.name), "can_end": row.pk in endable, "can_reset": row.pk in resettable}
            for row in extra["page"].rows
        ]
        return super().page(status, lines=lines, **extra)


class _OfAccount(ConfirmPage):
    operation = "account.manage"
    service: ClassVar[Callable[..., Model]]

    @cached_property
    def account(self) -> UserRow:
        """The account."""
        return get_user(self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("account_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return type(self).service(user_id=ids["pk"], actor=self.actor, at=self.at, **data)


class EndAccount(_OfAccount):
    """End an account, with the reason."""

    form_class = RefuseForm
    service = staticmethod(end_account)
    title = gettext_lazy("注销账号")
    confirm_label = gettext_lazy("确认注销")
    done = gettext_lazy("账号已注销。")

    def consequences(self) -> Sequence[str]:
        return (
            _("账号 %(username)s 不能再登录，其在各单位的角色立即结束；") % {"username": self.account.username},
            _("已办理的事项和记录仍然保留，用户名不再分配。"),
        )


class SignOutAccount(_OfAccount):
    """End every session and token of an account."""

    service = staticmethod(sign_out_account)
    title = gettext_lazy("强制下线")
    confirm_label = gettext_lazy("确认下线")
    done = gettext_lazy("该账号的登录和令牌已全部结束。")

    def consequences(self) -> Sequence[str]:
        return (
            _("账号 %(username)s 的所有登录和接口令牌立即失效；") % {"username": self.account.username},
            _("本人可以重新登录。"),
        )


class RequestReset(_OfAccount):
    """Request the reset of a lost second factor, with the reason."""

    form_class = RefuseForm
    service = staticmethod(request_reset)
    title = gettext_lazy("申请重置二次验证")
    confirm_label = gettext_lazy("提出申请")
    done = gettext_lazy("已提出，等待另一管理员确认。")

    def consequences(self) -> Sequence[str]:
        return (
            _("您已当面或以其他可靠方式核对 %(username)s 的身份；") % {"username": self.account.username},
            _("另一管理员须在 3 日内确认；本人会收到通知。"),
        )


class ConfirmReset(ConfirmPage):
    """Confirm the reset of a lost second factor, as the second administrator."""

    operation = "account.manage"
    machine = "second_factor_reset"
    service: ClassVar[Callable[..., Model]] = staticmethod(confirm_reset)
    title = gettext_lazy("确认重置二次验证")
    confirm_label = gettext_lazy("确认重置")
    done = gettext_lazy("二次验证已重置。")

    def consequences(self) -> Sequence[str]:
        return (
            _("该账号的身份验证器和恢复码作废，所有登录和令牌立即失效；"),
            _("本人登录后须重新绑定，才能以需要二次验证的角色办理。"),
        )

    def back_url(self) -> str:
        return reverse("account_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return type(self).service(reset_id=ids["pk"], actor=self.actor, at=self.at)


class RefuseReset(ConfirmReset):
    """Refuse or withdraw a reset."""

    service = staticmethod(refuse_reset)
    title = gettext_lazy("不予重置二次验证")
    confirm_label = gettext_lazy("确认不予重置")
    done = gettext_lazy("已登记不予重置。")

    def consequences(self) -> Sequence[str]:
        return (_("该账号的二次验证保持不变。"),)

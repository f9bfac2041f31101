"""Forms of payees' accounts: search, the account, its number typed again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import CodeField, SearchField, TextField, state_choices
from core.web.words import choices
from payments.rules.payee_accounts import AccountKind
from payments.selectors.payee_accounts import TO_CHECK, TO_CONFIRM

NO_COMPLETION = {"autocomplete": "off"}


class AccountSearchForm(forms.Form):
    """Search of accounts."""

    state = forms.ChoiceField(
        label=_("状态"),
        choices=state_choices("payee_account", (TO_CHECK, _("待本人核对")), (TO_CONFIRM, _("待本人复核的变更"))),
        required=False,
    )
    text = SearchField(label=_("单位名称或编号"))


class AccountForm(forms.Form):
    """An account as its party's manager enters it."""

    kind = forms.TypedChoiceField(
        label=_("账户种类"), choices=lambda: choices("account_kind"), coerce=AccountKind, widget=forms.RadioSelect
    )
    holder = TextField(label=_("户名"), max_length=200)
    holder_reason = TextField(
        label=_("户名不一致的原因"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("户名就是单位名称的不用填写。"),
    )
    bank_name = TextField(label=_("开户行"), max_length=200, help_text=_("写到支行；钱包写运营机构。"))
    bank_code = CodeField(
        label=_("联行号"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **NO_COMPLETION}),
        help_text=_("12 位数字，可向开户行查询；数字人民币钱包不填。"),
    )
    number = CodeField(
        label=_("账号或钱包编号"),
        max_length=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **NO_COMPLETION}),
        help_text=_("加密保存，只显示末四位。"),
    )


class TypedNumberForm(forms.Form):
    """The number of an account, typed from the party's paper by the person who checks it."""

    number = CodeField(
        label=_("账号"),
        max_length=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **NO_COMPLETION}),
        help_text=_("请对照单位提供的纸质材料录入，须与单位填报的一致。"),
    )

"""Pages of payees' accounts: the list, entering one, one account with its steps, and stopping a change by link."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import TypedDict

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.members import map_member_names
from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.values.errors import DomainError
from core.web import history as portal_history
from core.web.confirm_pages import ConfirmPage, StepPage
from core.web.pages import Context, FormData, ListPage, Page, PublicPage
from core.web.state_words import STATES
from payments.permissions import STAFF
from payments.portal.forms import ReasonForm
from payments.portal.payee_account_forms import AccountForm, AccountSearchForm, TypedNumberForm
from payments.rules.payee_accounts import AccountDetails, AccountKind, account_steps
from payments.selectors.change_links import hash_of
from payments.selectors.payee_accounts import (
    PayeeAccountRow,
    find_by_token_hash,
    find_current,
    find_open,
    get_standing,
    get_visible_account,
    search_accounts,
)
from payments.services.payee_accounts import (
    check_account,
    confirm_account,
    enter_account,
    refuse_account,
    stop_account,
    stop_change_by_link,
)


class PayeeAccounts(ListPage):
    """Accounts: every one for staff, the own ones with their history for a party."""

    operation = "payee_account.read"
    template = "payments/payee_account/list.html"
    form_class = AccountSearchForm
    sorts = ("-id",)
    export_name = "payee-accounts"

    def context(self) -> Context:
        is_staff = self.actor.has(*STAFF)
        return {
            "is_staff": is_staff,
            "standing": None if is_staff else get_standing(self.actor.party),
            "can_enter": self.may("payee_account.enter") and find_open(self.actor.party) is None,
        }

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_accounts(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("编号"), value=lambda row: row.number),
            Column(label=_("收款单位"), value=lambda row: row.party.name),
            Column(label=_("户名"), value=lambda row: row.holder),
            Column(label=_("账号"), value=lambda row: row.masked),
            Column(label=_("开户行"), value=lambda row: row.bank_name),
            Column(label=_("状态"), value=lambda row: str(STATES["payee_account"][row.state][0])),
            Column(label=_("填报时间"), value=lambda row: row.entered_at),
            Column(label=_("启用时间"), value=lambda row: row.current_at),
        )


class PayeeAccountPage(Page):
    """One account beside the one that it replaces, with the steps open to the reader."""

    operation = "payee_account.read"
    template = "payments/payee_account/page.html"

    def context(self) -> Context:
        account = get_visible_account(self.actor, self.kwargs["pk"])
        is_own = account.party_id == self.actor.party_id
        before = (account.entered_by_id, account.checked_by_id)
        can = self.allowed(account_steps(account.state), not_by={"check": before, "confirm": before})
        return {
            "account": account,
            "before": account.replaces,
            "is_staff": self.actor.has(*STAFF),
            "can": can if is_own else can - {"stop"},
            "is_barred": self.may("payee_account.confirm") and account.checked_by_id == self.actor.user_id,
            "events": portal_history.history(
                subject_kind="payee_account",
                subject_id=account.pk,
                names=map_member_names(self.actor.party),
                internal=self.actor.has(*STAFF),
            ),
        }


class EnterAccount(StepPage):
    """Enter the first account of the acting party, or a change of it."""

    machine = "payee_account"
    operation = "payee_account.enter"
    template = "payments/payee_account/enter.html"
    form_class = AccountForm
    done = gettext_lazy("收款账户已提交，等待财务核对。")

    def context(self) -> Context:
        return {"current": find_current(self.actor.party), "open": find_open(self.actor.party)}

    def initial_values(self) -> Context:
        return {"kind": AccountKind.BANK, "holder": self.actor.party_name}

    def execute(self, data: FormData, **ids: int) -> Model:
        return enter_account(
            party_id=self.actor.party, details=AccountDetails(**data), actor_id=self.actor.user_id, at=self.at
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("payee_account", args=[outcome.body["id"]])


class Act(TypedDict):
    """Arguments of every service called here: the account, the actor, the moment."""

    account_id: int
    actor_id: int
    at: datetime


class _Step(ConfirmPage):
    machine = "payee_account"
    tone = "primary"
    icon = "building-bank"

    @cached_property
    def account(self) -> PayeeAccountRow:
        """The account."""
        return get_visible_account(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("payee_account", args=[self.kwargs["pk"]])

    def who(self) -> Act:
        """The arguments of the service."""
        return {"account_id": self.account.pk, "actor_id": self.actor.user_id, "at": self.at}

    def _words(self) -> dict[str, str]:
        account = self.account
        return {"party": account.party.name, "account": account.masked, "bank": account.bank_name}


class CheckAccount(_Step):
    """Accept an account, as a first person of finance."""

    operation = "payee_account.check"
    form_class = TypedNumberForm
    title = gettext_lazy("核对收款账户")
    confirm_label = gettext_lazy("核对无误")
    done = gettext_lazy("收款账户已核对。")

    def consequences(self) -> Sequence[str]:
        then = (
            _("这是账户变更，还须另一名财务人员复核，并等待政策规定的工作日；")
            if self.account.is_change
            else _("核对后即启用，可以向该账户拨付；")
        )
        return (_("%(party)s的账户 %(account)s，%(bank)s；") % self._words(), then, _("填报人不能核对。"))

    def execute(self, data: FormData, **ids: int) -> Model:
        return check_account(number=data["number"], **self.who())


class ConfirmAccount(_Step):
    """Confirm a change, as a second person of finance."""

    operation = "payee_account.confirm"
    form_class = TypedNumberForm
    title = gettext_lazy("复核账户变更")
    confirm_label = gettext_lazy("复核通过")
    done = gettext_lazy("账户变更已复核，等待生效。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(party)s的账户变更为 %(account)s，%(bank)s；") % self._words(),
            _("等待政策规定的工作日后生效，其间单位可以停止变更，款项暂不拨付；"),
            _("核对人不能复核。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return confirm_account(number=data["number"], **self.who())


class RefuseAccount(_Step):
    """Refuse an account that is not current yet."""

    operation = "payee_account.refuse"
    form_class = ReasonForm
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("不予通过收款账户")
    confirm_label = gettext_lazy("不予通过")
    done = gettext_lazy("收款账户未予通过，单位会收到通知。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(party)s的账户 %(account)s 不启用，理由通知单位；") % self._words(),
            _("单位可以重新填报；原来使用中的账户不变。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return refuse_account(reason=data["reason"], **self.who())


class StopAccount(_Step):
    """Stop an account of the acting party that is not current yet."""

    operation = "payee_account.stop"
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("停止办理收款账户")
    confirm_label = gettext_lazy("确认停止")
    done = gettext_lazy("已停止办理，原来使用中的账户不变。")

    def consequences(self) -> Sequence[str]:
        return (
            _("账户 %(account)s 不再办理，停止后不能恢复；") % self._words(),
            _("原来使用中的账户不变，暂停的款项可以继续拨付。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return stop_account(party_id=self.actor.party, **self.who())


class StopChange(PublicPage):
    """Stop a change by the one-time link of a mail, without signing in. A GET shows it, a POST stops it."""

    template = "payments/payee_account/stop.html"
    throttle_scope = "login"

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:  # type: ignore[override]
        found = find_by_token_hash(hash_of(token))
        return self.page(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND, account=found)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            stop_change_by_link(token=token, at=self.at)
        except DomainError as error:
            if error.kind != "missing":
                raise
            return self.page(HTTPStatus.NOT_FOUND, account=None)
        return self.page(stopped=True)

"""Accounts of payees over the API."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.db.models import Model, QuerySet

from core.api.serializers import Input, Nothing
from core.api.views import ApiData, Collection, Command, DetailView
from payments.api import payee_account_serializers as serializers
from payments.api.filters import PayeeAccountFilter
from payments.api.serializers import PaymentReasonInput
from payments.rules.payee_accounts import AccountDetails
from payments.selectors.payee_accounts import visible_accounts
from payments.services import payee_accounts


class PayeeAccounts(Collection):
    """List accounts: every one for staff, the own ones for a party; or enter one, as the party's manager."""

    operation = "payee_account.read"
    adding = "payee_account.enter"
    serializer_class = serializers.PayeeAccountOut
    filterset_class = PayeeAccountFilter
    input_class = serializers.AccountIn
    output_class = serializers.PayeeAccountOut
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_accounts(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return payee_accounts.enter_account(
            party_id=self.actor.party, details=AccountDetails(**data), actor_id=self.actor.user_id, at=at
        )


class PayeeAccountDetail(DetailView):
    """An account of a payee."""

    operation = "payee_account.read"
    serializer_class = serializers.PayeeAccountOut

    def visible(self) -> QuerySet[Model]:
        return visible_accounts(self.actor)


class _Step(Command):
    serializer_class: type[Input] = serializers.TypedNumberIn
    output_class = serializers.PayeeAccountOut
    step: ClassVar[Callable[..., Model]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return type(self).step(account_id=ids["pk"], **data, actor_id=self.actor.user_id, at=at)


class CheckAccount(_Step):
    """Accept an account, as a first person of finance."""

    operation = "payee_account.check"
    step = staticmethod(payee_accounts.check_account)


class ConfirmAccount(_Step):
    """Confirm a change of an account, as a second person of finance."""

    operation = "payee_account.confirm"
    step = staticmethod(payee_accounts.confirm_account)


class RefuseAccount(_Step):
    """Refuse an account that is not current yet."""

    operation = "payee_account.refuse"
    serializer_class = PaymentReasonInput
    step = staticmethod(payee_accounts.refuse_account)


class StopAccount(Command):
    """Stop an account of the acting party that is not current yet."""

    operation = "payee_account.stop"
    serializer_class = Nothing
    output_class = serializers.PayeeAccountOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return payee_accounts.stop_account(
            account_id=ids["pk"], party_id=self.actor.party, actor_id=self.actor.user_id, at=at
        )

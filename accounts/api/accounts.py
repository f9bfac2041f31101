"""Accounts, for the system administrators: ending one, ending its sign-ins, resetting a lost second factor."""

from datetime import datetime

from django.db.models import Model, QuerySet

from accounts.api.filters import AccountFilter, ResetFilter
from accounts.api.party_serializers import PartyReasonInput
from accounts.api.serializers import AccountOutput, ResetOutput
from accounts.selectors.users import pending_resets, search_users
from accounts.services.closures import confirm_reset, end_account, refuse_reset, request_reset, sign_out_account
from core.api.serializers import Nothing
from core.api.views import ApiData, Command, ListView


class Accounts(ListView):
    """The accounts."""

    operation = "account.list"
    serializer_class = AccountOutput
    filterset_class = AccountFilter

    def visible(self) -> QuerySet[Model]:
        return search_users()


class EndAccount(Command):
    """End an account and its memberships."""

    operation = "account.manage"
    serializer_class = PartyReasonInput
    output_class = AccountOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return end_account(user_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)


class SignOutAccount(Command):
    """End every session and token of an account."""

    operation = "account.manage"
    serializer_class = Nothing
    output_class = AccountOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return sign_out_account(user_id=ids["pk"], actor=self.actor, at=at)


class RequestReset(Command):
    """Request that a lost second factor is removed; another administrator confirms."""

    operation = "account.manage"
    serializer_class = PartyReasonInput
    output_class = ResetOutput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return request_reset(user_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)


class Resets(ListView):
    """The resets that await another administrator."""

    operation = "account.list"
    serializer_class = ResetOutput
    filterset_class = ResetFilter

    def visible(self) -> QuerySet[Model]:
        return pending_resets()


class ConfirmReset(Command):
    """Remove a lost second factor, as the second administrator."""

    operation = "account.manage"
    serializer_class = Nothing
    output_class = ResetOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return confirm_reset(reset_id=ids["pk"], actor=self.actor, at=at)


class RefuseReset(Command):
    """Refuse or withdraw a reset."""

    operation = "account.manage"
    serializer_class = Nothing
    output_class = ResetOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return refuse_reset(reset_id=ids["pk"], actor=self.actor, at=at)

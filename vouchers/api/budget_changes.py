"""Changes of round budgets over the API."""

from datetime import datetime

from django.db.models import QuerySet

from core.api.serializers import Nothing
from core.api.views import ApiData, Command, DetailView, ListView
from vouchers.api.filters import BudgetChangeFilter
from vouchers.api.serializers import BudgetChangeOut, BudgetIn, ReasonIn
from vouchers.selectors.budget_changes import BudgetChangeRow, list_budget_changes
from vouchers.services.budget_changes import (
    approve_budget_change,
    propose_budget,
    refuse_budget_change,
    withdraw_budget_change,
)


class ProposeBudget(Command):
    """Propose another budget for an announced round."""

    operation = "round.manage"
    serializer_class = BudgetIn
    output_class = BudgetChangeOut
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> BudgetChangeRow:
        return propose_budget(round_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)


class BudgetChanges(ListView):
    """List the changes of round budgets."""

    operation = "budget_change.read"
    serializer_class = BudgetChangeOut
    filterset_class = BudgetChangeFilter

    def visible(self) -> QuerySet[BudgetChangeRow]:
        return list_budget_changes()


class BudgetChangeDetail(DetailView):
    """One change of a round's budget."""

    operation = "budget_change.read"
    serializer_class = BudgetChangeOut

    def visible(self) -> QuerySet[BudgetChangeRow]:
        return list_budget_changes()


class ApproveBudgetChange(Command):
    """Approve a change, as a second person."""

    operation = "budget_change.decide"
    serializer_class = Nothing
    output_class = BudgetChangeOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> BudgetChangeRow:
        return approve_budget_change(change_id=ids["pk"], actor_id=self.actor.user_id, at=at)


class RefuseBudgetChange(Command):
    """Refuse a change with a reason, as a second person."""

    operation = "budget_change.decide"
    serializer_class = ReasonIn
    output_class = BudgetChangeOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> BudgetChangeRow:
        return refuse_budget_change(change_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)


class WithdrawBudgetChange(Command):
    """Withdraw a change that is not decided yet."""

    operation = "round.manage"
    serializer_class = Nothing
    output_class = BudgetChangeOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> BudgetChangeRow:
        return withdraw_budget_change(change_id=ids["pk"], actor_id=self.actor.user_id, at=at)

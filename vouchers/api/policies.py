"""Policy versions over the API."""

from datetime import datetime

from django.db.models import QuerySet

from core.api.views import ApiData, Collection, Command, DetailView
from vouchers.api.filters import PolicyVersionFilter
from vouchers.api.serializers import PolicyApprovalIn, PolicyDraftIn, PolicyVersionOut, PolicyVersionWithWarnings
from vouchers.selectors.policies import PolicyVersionRow, list_policy_versions
from vouchers.services.policies import approve_policy_version, draft_policy_version


class PolicyVersions(Collection):
    """List every version of every scheme (政策版本); draft the next one."""

    operation = "policy.read"
    adding = "policy.draft"
    input_class = PolicyDraftIn
    output_class = PolicyVersionWithWarnings
    success_status = 201
    serializer_class = PolicyVersionOut
    filterset_class = PolicyVersionFilter

    def visible(self) -> QuerySet[PolicyVersionRow]:
        return list_policy_versions()

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> PolicyVersionRow:
        return draft_policy_version(actor_id=self.actor.user_id, at=at, **data)


class PolicyVersionDetail(DetailView):
    """One policy version, a draft with its warnings."""

    operation = "policy.read"
    serializer_class = PolicyVersionWithWarnings

    def visible(self) -> QuerySet[PolicyVersionRow]:
        return list_policy_versions()


class ApprovePolicy(Command):
    """Publish a draft, as a second person who acknowledges its warnings."""

    operation = "policy.approve"
    serializer_class = PolicyApprovalIn
    output_class = PolicyVersionOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> PolicyVersionRow:
        return approve_policy_version(version_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)

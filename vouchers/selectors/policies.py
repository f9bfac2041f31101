"""Policy versions, read."""

from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

from django.db.models import QuerySet

from core.values.errors import DomainError
from vouchers.models import (
    PolicyVersion,
)
from vouchers.rules.policies import Policy, parse_policy
from vouchers.rules.states import PolicyState
from vouchers.selectors.rounds import list_announced_rounds

PolicyVersionRow: TypeAlias = PolicyVersion
"""What pages and views call the row that they read, without importing its model."""


def get_policy(version_id: int | None) -> Policy:
    """The parameters of an approved policy version, kept in memory because they never change.

    `not_found` where there is no such version, or no version yet (None); `policy_not_approved` for a draft.
    """
    if version_id is None:
        raise DomainError("not_found", kind="missing")
    return _approved_policy(version_id)


def list_policy_versions() -> QuerySet[PolicyVersion]:
    """Every version of every scheme; policies are public."""
    return PolicyVersion.objects.all()


def search_policy_versions(*, state: str = "") -> QuerySet[PolicyVersion]:
    """The versions with who drafted and approved them, of a state."""
    rows = PolicyVersion.objects.select_related("drafted_by", "approved_by")
    return rows.filter(state=PolicyState(state)) if state else rows


def get_policy_version(version_id: int) -> PolicyVersion:
    """A version, a draft too; `not_found`."""
    row = search_policy_versions().filter(pk=version_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_codes_due(*, on: date) -> list[str]:
    """The schemes with an approved version whose day has come."""
    due = PolicyVersion.objects.filter(state=PolicyState.APPROVED, in_force_from__lte=on)
    return list(due.values_list("code", flat=True).distinct())


def find_in_force(code: str) -> PolicyVersion | None:
    """The version of a scheme in force now, or None."""
    return PolicyVersion.objects.filter(code=code, state=PolicyState.IN_FORCE).first()


@lru_cache(maxsize=64)
def _approved_policy(version_id: int) -> Policy:
    row = PolicyVersion.objects.filter(pk=version_id).values_list("state", "params").first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    state, params = row
    if state == PolicyState.DRAFT:
        raise DomainError("policy_not_approved", kind="refused")
    return parse_policy(params)


def count_drafted_policies() -> int:
    """Policy versions that wait for a second person."""
    return PolicyVersion.objects.filter(state=PolicyState.DRAFT).count()


def get_guiding_policy(*, at: datetime) -> Policy | None:
    """The policy that applicants go by now: of the first round that is open or to come, else the first in force."""
    rounds = list_announced_rounds(at=at)
    if rounds:
        return get_policy(rounds[0].policy_version_id)
    version = (
        PolicyVersion.objects.filter(state=PolicyState.IN_FORCE).order_by("pk").values_list("pk", flat=True).first()
    )
    return get_policy(version) if version else None

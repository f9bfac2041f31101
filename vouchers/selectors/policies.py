"""Reads of policy versions."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

from django.db.models import Q, QuerySet

from core.models import Event
from core.values.actors import Actor
from core.values.calendar import Calendar
from core.values.deadlines import Deadline, beijing_day
from core.values.errors import DomainError, Refusal
from oversight.rules.stages import Stage, StageRule
from vouchers.models import (
    PolicyVersion,
)
from vouchers.rules.deadlines import named_deadline
from vouchers.rules.policies import ApprovalStage, Policy, parse_policy
from vouchers.rules.policy_warnings import policy_warnings
from vouchers.rules.states import POLICY, PolicyState
from vouchers.selectors.rounds import list_announced_rounds

PolicyVersionRow: TypeAlias = PolicyVersion
"""The model's name for pages and views, which import no models."""
TO_APPROVE = "to_approve"
"""A filter value beside the states: drafts that the reader may approve."""


def map_policy_labels(version_ids: Collection[int]) -> dict[int, str]:
    """Return policy version → its code and number, as in beijing-2023 v1. One query."""
    rows = PolicyVersion.objects.filter(pk__in=version_ids).values_list("pk", "code", "number")
    return {pk: f"{code} v{number}" for pk, code, number in rows}


def get_policy(version_id: int | None) -> Policy:
    """Return the parameters of an approved policy version, cached in memory because they never change.

    `not_found` if there is no such version or `version_id` is None; `policy_not_approved` for a draft.
    """
    if version_id is None:
        raise DomainError("not_found", kind="missing")
    return _approved_policy(version_id)


def stage_rules(stages: Sequence[ApprovalStage]) -> tuple[StageRule, ...]:
    """Return the stages of a batch or an order, as a policy says them, as rules of the approval."""
    return tuple(StageRule(stage=Stage(each.stage), roles=each.roles, above=each.above) for each in stages)


def list_policy_versions() -> QuerySet[PolicyVersion]:
    """Return every version of every scheme; policies are public."""
    return PolicyVersion.objects.all()


def search_policy_versions(actor: Actor, *, state: str = "") -> QuerySet[PolicyVersion]:
    """Return the versions with their author and approver, filtered by state or TO_APPROVE."""
    rows = _with_people()
    if state == TO_APPROVE:
        return rows.filter(_to_approve(actor.user_id))
    return rows.filter(state=PolicyState(state)) if state else rows


def _with_people() -> QuerySet[PolicyVersion]:
    return PolicyVersion.objects.select_related("drafted_by", "approved_by")


def get_policy_version(version_id: int) -> PolicyVersion:
    """Return a version, also a draft; `not_found`."""
    row = _with_people().filter(pk=version_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_codes_due(*, on: date) -> list[str]:
    """Return the schemes with an approved version whose first day in force has come."""
    due = PolicyVersion.objects.filter(state=PolicyState.APPROVED, in_force_from__lte=on)
    return list(due.values_list("code", flat=True).distinct())


def find_in_force(code: str) -> PolicyVersion | None:
    """Return the version of a scheme that is in force, or None."""
    return PolicyVersion.objects.filter(code=code, state=PolicyState.IN_FORCE).first()


def list_policy_warnings(version: PolicyVersion) -> tuple[Refusal, ...]:
    """Return what is unusual in a draft, for its approver to acknowledge; nothing for an approved version."""
    if version.state != PolicyState.DRAFT:
        return ()
    current = find_in_force(version.code)
    return policy_warnings(
        policy=parse_policy(version.params),
        current=parse_policy(current.params) if current else None,
        drafted_on=beijing_day(version.drafted_at),
    )


def list_acknowledged(version: PolicyVersion) -> list[str]:
    """Return the codes of the warnings that the approver of a version acknowledged; empty for a draft."""
    approvals = Event.objects.filter(type="policy.approved", subject_kind=POLICY.name, subject_id=version.pk)
    data = approvals.values_list("data", flat=True).first()
    return list(data.get("acknowledged", ())) if data else []


@lru_cache(maxsize=64)
def _approved_policy(version_id: int) -> Policy:
    row = PolicyVersion.objects.filter(pk=version_id).values_list("state", "params").first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    state, params = row
    if state == PolicyState.DRAFT:
        raise DomainError("policy_not_approved", kind="refused")
    return parse_policy(params)


def count_policies_to_approve(user_id: int) -> int:
    """Count the drafts that a person may approve: those of other authors."""
    return PolicyVersion.objects.filter(_to_approve(user_id)).count()


def _to_approve(user_id: int) -> Q:
    return Q(state=PolicyState.DRAFT) & ~Q(drafted_by_id=user_id)


def account_change_wait(*, confirmed_on: date, calendar: Calendar) -> Deadline:
    """Return the last day on which a changed payee account waits (settings.ACCOUNT_CHANGE_WAIT).

    It belongs to no round, so the longest wait of the policies in force counts, without one that of every approved
    policy. `policy_not_in_force` where there is none.
    """
    approved = PolicyVersion.objects.exclude(state=PolicyState.DRAFT)
    versions = approved.filter(state=PolicyState.IN_FORCE) or approved
    ends = [
        named_deadline(name="account_change", start=confirmed_on, policy=get_policy(version.pk), calendar=calendar)
        for version in versions
    ]
    if not ends:
        raise DomainError("policy_not_in_force", kind="refused")
    return max(ends, key=lambda each: each.day)


def get_guiding_policy(*, at: datetime) -> Policy | None:
    """Return the policy for applicants now: of the first round that is open or to come, else the first in force."""
    rounds = list_announced_rounds(at=at)
    if rounds:
        return get_policy(rounds[0].policy_version_id)
    version = (
        PolicyVersion.objects.filter(state=PolicyState.IN_FORCE).order_by("pk").values_list("pk", flat=True).first()
    )
    return get_policy(version) if version else None

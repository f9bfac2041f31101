"""Policy versions: drafted by one person, published by another, then never changed (article 8)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from operator import attrgetter

from django.db.models import Max

from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from vouchers.models import PolicyVersion
from vouchers.rules.policies import parse_policy, to_dict
from vouchers.rules.states import POLICY, PolicyState
from vouchers.selectors.locks import lock_policy_versions
from vouchers.selectors.policies import get_policy_version, list_codes_due


@write
def draft_policy_version(
    *, params: Mapping[str, object], in_force_from: date, actor_id: int | None, at: datetime
) -> PolicyVersion:
    """Draft the next version of the scheme that `params` name (政策草案). A version that shipped as a file has no author.

    `policy_invalid`, followed by every parameter that is missing, unknown or wrong; `stale_version` if the first
    version of the scheme was drafted at the same time.
    """
    policy = parse_policy(params)
    lock_policy_versions(code=policy.code)
    newest = PolicyVersion.objects.filter(code=policy.code).aggregate(newest=Max("number"))["newest"] or 0
    version = PolicyVersion.objects.create(
        code=policy.code,
        number=newest + 1,
        title=policy.title,
        source=policy.document,
        params=to_dict(policy),
        in_force_from=in_force_from,
        drafted_by_id=actor_id,
        drafted_at=at,
    )
    data = _event_data(version)
    record_beginning(version, machine=POLICY, event="policy.drafted", at=at, actor_id=actor_id, data=data)
    return version


@write
def approve_policy_version(*, version_id: int, actor_id: int, at: datetime) -> PolicyVersion:
    """Publish a draft (政策发布). It enters into force on its day, at once if that day has come.

    `same_person` for its author; `illegal_state` if it is not a draft; `not_found`.
    """
    version = _lock_with_scheme(version_id)
    if version.drafted_by_id == actor_id:
        raise DomainError("same_person", kind="refused")
    _move(version, target=PolicyState.APPROVED, at=at, actor_id=actor_id, approved_by_id=actor_id, approved_at=at)
    if version.in_force_from <= beijing_day(at):
        _enter_into_force(version, at=at, actor_id=actor_id)
    return version


def turn_policies(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Run the job that puts approved policies in force on their day (政策生效)."""
    progress(count := enter_policies_into_force(at=at))
    return {"entered": count}


@write
def enter_policies_into_force(*, at: datetime) -> int:
    """Put approved versions in force whose day has come; return how many. Safe to repeat."""
    codes = list_codes_due(on=beijing_day(at))
    approved = [row for row in lock_policy_versions(code__in=codes) if row.state == PolicyState.APPROVED]
    due = [row for row in approved if row.in_force_from <= beijing_day(at)]
    for version in sorted(due, key=attrgetter("in_force_from", "number")):
        _enter_into_force(version, at=at, actor_id=None)
    return len(due)


def _lock_with_scheme(version_id: int) -> PolicyVersion:
    """Lock and return the version, together with all others of its scheme.

    Of two versions approved at the same time, the second then supersedes the first.
    """
    code = get_policy_version(version_id).code
    return next(row for row in lock_policy_versions(code=code) if row.pk == version_id)


def _enter_into_force(version: PolicyVersion, *, at: datetime, actor_id: int | None) -> None:
    for old in lock_policy_versions(code=version.code, state=PolicyState.IN_FORCE):
        _move(old, target=PolicyState.SUPERSEDED, at=at, actor_id=actor_id)
    _move(version, target=PolicyState.IN_FORCE, at=at, actor_id=actor_id)


def _move(
    version: PolicyVersion, *, target: PolicyState, at: datetime, actor_id: int | None, **columns: object
) -> None:
    data = _event_data(version)
    move([version], machine=POLICY, target=target, at=at, actor_id=actor_id, columns=columns, data=data)


def _event_data(version: PolicyVersion) -> dict[str, object]:
    return {"code": version.code, "number": version.number, "in_force_from": str(version.in_force_from)}

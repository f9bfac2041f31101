"""Policy versions: drafted by one person, published by another, then never changed (article 8)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter

from django.db.models import Max

from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refusal, Refused
from vouchers.models import PolicyVersion
from vouchers.policy_files import NAMES
from vouchers.rules.policies import to_dict
from vouchers.rules.policy_drafts import check_policy
from vouchers.rules.states import POLICY, PolicyState
from vouchers.selectors.locks import lock_policy_versions
from vouchers.selectors.policies import find_in_force, get_policy_version, list_codes_due, list_policy_warnings


@write
def draft_policy_version(
    *, params: Mapping[str, object], in_force_from: date | None = None, actor_id: int | None, at: datetime
) -> PolicyVersion:
    """Draft the next version of the scheme that `params` name (政策草案). A version that shipped as a file has no author.

    `params` name the first day in force; `in_force_from` may repeat it. `policy_invalid`, followed by every parameter
    that is missing, unknown, wrong or at odds with another; `stale_version` if the first version of the scheme was
    drafted at the same time.
    """
    code = str(params.get("code", ""))
    lock_policy_versions(code=code)
    policy = check_policy(params, names=NAMES, in_force_from=in_force_from, in_force_since=_in_force_since(code))
    newest = PolicyVersion.objects.filter(code=policy.code).aggregate(newest=Max("number"))["newest"] or 0
    version = PolicyVersion.objects.create(
        code=policy.code,
        number=newest + 1,
        title=policy.title,
        source=policy.document,
        params=to_dict(policy),
        in_force_from=policy.in_force_from,
        drafted_by_id=actor_id,
        drafted_at=at,
    )
    data = _event_data(version)
    record_beginning(version, machine=POLICY, event="policy.drafted", at=at, actor_id=actor_id, data=data)
    return version


@write
def approve_policy_version(
    *, version_id: int, acknowledged: Collection[str] = (), actor_id: int, at: datetime
) -> PolicyVersion:
    """Publish a draft (政策发布). It enters into force on its day, at once if that day has come.

    `acknowledged` are the codes of its warnings; the event keeps them. `same_person` for its author; `illegal_state` if
    it is not a draft; `policy_invalid` if it may not be drafted any more, as when a newer version is in force;
    `policy_not_acknowledged`, followed by each warning that is not acknowledged; `not_found`.
    """
    version = _lock_with_scheme(version_id)
    if version.drafted_by_id == actor_id:
        raise DomainError("same_person", kind="refused")
    POLICY.get_transition(source=PolicyState(version.state), target=PolicyState.APPROVED)
    check_policy(version.params, names=NAMES, in_force_since=_in_force_since(version.code))
    seen = _acknowledged(list_policy_warnings(version), acknowledged)
    approval = {"approved_by_id": actor_id, "approved_at": at}
    _move(version, target=PolicyState.APPROVED, at=at, actor_id=actor_id, columns=approval, acknowledged=seen)
    _enter_due(lock_policy_versions(code=version.code), at=at, actor_id=actor_id)
    version.refresh_from_db()
    return version


def turn_policies(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Run the job that puts approved policies in force on their day (政策生效)."""
    progress(count := enter_policies_into_force(at=at))
    return {"entered": count}


@write
def enter_policies_into_force(*, at: datetime) -> int:
    """Put approved versions in force whose day has come; return how many. Safe to repeat."""
    codes = list_codes_due(on=beijing_day(at))
    return _enter_due(lock_policy_versions(code__in=codes), at=at, actor_id=None)


def _lock_with_scheme(version_id: int) -> PolicyVersion:
    """Lock and return the version, together with all others of its scheme.

    Of two versions approved at the same time, the second then supersedes the first.
    """
    code = get_policy_version(version_id).code
    return next(row for row in lock_policy_versions(code=code) if row.pk == version_id)


def _in_force_since(code: str) -> date | None:
    current = find_in_force(code)
    return current.in_force_from if current else None


def _acknowledged(warnings: Sequence[Refusal], codes: Collection[str]) -> list[str]:
    """Return the codes of the warnings. `policy_not_acknowledged`, then every warning whose code is not among `codes`."""
    if missing := [warning for warning in warnings if warning.code not in codes]:
        raise Refused([Refusal(code="policy_not_acknowledged", field="acknowledged"), *missing])
    return sorted({warning.code for warning in warnings})


def _enter_due(versions: Collection[PolicyVersion], *, at: datetime, actor_id: int | None) -> int:
    """Put the approved versions in force whose day has come, in the order of their days; return how many."""
    due = [row for row in versions if row.state == PolicyState.APPROVED and row.in_force_from <= beijing_day(at)]
    for version in sorted(due, key=attrgetter("in_force_from", "number")):
        _enter_into_force(version, at=at, actor_id=actor_id)
    return len(due)


def _enter_into_force(version: PolicyVersion, *, at: datetime, actor_id: int | None) -> None:
    for old in lock_policy_versions(code=version.code, state=PolicyState.IN_FORCE):
        _move(old, target=PolicyState.SUPERSEDED, at=at, actor_id=actor_id)
    _move(version, target=PolicyState.IN_FORCE, at=at, actor_id=actor_id)


def _move(
    version: PolicyVersion,
    *,
    target: PolicyState,
    at: datetime,
    actor_id: int | None,
    columns: Mapping[str, object] | None = None,
    **said: object,
) -> None:
    data = _event_data(version) | said
    move([version], machine=POLICY, target=target, at=at, actor_id=actor_id, columns=columns or {}, data=data)


def _event_data(version: PolicyVersion) -> dict[str, object]:
    return {"code": version.code, "number": version.number, "in_force_from": str(version.in_force_from)}

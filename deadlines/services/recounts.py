"""Recounts of provisional deadlines: when a year's holiday notice is entered, they move, never to an earlier day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db.models import Model

from core.database.transactions import write
from core.events.history import newest_moments
from core.events.recording import Change, record_many
from core.models import CalendarYear
from core.timekeeping.calendars import get_calendar
from core.timekeeping.holiday_notices import DayEntry, enter_calendar_year
from core.values.calendar import Calendar
from core.values.deadlines import Deadline, beijing_day, never_earlier
from oversight.selectors.notices import list_provisional_notices
from oversight.services.notices import move_notice_ends
from redemptions.models import Redemption
from redemptions.rules.appeals import APPEALABLE_STATES
from redemptions.rules.publicity import publicity_ends
from redemptions.rules.states import RedemptionState
from redemptions.selectors.batches import policies_of_batches
from vouchers.models import Coupon, ServiceContract
from vouchers.rules import deadlines
from vouchers.rules.deadlines import named_deadline
from vouchers.rules.states import HELD_COUPONS, OPEN_CONTRACTS
from vouchers.selectors.coupons import least_valid_until, list_provisional_contract_ids
from vouchers.selectors.locks import lock_contracts, lock_provisional
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import policy_versions_of_rounds


@dataclass(frozen=True, kw_only=True, slots=True)
class EnteredNotice:
    """A year whose notice was entered, and the ids of everything whose deadline moved."""

    year: CalendarYear
    coupons: tuple[int, ...]
    contracts: tuple[int, ...]
    redemptions: tuple[int, ...]
    notices: tuple[int, ...]


@write
def enter_notice(*, year: int, days: Sequence[DayEntry], source: str, actor_id: int, at: datetime) -> EnteredNotice:
    """Enter a year's holiday notice and count every provisional deadline again (放假安排公布后重算期限, 民法典 203).

    Returns what moved. Nothing moves to an earlier day than was shown. Errors of `enter_calendar_year`.
    """
    entered = enter_calendar_year(year=year, days=days, source=source, actor_id=actor_id, at=at)
    return EnteredNotice(year=entered, **_recompute(actor_id=actor_id, at=at))


def recompute_deadlines(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Run the job that recounts deadlines written with the old calendar while a notice was entered (期限补算)."""
    moved = recompute_by_newest_calendar(at=at)
    progress(sum(map(len, moved.values())))
    return {kind: len(ids) for kind, ids in moved.items()}


@write
def recompute_by_newest_calendar(*, at: datetime) -> dict[str, tuple[int, ...]]:
    """Recount every provisional deadline that another version of the calendar counted; return what moved, by kind."""
    return _recompute(actor_id=None, at=at)


def _recompute(*, actor_id: int | None, at: datetime) -> dict[str, tuple[int, ...]]:
    calendar = get_calendar()
    return {
        "notices": _notices(calendar, at=at),
        "redemptions": _redemptions(calendar, actor_id=actor_id, at=at),
        "contracts": _contracts(calendar, actor_id=actor_id, at=at),
        "coupons": _coupons(calendar, actor_id=actor_id, at=at),
    }


def _notices(calendar: Calendar, *, at: datetime) -> tuple[int, ...]:
    notices = list_provisional_notices(subject_kind="batch")
    policies = policies_of_batches({notice.subject_id for notice in notices})
    ends = {
        notice.pk: publicity_ends(
            published_on=notice.published_on, policies=policies[notice.subject_id], calendar=calendar
        )
        for notice in notices
        if notice.subject_id in policies  # otherwise every item went back to review
    }
    return move_notice_ends(ends=ends, at=at)


Counted: TypeAlias = Redemption | ServiceContract | Coupon
"""The rows whose deadlines a holiday notice may move."""


def _redemptions(calendar: Calendar, *, actor_id: int | None, at: datetime) -> tuple[int, ...]:
    rows = lock_provisional(
        Redemption, version=calendar.version, state__in=[RedemptionState.RETURNED, *APPEALABLE_STATES]
    )
    versions = dict(
        ServiceContract.objects.filter(pk__in=[row.contract_id for row in rows]).values_list("pk", "policy_version_id")
    )
    returned = newest_moments(kind="redemption", type_="redemption.returned", ids=[row.pk for row in rows])
    moved: dict[int, Change] = {}
    for row in rows:
        name, column = (
            ("correction", "correct_by") if row.state == RedemptionState.RETURNED else ("appeal", "appeal_by")
        )
        start = beijing_day(returned[row.pk]) if row.state == RedemptionState.RETURNED else row.notified_on
        if start is None:
            continue
        policy = get_policy(versions[row.contract_id])
        fresh = named_deadline(name=name, start=start, policy=policy, calendar=calendar)
        _shift(row, column, fresh, moved=moved, kind="redemption", party_id=row.unit_id, actor_id=actor_id, at=at)
    columns = ["correct_by", "correct_by_raw", "appeal_by", "appeal_by_raw"]
    return _save(Redemption, rows, columns, moved)


def _contracts(calendar: Calendar, *, actor_id: int | None, at: datetime) -> tuple[int, ...]:
    rows = lock_provisional(
        ServiceContract, version=calendar.version, redeem_by__isnull=False, state__in=OPEN_CONTRACTS
    )
    moved: dict[int, Change] = {}
    for row in rows:
        policy = get_policy(row.policy_version_id)
        ended = min(row.end_on, row.terminated_on or row.end_on)
        fresh = deadlines.redeem_by(contract_end=ended, policy=policy, calendar=calendar)
        _shift(row, "redeem_by", fresh, moved=moved, kind="contract", party_id=row.unit_id, actor_id=actor_id, at=at)
    return _save(ServiceContract, rows, ["redeem_by", "redeem_by_raw"], moved)


def _coupons(calendar: Calendar, *, actor_id: int | None, at: datetime) -> tuple[int, ...]:
    contracts = {row.pk: row for row in lock_contracts(list_provisional_contract_ids())}
    rows = lock_provisional(Coupon, version=calendar.version, state__in=HELD_COUPONS)
    versions = policy_versions_of_rounds({row.round_id for row in rows})
    moved: dict[int, Change] = {}
    for row in rows:
        policy = get_policy(versions[row.round_id])
        if row.registered_on is None:
            column = "register_by"
            fresh = deadlines.register_by(claimed_on=row.claimed_on, policy=policy, calendar=calendar)
        else:
            column = "valid_until"
            fresh = deadlines.valid_until(
                claimed_on=row.claimed_on, registered_on=row.registered_on, policy=policy, calendar=calendar
            )
        before = row.redeem_by
        _shift(row, column, fresh, moved=moved, kind="coupon", party_id=row.applicant_id, actor_id=actor_id, at=at)
        contract = None if row.contract_id is None else contracts.get(row.contract_id)
        if contract is not None and contract.redeem_by != before:
            row.redeem_by = contract.redeem_by
            data = {"redeem_by": str(contract.redeem_by), "before": str(before)}
            moved.setdefault(
                row.pk, _deadline_moved("coupon", row.pk, row.applicant_id, data, actor_id=actor_id, at=at)
            )
        row.provisional = fresh.provisional or bool(contract and contract.provisional)
    columns = ["register_by", "register_by_raw", "valid_until", "valid_until_raw", "redeem_by"]
    ids = _save(Coupon, rows, columns, moved)
    _bound_contracts(list(contracts.values()))
    return ids


def _bound_contracts(contracts: Sequence[ServiceContract]) -> None:
    """Bound each contract by the earliest day that its coupons are valid until (article 15.2)."""
    least = least_valid_until([contract.pk for contract in contracts])
    for contract in contracts:
        contract.valid_until = least.get(contract.pk, contract.valid_until)
    ServiceContract.objects.bulk_update(contracts, ["valid_until"], batch_size=1_000)


def _shift(
    row: Counted,
    column: str,
    fresh: Deadline,
    *,
    moved: dict[int, Change],
    kind: str,
    party_id: int,
    actor_id: int | None,
    at: datetime,
) -> None:
    shown = getattr(row, column)
    kept = never_earlier(shown=shown, fresh=fresh)
    if kept.day != shown:
        data = {column: kept.day.isoformat(), "before": shown.isoformat()}
        moved[row.pk] = _deadline_moved(kind, row.pk, party_id, data, actor_id=actor_id, at=at)
    setattr(row, column, kept.day)
    setattr(row, f"{column}_raw", kept.raw)
    row.provisional, row.calendar_version = kept.provisional, kept.calendar_version


def _deadline_moved(
    kind: str, pk: int, party_id: int, data: dict[str, str], *, actor_id: int | None, at: datetime
) -> Change:
    return Change(
        type=f"{kind}.deadline_moved",
        subject_kind=kind,
        subject_id=pk,
        party_id=party_id,
        actor_id=actor_id,
        at=at,
        data=data,
    )


def _save(model: type[Model], rows: Sequence[Model], columns: list[str], moved: dict[int, Change]) -> tuple[int, ...]:
    model._default_manager.bulk_update(rows, [*columns, "provisional", "calendar_version"], batch_size=1_000)
    record_many(list(moved.values()))
    return tuple(sorted(moved))

"""Open units: admission, exit and striking off (articles 6, 17)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from accounts.rules.states import PartyState
from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.parties import get_party
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import beijing_day, deadline, late_from
from core.values.errors import DomainError
from facilities.models import OpenUnit
from facilities.rules.states import OPEN_UNIT, OpenUnitState
from facilities.rules.units import PUBLICITY, announce_by
from facilities.selectors.locks import lock_leaving_units, lock_unit

CHUNK = 200


@write
def enter_unit(
    *, party_id: int, category: str, introduction: str, third_party_tester: bool, actor_id: int, at: datetime
) -> OpenUnit:
    """Enter an open unit (article 6): a municipal one (市属) as admitted, the others as applied.

    Raises `not_found`; `unit_party` unless the party is a verified organisation; `unit_known` if it is a unit already;
    `conflict_of_interest`, as every step below.
    """
    _check_party(party_id)
    require_no_conflict(user_id=actor_id, party_ids=[party_id], at=at)
    municipal = category == "municipal"
    unit = OpenUnit.objects.create(
        party_id=party_id,
        category=category,
        state=OpenUnitState.ADMITTED if municipal else OpenUnitState.APPLIED,
        introduction=introduction,
        third_party_tester=third_party_tester,
        entered_at=at,
        admitted_on=beijing_day(at) if municipal else None,
    )
    event = "open_unit.entered" if municipal else "open_unit.applied"
    data = {"category": category}
    record_beginning(unit, machine=OPEN_UNIT, event=event, at=at, actor_id=actor_id, party_id=unit.pk, data=data)
    return unit


@write
def begin_unit_review(*, unit_id: int, reason: str, actor_id: int, at: datetime) -> OpenUnit:
    """Begin to review an application (受理审核). Raises `not_found`, `illegal_state`."""
    unit = _lock_case(unit_id, actor_id=actor_id, at=at)
    return _step(unit, target=OpenUnitState.REVIEWING, at=at, actor_id=actor_id, reason=reason)


@write
def decide_unit(*, unit_id: int, reason: str, actor_id: int, at: datetime) -> OpenUnit:
    """Decide that the six conditions are met (article 6). Raises `not_found`, `illegal_state`, `reason_missing`."""
    _require_reason(reason)
    unit = _lock_case(unit_id, actor_id=actor_id, at=at)
    return _step(
        unit, target=OpenUnitState.DECIDED, at=at, actor_id=actor_id, reason=reason, columns={"decision_reason": reason}
    )


@write
def refuse_unit(*, unit_id: int, reason: str, actor_id: int, at: datetime) -> OpenUnit:
    """Refuse an application (不予纳入), with the reasons. Raises `not_found`, `illegal_state`, `reason_missing`."""
    _require_reason(reason)
    unit = _lock_case(unit_id, actor_id=actor_id, at=at)
    return _step(
        unit, target=OpenUnitState.REFUSED, at=at, actor_id=actor_id, reason=reason, columns={"decision_reason": reason}
    )


@write
def publicise_unit(*, unit_id: int, reason: str, actor_id: int, at: datetime) -> OpenUnit:
    """Begin the publicity of a decision (公示), five working days. Raises `not_found`, `illegal_state`."""
    ends = deadline(start=beijing_day(at), period=PUBLICITY, calendar=get_calendar())
    unit = _lock_case(unit_id, actor_id=actor_id, at=at)
    return _step(
        unit,
        target=OpenUnitState.PUBLICISED,
        at=at,
        actor_id=actor_id,
        reason=reason,
        columns={"publicity_ends": ends.day},
    )


@write
def admit_unit(*, unit_id: int, reason: str, actor_id: int, at: datetime) -> OpenUnit:
    """Admit a unit after its publicity (纳入). Raises `not_found`, `illegal_state`; `publicity_running` before its end."""
    unit = _lock_case(unit_id, actor_id=actor_id, at=at)
    if unit.publicity_ends and at < late_from(unit.publicity_ends):
        raise DomainError("publicity_running", kind="refused", ends=unit.publicity_ends.isoformat())
    columns = {"admitted_on": beijing_day(at)}
    return _step(unit, target=OpenUnitState.ADMITTED, at=at, actor_id=actor_id, reason=reason, columns=columns)


@write
def announce_exit(
    *, unit_id: int, leaves_on: date, reason: str, actor_id: int, at: datetime, by_unit: bool = False
) -> OpenUnit:
    """Announce the exit of a unit on a Beijing day at least one month ahead (article 6), with the reason.

    `by_unit` where its own manager announces it, not an officer.

    Nothing new is registered at the unit from now on; its running contracts are finished and redeemed, also after its exit.
    Raises `not_found`, `illegal_state`, `reason_missing`; `exit_notice` for a day too near.
    """
    _require_reason(reason)
    last = announce_by(leaves_on=leaves_on)
    if beijing_day(at) > last:
        raise DomainError("exit_notice", field="leaves_on", kind="refused", announce_by=last.isoformat())
    columns = {"leaves_on": leaves_on, "exit_reason": reason}
    unit = lock_unit(unit_id) if by_unit else _lock_case(unit_id, actor_id=actor_id, at=at)
    return _step(unit, target=OpenUnitState.EXITING, at=at, actor_id=actor_id, reason=reason, columns=columns)


@write
def strike_off_unit(*, unit_id: int, reason: str, actor_id: int, at: datetime) -> OpenUnit:
    """Strike a unit off (除名, article 17), with the reason.

    A subscriber to the event returns the coupons on which no work was done. Raises `not_found`, `illegal_state`, `reason_missing`.
    """
    _require_reason(reason)
    columns = {"exit_reason": reason}
    unit = _lock_case(unit_id, actor_id=actor_id, at=at)
    return _step(unit, target=OpenUnitState.STRUCK_OFF, at=at, actor_id=actor_id, reason=reason, columns=columns)


def finish_exits(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Record the exit of every unit whose last day has come (退出生效), in chunks. Two runs may overlap."""
    done = 0
    while moved := finish_some_exits(at=at):
        progress(moved)
        done += moved
    return {"exited": done}


@write
def finish_some_exits(*, at: datetime) -> int:
    """One chunk of `finish_exits`."""
    units = lock_leaving_units(day=beijing_day(at), limit=CHUNK)
    move(units, machine=OPEN_UNIT, target=OpenUnitState.EXITED, at=at, actor_id=None, party=_party_of)
    return len(units)


def _check_party(party_id: int) -> None:
    party = get_party(party_id)
    if party.kind != "organisation" or party.state != PartyState.VERIFIED:
        raise DomainError("unit_party", field="party", kind="refused", state=party.state)
    if OpenUnit.objects.filter(pk=party_id).exists():
        raise DomainError("unit_known", field="party", kind="refused")


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError("reason_missing", field="reason")


def _lock_case(unit_id: int, *, actor_id: int, at: datetime) -> OpenUnit:
    """Lock a unit for a step of the authority. Raises `not_found`, `conflict_of_interest`."""
    unit = lock_unit(unit_id)
    require_no_conflict(user_id=actor_id, party_ids=[unit.party_id], at=at)
    return unit


def _step(
    unit: OpenUnit,
    *,
    target: OpenUnitState,
    at: datetime,
    actor_id: int,
    reason: str,
    columns: Mapping[str, object] | None = None,
) -> OpenUnit:
    data = {"reason": reason}
    move(
        [unit], machine=OPEN_UNIT, target=target, at=at, actor_id=actor_id, columns=columns, data=data, party=_party_of
    )
    return unit


def _party_of(unit: OpenUnit) -> int:
    return unit.party_id

"""Rounds: a window and a budget, in which coupons are claimed until the money is gone (article 12)."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from core.database.transactions import assert_inside, write
from core.events.recording import Change, record
from core.events.transitions import move, require_version
from core.models import Event
from core.values.errors import DomainError
from core.values.money import is_amount, yuan
from core.values.names import visible_name
from vouchers.models import PolicyVersion, Round
from vouchers.rules.appropriations import year_of_round
from vouchers.rules.books import budget_posting
from vouchers.rules.states import ROUND, TIMED_ROUNDS, PolicyState, RoundState, SentBack
from vouchers.selectors.budget_changes import has_open_change
from vouchers.selectors.locks import lock_policy_version, lock_round, lock_rounds
from vouchers.selectors.rounds import round_authors
from vouchers.services.appropriations import commit_budget
from vouchers.services.books import Entry, post


@write
def create_round(
    *,
    name: str,
    policy_version_id: int,
    budget: Decimal,
    opens_at: datetime,
    closes_at: datetime,
    actor_id: int,
    at: datetime,
) -> Round:
    """Draft a round with its budget in yuan (新建周期). Its policy version never changes.

    `not_found` for the policy; `policy_not_in_force`; `amount` for an impossible budget; `round_window` if it closes
    before it opens; the errors of `visible_name`.
    """
    name = visible_name(name, field="name", most=100)
    _check(budget=budget, opens_at=opens_at, closes_at=closes_at)
    version = _lock_version_in_force(policy_version_id)
    created = Round.objects.create(
        name=name,
        policy_version=version,
        opens_at=opens_at,
        closes_at=closes_at,
        created_by_id=actor_id,
        created_at=at,
        edited_by_id=actor_id,
        budget=Decimal(0),
    )
    event = _record(created, event="round.drafted", source="", at=at, actor_id=actor_id, budget=yuan(budget))
    _fund(created, difference=budget, event=event, at=at)
    return created


@write
def edit_round(
    *,
    round_id: int,
    name: str,
    policy_version_id: int,
    budget: Decimal,
    opens_at: datetime,
    closes_at: datetime,
    version: int | None = None,
    actor_id: int,
    at: datetime,
) -> Round:
    """Change a draft (修改周期草稿). Errors as `create_round`; `illegal_state` for a round that is not a draft.

    `stale_version` if it was changed since the user saw `version`.
    """
    name = visible_name(name, field="name", most=100)
    _check(budget=budget, opens_at=opens_at, closes_at=closes_at)
    policy = _lock_version_in_force(policy_version_id)
    row = lock_round(round_id)
    require_version(row, version)
    if row.state != RoundState.DRAFT:
        raise DomainError("illegal_state", kind="refused", state=row.state)
    terms = {"name": name, "policy_version_id": policy.pk, "opens_at": opens_at, "closes_at": closes_at}
    Round.objects.filter(pk=row.pk).update(**terms, edited_by_id=actor_id, version=F("version") + 1)
    row.refresh_from_db()
    event = _record(row, event="round.edited", source=row.state, at=at, actor_id=actor_id, budget=yuan(budget))
    if budget != row.budget:
        _fund(row, difference=budget - row.budget, event=event, at=at)
    return row


@write
def propose_round(*, round_id: int, version: int | None = None, actor_id: int, at: datetime) -> Round:
    """Propose a draft to be announced by another person (提请发布).

    `not_found`, `illegal_state`, `round_opening_over`; `stale_version` if it was changed since the user saw `version`.
    """
    row = lock_round(round_id)
    ROUND.get_transition(source=row.state, target=RoundState.PROPOSED)
    require_version(row, version)
    _require_opening_ahead(row, at=at)
    columns = {"proposed_by_id": actor_id, "proposed_at": at}
    return _move(row, target=RoundState.PROPOSED, at=at, actor_id=actor_id, columns=columns, budget=yuan(row.budget))


@write
def announce_round(*, round_id: int, version: int | None = None, actor_id: int, at: datetime) -> Round:
    """Announce a proposed round, so that everybody sees when it opens (发布周期), by another person.

    `not_found`, `illegal_state`, `round_opening_over`; `stale_version` if it was changed since the user saw `version`;
    `same_person` for the person who drafted it, edited it last or proposed it; `appropriation_missing` and
    `appropriation_exceeded` where the year's appropriation does not cover its budget.
    """
    row = lock_round(round_id)
    ROUND.get_transition(source=row.state, target=RoundState.ANNOUNCED)
    require_version(row, version)
    _require_another(row, actor_id=actor_id)
    _require_opening_ahead(row, at=at)
    commit_budget(year=year_of_round(row.opens_at), difference=row.budget)
    columns = {"announced_by_id": actor_id, "announced_at": at}
    return _move(row, target=RoundState.ANNOUNCED, at=at, actor_id=actor_id, columns=columns, budget=yuan(row.budget))


@write
def refuse_round(*, round_id: int, reason: str, actor_id: int, at: datetime) -> Round:
    """Send a proposed round back to its draft with a reason (不予发布). `not_found`, `illegal_state`, `same_person`."""
    row = lock_round(round_id)
    _require_another(row, actor_id=actor_id)
    return _send_back(row, cause=SentBack.REFUSED, reason=reason, actor_id=actor_id, at=at)


@write
def withdraw_round(*, round_id: int, actor_id: int, at: datetime) -> Round:
    """Take a proposal back to its draft (撤回提请). `not_found`, `illegal_state`."""
    return _send_back(lock_round(round_id), cause=SentBack.WITHDRAWN, reason="", actor_id=actor_id, at=at)


def fund_round(row: Round, *, budget: Decimal, reason: str, actor_id: int, at: datetime) -> Round:
    """Give a locked round another budget in yuan, with its movement. The caller has checked that it may."""
    assert_inside()
    event = _record(
        row,
        event="round.budget_changed",
        source=row.state,
        at=at,
        actor_id=actor_id,
        budget_before=yuan(row.budget),
        budget=yuan(budget),
        reason=reason,
    )
    _fund(row, difference=budget - row.budget, event=event, at=at)
    return row


@write
def close_round(*, round_id: int, reason: str, actor_id: int, at: datetime) -> Round:
    """Close an open round before its closing time (提前关闭), with the reason."""
    row = lock_round(round_id)
    if row.state == RoundState.ANNOUNCED and row.opens_at <= at:
        _move(row, target=RoundState.OPEN, at=at, actor_id=None)
    return _move(row, target=RoundState.CLOSED, at=at, actor_id=actor_id, reason=reason)


@write
def settle_round(*, round_id: int, actor_id: int, at: datetime) -> Round:
    """Settle a closed round whose money is all paid, forfeited or free (周期结算).

    `round_not_settled` otherwise; `budget_change_open` while a change of its budget is pending.
    """
    row = lock_round(round_id)
    if has_open_change(round_id):
        raise DomainError("budget_change_open", kind="refused")
    if row.held or row.approved:
        raise DomainError("round_not_settled", kind="refused", held=yuan(row.held), approved=yuan(row.approved))
    return _move(row, target=RoundState.SETTLED, at=at, actor_id=actor_id)


def reopen_settled_rounds(round_ids: Collection[int], *, actor_id: int, at: datetime) -> None:
    """Close settled rounds again whose money the bank returned (退汇), so that they are settled anew once it is paid.

    Locks the rounds: the caller has locked the coupons and their annual uses.
    """
    assert_inside()
    for row in lock_rounds(pk__in=round_ids):
        if row.state == RoundState.SETTLED:  # read under the lock: a settlement may have been in progress
            _move(row, target=RoundState.CLOSED, at=at, actor_id=actor_id)


def turn_rounds(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Run the job that opens and closes rounds (周期开放与截止)."""
    progress(count := open_and_close_rounds(at=at))
    return {"turned": count}


@write
def open_and_close_rounds(*, at: datetime) -> int:
    """Record the opening and closing of rounds whose moment has come; return how many. Claims do not wait for it.

    A proposed round whose opening was missed goes back to its draft.
    """
    due = [row for row in lock_rounds(state__in=TIMED_ROUNDS) if _due(row, at)]
    for row in due:
        _turn(row, at=at)
    return len(due)


def _due(row: Round, at: datetime) -> bool:
    return (row.closes_at if row.state == RoundState.OPEN else row.opens_at) <= at


def _turn(row: Round, *, at: datetime) -> None:
    if row.state == RoundState.PROPOSED:
        _send_back(row, cause=SentBack.OPENING_MISSED, reason="", actor_id=None, at=at)
        return
    if row.state == RoundState.ANNOUNCED:
        _move(row, target=RoundState.OPEN, at=at, actor_id=None)
    if row.closes_at <= at:
        _move(row, target=RoundState.CLOSED, at=at, actor_id=None)


def _lock_version_in_force(version_id: int) -> PolicyVersion:
    version = lock_policy_version(version_id)
    if version.state != PolicyState.IN_FORCE:
        raise DomainError("policy_not_in_force", field="policy_version", kind="refused")
    return version


def _require_another(row: Round, *, actor_id: int) -> None:
    if actor_id in round_authors(row):
        raise DomainError("same_person", kind="refused")


def _require_opening_ahead(row: Round, *, at: datetime) -> None:
    if row.opens_at < at:
        raise DomainError("round_opening_over", field="opens_at", kind="refused")


def _send_back(row: Round, *, cause: SentBack, reason: str, actor_id: int | None, at: datetime) -> Round:
    columns = {"proposed_by_id": None, "proposed_at": None}
    data = {"sent_back": cause, "reason": reason, "proposed_by": row.proposed_by_id}
    return _move(row, target=RoundState.DRAFT, at=at, actor_id=actor_id, columns=columns, **data)


def _check(*, budget: Decimal, opens_at: datetime, closes_at: datetime) -> None:
    if not is_amount(budget):
        raise DomainError("amount", field="budget", amount=str(budget))
    if closes_at <= opens_at:
        raise DomainError("round_window", field="closes_at")


def _fund(row: Round, *, difference: Decimal, event: Event, at: datetime) -> None:
    posting = budget_posting(difference)
    post([Entry(round_id=row.pk, coupon_id=None, event_id=event.pk, posting=posting)], at=at)
    row.refresh_from_db()


def _move(
    row: Round,
    *,
    target: RoundState,
    at: datetime,
    actor_id: int | None,
    columns: Mapping[str, object] | None = None,
    **data: object,
) -> Round:
    data = {"name": row.name, **data}
    move([row], machine=ROUND, target=target, at=at, actor_id=actor_id, columns=columns, data=data)
    return row


def _record(row: Round, *, event: str, source: str, at: datetime, actor_id: int | None, **data: object) -> Event:
    return record(
        Change(
            type=event,
            subject_kind="round",
            subject_id=row.pk,
            at=at,
            actor_id=actor_id,
            from_state=source,
            to_state=row.state,
            data={"name": row.name, **data},
        )
    )

"""The only module that changes the state of coupons: the row, its event, its money and its annual use change together.

`move_coupons` moves locked rows. `move_overdue_coupons` moves a set of rows in one statement, for jobs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from core.database.transactions import assert_inside
from core.events.recording import RECORD_SET, Change, record_many, record_set
from core.models import Event
from core.values.deadlines import beijing_day
from core.values.money import ZERO
from core.values.state_machine import Transition
from vouchers.models import Coupon
from vouchers.rules.books import (
    GIVE_BACK_CAUSES,
    Posting,
    approval_postings,
    payment_posting,
    recovery_posting,
    release_posting,
    return_posting,
    revocation_posting,
)
from vouchers.rules.policies import Policy
from vouchers.rules.states import COUPON, ENDED_COUPONS, CouponState
from vouchers.selectors.locks import lock_annual_uses, lock_overdue, lock_rounds
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import policy_versions_of_rounds
from vouchers.services.books import Entry, credit_years, post, release_held, release_set


def move_coupons(
    *,
    coupons: Sequence[Coupon],
    target: CouponState,
    at: datetime,
    actor_id: int | None,
    fault: str = "",
    payables: Mapping[int, Decimal] | None = None,
    columns: Mapping[int, Mapping[str, Any]] | None = None,
    recovered: Mapping[int, Decimal] | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Move locked coupons to `target`, each along a legal transition with one event (券状态变更).

    `payables` (yuan by coupon) belong to an approval. `columns` are further columns by coupon, such as the deadlines of
    a registration. `recovered` (yuan by coupon) belongs to a repayment. `data` is part of every event. Money and annual use
    follow docs/domain.md section 6 and the give-back switches of the policy. Raises `illegal_state`, and writes nothing, if a
    coupon has no such transition.
    """
    assert_inside()
    if not coupons:
        return
    transitions = {coupon.pk: COUPON.get_transition(source=coupon.state, target=target) for coupon in coupons}
    policies = _policies(coupons)
    events = _record_events(
        coupons, transitions=transitions, target=target, at=at, actor_id=actor_id, fault=fault, data=data or {}
    )
    for coupon in coupons:
        changes = {"state": target, "fault": fault or coupon.fault, **(columns or {}).get(coupon.pk, {})}
        if payables is not None:
            changes["payable"] = payables[coupon.pk]
        if target in ENDED_COUPONS and target != CouponState.RECOVERED:
            changes["ended_at"] = at
        for name, value in changes.items():
            setattr(coupon, name, value)
    Coupon.objects.bulk_update(coupons, _changed_columns(columns, payables, target))
    _move_money(coupons, transitions=transitions, events=events, policies=policies, at=at)
    _post_recovered(events.values(), coupons=coupons, recovered=recovered or {}, at=at)


def move_overdue_coupons(*, source: CouponState, target: CouponState, fault: str, limit: int, at: datetime) -> int:
    """Move at most `limit` coupons whose deadline for leaving `source` is over; return how many.

    One statement moves the rows and writes events and movements. The annual uses and the rounds follow, in the order of
    docs/locking.md. Coupons locked by another transaction are left for the next run. Raises `illegal_state` if there is
    no such transition, ValueError if it has no deadline or no give-back.
    """
    assert_inside()
    transition = COUPON.get_transition(source=source, target=target)
    if transition.deadline is None or transition.gives_back is None:
        raise ValueError(f"{source} → {target} has no deadline or no give-back")
    buckets = _buckets_of_overdue(transition, limit=limit, at=at)
    if not buckets:
        return 0
    moved = _move_overdue(transition, fault=fault, limit=limit, buckets=buckets, at=at)
    years: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    held: dict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
    for round_id, applicant_id, year, amount in moved:
        held[round_id, buckets[round_id]] += amount
        if buckets[round_id] == "free":
            years[applicant_id, year] += amount
    # Lock order: the annual uses, then the rounds.
    credit_years(years)
    release_held(held)
    return len(moved)


def recover_more(
    *, coupons: Sequence[Coupon], recovered: Mapping[int, Decimal], at: datetime, actor_id: int | None
) -> None:
    """Record that more of locked, recovered coupons came back (继续追回), in yuan by coupon; each stays recovered."""
    assert_inside()
    events = record_many(
        [
            Change(
                type="coupon.recovered",
                subject_kind="coupon",
                subject_id=coupon.pk,
                party_id=coupon.applicant_id,
                actor_id=actor_id,
                at=at,
                from_state=coupon.state,
                to_state=coupon.state,
                data={"amount": str(coupon.amount), "year": coupon.year},
            )
            for coupon in coupons
        ]
    )
    _post_recovered(events, coupons=coupons, recovered=recovered, at=at)


def _post_recovered(
    events: Iterable[Event], *, coupons: Sequence[Coupon], recovered: Mapping[int, Decimal], at: datetime
) -> None:
    rounds = {coupon.pk: coupon.round_id for coupon in coupons}
    entries = [
        Entry(
            round_id=rounds[event.subject_id],
            coupon_id=event.subject_id,
            event_id=event.pk,
            posting=recovery_posting(recovered[event.subject_id]),
        )
        for event in events
        if event.subject_id in recovered
    ]
    post(entries, at=at)


def lock_years_and_rounds(coupons: Sequence[Coupon]) -> None:
    """Lock the annual uses, then the rounds, of locked coupons, for a service that moves coupons in several calls."""
    assert_inside()
    if coupons:
        lock_annual_uses({coupon.applicant_id for coupon in coupons})
        lock_rounds(pk__in={coupon.round_id for coupon in coupons})


def _policies(coupons: Sequence[Coupon]) -> dict[int, Policy]:
    versions = policy_versions_of_rounds({coupon.round_id for coupon in coupons})
    return {round_id: get_policy(version_id) for round_id, version_id in versions.items()}


def _record_events(
    coupons: Sequence[Coupon],
    *,
    transitions: Mapping[int, Transition[CouponState]],
    target: CouponState,
    at: datetime,
    actor_id: int | None,
    fault: str,
    data: Mapping[str, Any],
) -> dict[int, Event]:
    events = record_many(
        [
            Change(
                type=transitions[coupon.pk].event,
                subject_kind="coupon",
                subject_id=coupon.pk,
                party_id=coupon.applicant_id,
                actor_id=actor_id,
                at=at,
                from_state=coupon.state,
                to_state=target,
                data={"amount": str(coupon.amount), "year": coupon.year, **({"fault": fault} if fault else {}), **data},
            )
            for coupon in coupons
        ]
    )
    return {event.subject_id: event for event in events}


def _changed_columns(
    columns: Mapping[int, Mapping[str, Any]] | None, payables: Mapping[int, Decimal] | None, target: CouponState
) -> list[str]:
    named = {name for changes in (columns or {}).values() for name in changes}
    fixed = {"state", "fault"} | ({"payable"} if payables is not None else set())
    return sorted(named | fixed | ({"ended_at"} if target in ENDED_COUPONS else set()))


def _move_money(
    coupons: Sequence[Coupon],
    *,
    transitions: Mapping[int, Transition[CouponState]],
    events: Mapping[int, Event],
    policies: Mapping[int, Policy],
    at: datetime,
) -> None:
    entries: list[Entry] = []
    years: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for coupon in coupons:
        for posting in _postings(coupon, transition=transitions[coupon.pk], policy=policies[coupon.round_id]):
            entries.append(
                Entry(round_id=coupon.round_id, coupon_id=coupon.pk, event_id=events[coupon.pk].pk, posting=posting)
            )
            if posting.target == "free" and posting.cause in GIVE_BACK_CAUSES:
                years[coupon.applicant_id, coupon.year] += posting.amount
        years[coupon.applicant_id, coupon.year] -= _counted_again(
            coupon, transition=transitions[coupon.pk], policy=policies[coupon.round_id]
        )
    # Lock order: the annual uses, then the rounds.
    credit_years({key: amount for key, amount in years.items() if amount})
    post(entries, at=at)


def _counted_again(coupon: Coupon, *, transition: Transition[CouponState], policy: Policy) -> Decimal:
    """Return the yuan that the year counts again: a revoked coupon counts in full, also what an approval gave back."""
    if (transition.source, transition.target) != (CouponState.APPROVED, CouponState.REVOKED):
        return ZERO
    return coupon.amount - (coupon.payable or ZERO) if policy.give_back["reduction"] else ZERO


def _postings(coupon: Coupon, *, transition: Transition[CouponState], policy: Policy) -> tuple[Posting, ...]:
    if transition.source == CouponState.PAID and transition.target == CouponState.APPROVED:
        return (return_posting(coupon.payable or ZERO),)
    if transition.target == CouponState.APPROVED:
        gives_back = policy.give_back["reduction"]
        return approval_postings(amount=coupon.amount, payable=coupon.payable or ZERO, gives_back=gives_back)
    if transition.target == CouponState.PAID:
        return (payment_posting(coupon.payable or ZERO),)
    if transition.target == CouponState.REVOKED:
        return (revocation_posting(state=transition.source, amount=coupon.amount, payable=coupon.payable),)
    if transition.gives_back is None:
        return ()
    return (_release_posting(transition, amount=coupon.amount, policy=policy),)


def _buckets_of_overdue(transition: Transition[CouponState], *, limit: int, at: datetime) -> dict[int, str]:
    """Map each round to the bucket that its policy sends the money of overdue coupons to."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT round_id FROM ({OVERDUE.format(deadline=transition.deadline)}) overdue",
            {"source": transition.source, "today": beijing_day(at), "limit": limit},
        )
        versions = policy_versions_of_rounds([round_id for (round_id,) in cursor.fetchall()])
    return {
        round_id: _release_posting(transition, amount=ZERO, policy=get_policy(version_id)).target
        for round_id, version_id in versions.items()
    }


OVERDUE = """
    SELECT id, round_id FROM vouchers_coupon WHERE state = %(source)s AND {deadline} < %(today)s
    ORDER BY {deadline}, id LIMIT %(limit)s
"""
MOVE_OVERDUE = """
    WITH overdue AS ({overdue}), moved AS (
        UPDATE vouchers_coupon c SET state = %(target)s, fault = %(fault)s, ended_at = %(at)s
        FROM overdue WHERE c.id = overdue.id
        RETURNING c.id, c.round_id, c.applicant_id, c.year, c.amount
    ), changes AS (
        SELECT id AS subject_id, applicant_id AS party_id, jsonb_build_object('amount', amount::text, 'year', year,
            'fault', %(fault)s::text, 'cause', %(cause)s::text) AS data
        FROM moved
    ), {record}, {release}
    SELECT round_id, applicant_id, year, amount FROM moved
"""


def _move_overdue(
    transition: Transition[CouponState], *, fault: str, limit: int, buckets: Mapping[int, str], at: datetime
) -> list[tuple[int, int, int, Decimal]]:
    recorded = record_set(
        type=transition.event,
        subject_kind=COUPON.name,
        at=at,
        actor_id=None,
        from_state=transition.source,
        to_state=transition.target,
    )
    release, released = release_set(rows="moved", cause=transition.gives_back or "", buckets=buckets, at=at)
    parameters = {
        "source": transition.source,
        "target": transition.target,
        "cause": transition.gives_back,
        "fault": fault,
        "today": beijing_day(at),
        "at": at,
        "rounds": list(buckets),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            MOVE_OVERDUE.format(
                overdue=lock_overdue(transition.deadline or ""),
                record=RECORD_SET.format(rows="changes"),
                release=release,
            ),
            {**parameters, **recorded, **released},
        )
        moved: list[tuple[int, int, int, Decimal]] = cursor.fetchall()
        return moved


def _release_posting(transition: Transition[CouponState], *, amount: Decimal, policy: Policy) -> Posting:
    cause = transition.gives_back or ""
    return release_posting(cause=cause, amount=amount, gives_back=policy.give_back[cause])

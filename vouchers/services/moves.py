"""The one door through which coupons change state: the row, its event, its money, its year, together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.database.transactions import assert_inside
from core.events.recording import Change, record_many
from core.models import Event
from core.values.money import ZERO
from core.values.state_machine import Edge
from vouchers.models import Coupon
from vouchers.rules.books import (
    GIVE_BACK_CAUSES,
    Posting,
    approval_postings,
    payment_posting,
    release_posting,
    revocation_posting,
)
from vouchers.rules.policies import Policy
from vouchers.rules.states import COUPON
from vouchers.selectors.locks import lock_annual_uses, lock_rounds
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import policy_versions_of_rounds
from vouchers.services.books import Entry, credit_years, post

ENDED = COUPON.ends | {"paid"}


def move_coupons(
    *,
    coupons: Sequence[Coupon],
    target: str,
    at: datetime,
    actor_id: int | None,
    fault: str = "",
    payables: Mapping[int, Decimal] | None = None,
    columns: Mapping[int, Mapping[str, Any]] | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Move locked coupons to `target`, each along a legal edge with one event (券状态变更).

    `payables` (yuan by coupon) go with "approved"; `columns` are further columns by coupon, such as the deadlines of a
    registration; `data` is told by every event. Money and year follow docs/domain.md section 6 and the policy's give-back
    switches. `illegal_state` where a coupon cannot go there.
    """
    assert_inside()
    if not coupons:
        return
    edges = {coupon.pk: COUPON.get_edge(source=coupon.state, target=target) for coupon in coupons}
    policies = _policies(coupons)
    events = _record(coupons, edges=edges, target=target, at=at, actor_id=actor_id, fault=fault, data=data or {})
    for coupon in coupons:
        changes = {"state": target, "fault": fault or coupon.fault, **(columns or {}).get(coupon.pk, {})}
        if payables is not None:
            changes["payable"] = payables[coupon.pk]
        if target in ENDED:
            changes["ended_at"] = at
        for name, value in changes.items():
            setattr(coupon, name, value)
    Coupon.objects.bulk_update(coupons, _changed_columns(columns, payables, target))
    _settle(coupons, edges=edges, events=events, policies=policies, at=at)


def lock_years_and_rounds(coupons: Sequence[Coupon]) -> None:
    """The years, then the rounds, of locked coupons, in order: for who moves them in more than one call."""
    assert_inside()
    if coupons:
        lock_annual_uses({coupon.applicant_id for coupon in coupons})
        lock_rounds(pk__in={coupon.round_id for coupon in coupons})


def _policies(coupons: Sequence[Coupon]) -> dict[int, Policy]:
    versions = policy_versions_of_rounds({coupon.round_id for coupon in coupons})
    return {round_id: get_policy(version_id) for round_id, version_id in versions.items()}


def _record(
    coupons: Sequence[Coupon],
    *,
    edges: Mapping[int, Edge],
    target: str,
    at: datetime,
    actor_id: int | None,
    fault: str,
    data: Mapping[str, Any],
) -> dict[int, Event]:
    events = record_many(
        [
            Change(
                type=edges[coupon.pk].event,
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
    columns: Mapping[int, Mapping[str, Any]] | None, payables: Mapping[int, Decimal] | None, target: str
) -> list[str]:
    named = {name for changes in (columns or {}).values() for name in changes}
    fixed = {"state", "fault"} | ({"payable"} if payables is not None else set())
    return sorted(named | fixed | ({"ended_at"} if target in ENDED else set()))


def _settle(
    coupons: Sequence[Coupon],
    *,
    edges: Mapping[int, Edge],
    events: Mapping[int, Event],
    policies: Mapping[int, Policy],
    at: datetime,
) -> None:
    entries: list[Entry] = []
    years: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for coupon in coupons:
        for posting in _postings(coupon, edge=edges[coupon.pk], policy=policies[coupon.round_id]):
            entries.append(
                Entry(round_id=coupon.round_id, coupon_id=coupon.pk, event_id=events[coupon.pk].pk, posting=posting)
            )
            if posting.target == "free" and posting.cause in GIVE_BACK_CAUSES:
                years[coupon.applicant_id, coupon.year] += posting.amount
    credit_years(years)
    post(entries, at=at)


def _postings(coupon: Coupon, *, edge: Edge, policy: Policy) -> tuple[Posting, ...]:
    if edge.target == "approved":
        gives_back = policy.give_back["reduction"]
        return approval_postings(amount=coupon.amount, payable=coupon.payable or ZERO, gives_back=gives_back)
    if edge.target == "paid":
        return (payment_posting(coupon.payable or ZERO),)
    if edge.target == "revoked":
        return (revocation_posting(state=edge.source, amount=coupon.amount, payable=coupon.payable),)
    cause = edge.gives_back
    if cause is None:
        return ()
    return (release_posting(cause=cause, amount=coupon.amount, gives_back=policy.give_back[cause]),)

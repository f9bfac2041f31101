"""代理: a member of staff who acts in another's name in approvals, for a time. Pure; Beijing days."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from accounts.rules.roles import EXCLUSIVE_ROLES, STAFF_ROLES
from accounts.rules.states import DelegationState
from core.values.errors import Param, Refusal

DELEGABLE = ("batch.clear", "batch.sign", "batch.approve", "payment_order.sign", "payment_order.approve")
"""The operations that a delegation may cover: the stages of approvals, whose chains count actor and principal."""


def delegation_refusals(
    *,
    same: bool,
    principal_roles: Collection[str],
    delegate_roles: Collection[str],
    unheld: Collection[str],
    from_on: date,
    until_on: date,
    today: date,
    most_days: int,
) -> tuple[Refusal, ...]:
    """Return why a delegation cannot be offered.

    `same_person`, `delegation_principal` for an administrator or auditor, `delegate_not_staff`, `delegation_operation` for
    operations that the principal may not do by an own role (`unheld`), `delegation_days`. Rights that somebody has by a
    delegation are not passed on, because only roles count.
    """
    found: list[Refusal] = []
    if same:
        found.append(Refusal(code="same_person", field="username"))
    if not is_eligible(principal_roles):
        found.append(Refusal(code="delegation_principal"))
    if not is_eligible(delegate_roles):
        found.append(Refusal(code="delegate_not_staff", field="username"))
    if unheld:
        found.append(
            Refusal(code="delegation_operation", field="operations", params={"operation": "、".join(sorted(unheld))})
        )
    found.extend(_day_refusals(from_on=from_on, until_on=until_on, today=today, most_days=most_days))
    return tuple(found)


def _day_refusals(*, from_on: date, until_on: date, today: date, most_days: int) -> Iterator[Refusal]:
    latest = from_on + timedelta(days=most_days - 1)
    if not today <= from_on <= until_on <= latest:
        limits: dict[str, Param] = {"earliest": today.isoformat(), "latest": latest.isoformat(), "days": most_days}
        yield Refusal(code="delegation_days", field="until_on", params=limits)


def is_eligible(roles: Collection[str]) -> bool:
    """Whether a holder of these roles may delegate, or act for another: staff, neither administrator nor auditor."""
    return not STAFF_ROLES.isdisjoint(roles) and EXCLUSIVE_ROLES.isdisjoint(roles)


def is_in_force(*, state: DelegationState, from_on: date, until_on: date, on: date) -> bool:
    """Whether the delegate may act on a day."""
    return state == DelegationState.ACCEPTED and from_on <= on <= until_on


def principal_data(principal_id: int | None) -> Mapping[str, int]:
    """Return what the event of an act says of the person in whose name it was done; nothing in the own name."""
    return {} if principal_id is None else {"principal": principal_id}


def people_of(actor_id: int, principal_id: int | None) -> tuple[int, ...]:
    """Return everybody who counts for an act: the actor, and the person in whose name it is done."""
    return (actor_id,) if principal_id is None else (actor_id, principal_id)

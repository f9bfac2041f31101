"""Delegations offered and accepted."""

from collections.abc import Collection
from datetime import date, datetime

from accounts.models import Delegation
from accounts.rules.delegations import DELEGABLE
from accounts.services.delegations import accept_delegation, offer_delegation
from core.access.checks import may
from core.values.actors import Actor
from tests.factories.contracts import MONDAY
from tests.factories.handovers import name_of

FROM, UNTIL = date(2026, 3, 2), date(2026, 3, 31)


def offered(
    principal: Actor,
    delegate: Actor,
    *operations: str,
    from_on: date = FROM,
    until_on: date = UNTIL,
    at: datetime = MONDAY,
) -> Delegation:
    """An offer from Monday to the end of March, by default of everything that the principal may delegate."""
    held: Collection[str] = operations or [each for each in DELEGABLE if may(principal, each)]
    return offer_delegation(
        username=name_of(delegate.user_id),
        operations=held,
        from_on=from_on,
        until_on=until_on,
        reason="出差",
        actor=principal,
        at=at,
    )


def accepted(principal: Actor, delegate: Actor, *operations: str, at: datetime = MONDAY, **days: date) -> Delegation:
    """A delegation that the delegate has accepted."""
    row = offered(principal, delegate, *operations, at=at, **days)
    return accept_delegation(delegation_id=row.pk, actor=delegate, at=at)

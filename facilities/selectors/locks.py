"""Every row lock of this app. A unit stands with the parties: first of all (docs/locking.md)."""

from datetime import date

from core.values.errors import DomainError
from facilities.models import OpenUnit, Service
from facilities.rules.states import OpenUnitState


def lock_unit(unit_id: int) -> OpenUnit:
    """The unit, locked; `not_found`."""
    row = OpenUnit.objects.select_for_update(no_key=True).filter(pk=unit_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def hold_unit(unit_id: int) -> OpenUnit:
    """The unit, kept from changing while others hold it too (FOR SHARE): who registers need not wait for who registers.

    `not_found`.
    """
    rows = OpenUnit.objects.raw("SELECT * FROM facilities_openunit WHERE party_id = %s FOR SHARE", [unit_id])
    for row in rows:
        return row
    raise DomainError("not_found", kind="missing")


def lock_leaving_units(*, day: date, limit: int) -> list[OpenUnit]:
    """Units whose notice is over by the day, locked by id; those another run holds are left to it."""
    due = OpenUnit.objects.filter(state=OpenUnitState.EXITING, leaves_on__lte=day).order_by("pk")
    return list(due.select_for_update(no_key=True, skip_locked=True)[:limit])


def lock_service(*, service_id: int, unit_id: int) -> Service:
    """A service of that unit, locked; `not_found` for another's as for none."""
    row = Service.objects.select_for_update(no_key=True).filter(pk=service_id, unit_id=unit_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row

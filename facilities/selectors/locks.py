"""Every row lock of this app. A unit is locked before any other row but the party (docs/locking.md)."""

from datetime import date

from accounts.selectors.locks import lock_with_rivals
from core.values.errors import DomainError
from facilities.models import OpenUnit, Service, UnitApplication
from facilities.rules.states import ApplicationState, OpenUnitState


def lock_unit(unit_id: int) -> OpenUnit:
    """Lock a unit. Raises `not_found`."""
    row = OpenUnit.objects.select_for_update(no_key=True).filter(pk=unit_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def lock_unit_shared(unit_id: int) -> OpenUnit:
    """Lock a unit FOR SHARE: it cannot change, and registrations at it do not wait for each other. Raises `not_found`."""
    rows = OpenUnit.objects.raw("SELECT * FROM facilities_openunit WHERE party_id = %s FOR SHARE", [unit_id])
    for row in rows:
        return row
    raise DomainError("not_found", kind="missing")


def lock_leaving_units(*, day: date, limit: int) -> list[OpenUnit]:
    """Lock units whose last day has come, by id; skip those that another run has locked."""
    due = OpenUnit.objects.filter(state=OpenUnitState.EXITING, leaves_on__lte=day).order_by("pk")
    return list(due.select_for_update(no_key=True, skip_locked=True)[:limit])


def lock_application(application_id: int) -> UnitApplication:
    """Lock the party of an application with its rivals, as its verification does, then the application. Raises `not_found`."""
    party_id = UnitApplication.objects.filter(pk=application_id).values_list("party_id", flat=True).first()
    if party_id is None:
        raise DomainError("not_found", kind="missing")
    party, _ = lock_with_rivals(party_id)
    row = UnitApplication.objects.select_for_update(no_key=True).get(pk=application_id)
    row.party = party
    return row


def lock_open_application(party_id: int) -> UnitApplication | None:
    """Lock the pending application of a party, or None."""
    rows = UnitApplication.objects.filter(party_id=party_id, state=ApplicationState.REQUESTED)
    return rows.select_for_update(no_key=True).first()


def lock_service(*, service_id: int, unit_id: int) -> Service:
    """Lock a service of this unit. Raises `not_found`, also for a service of another unit."""
    row = Service.objects.select_for_update(no_key=True).filter(pk=service_id, unit_id=unit_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row

"""Reactions to events of contracts and units: messages to the two sides, coupons returned."""

from collections.abc import Mapping

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES
from accounts.selectors.members import list_user_ids
from core.models import Event
from core.notifications.sending import notify
from core.values.errors import Param
from core.values.money import yuan
from vouchers.models import ServiceContract
from vouchers.selectors.contracts import get_contract
from vouchers.services.terminations import return_coupons_of_unit


def notify_applicant(*, event: Event) -> None:
    """Notify the applicant's people of a step of the unit."""
    contract = get_contract(event.subject_id)
    _notify(event, contract, party_id=contract.applicant_id, roles=APPLICANT_ROLES)


def notify_unit(*, event: Event) -> None:
    """Notify the unit's people of a step of the applicant."""
    contract = get_contract(event.subject_id)
    _notify(event, contract, party_id=contract.unit_id, roles=UNIT_ROLES)


def return_coupons_of_struck_off_unit(*, event: Event) -> None:
    """Return the coupons on contracts of a unit that was struck off, where no work was done."""
    reason = str(event.data.get("reason", ""))
    return_coupons_of_unit(unit_id=event.subject_id, reason=reason, actor_id=event.actor_id, at=event.at)


def _notify(event: Event, contract: ServiceContract, *, party_id: int, roles: frozenset[str]) -> None:
    notify(
        user_ids=list_user_ids(party_id=party_id, roles=roles),
        kind=event.type,
        params={**_params(contract), "reason": str(event.data.get("reason", ""))},
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=party_id,
    )


def _params(contract: ServiceContract) -> Mapping[str, Param]:
    return {
        "contract": contract.pk,
        "reference": contract.reference,
        "title": contract.title,
        "applicant": contract.applicant.name,
        "unit": contract.unit.party.name,
        "amount": yuan(contract.amount),
        "end_on": contract.end_on.isoformat(),
        "redeem_by": contract.redeem_by.isoformat() if contract.redeem_by else "",
    }

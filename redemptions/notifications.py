"""Messages: to the two sides of a contract, when its redemption is returned or decided; to the authority, of damaged files."""

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES, Role
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from core.models import Event
from core.notifications.sending import notify
from core.values.money import ZERO, yuan
from redemptions.selectors.batches import get_redemption_with_contract

GUARDIANS = frozenset({Role.AUDITOR, Role.CASE_OFFICER, Role.SYSTEM_ADMIN})
"""Who is notified of damaged evidence."""
KINDS = {"approve": "redemption.approved", "reduce": "redemption.reduced", "reject": "redemption.rejected"}


def notify_of_return(*, event: Event) -> None:
    """Notify the unit's people of a return, with the reason and the correction day."""
    redemption = get_redemption_with_contract(event.subject_id)
    notify(
        user_ids=list_user_ids(party_id=redemption.unit_id, roles=UNIT_ROLES),
        kind=event.type,
        params={
            "redemption": redemption.pk,
            "number": redemption.number,
            "title": redemption.contract.title,
            "reason": event.data["reason"],
            "correct_by": event.data["correct_by"],
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=redemption.unit_id,
    )


def notify_of_decision(*, event: Event) -> None:
    """Notify unit and applicant of a decision, with the reason and the last day to appeal."""
    redemption = get_redemption_with_contract(event.subject_id)
    for party_id, roles in ((redemption.unit_id, UNIT_ROLES), (redemption.applicant_id, APPLICANT_ROLES)):
        notify(
            user_ids=list_user_ids(party_id=party_id, roles=roles),
            kind=KINDS[redemption.decision],
            params={
                "redemption": redemption.pk,
                "number": redemption.number,
                "title": redemption.contract.title,
                "amount": yuan(redemption.decided_amount or ZERO),
                "reason": redemption.decision_reason,
                "appeal_by": redemption.appeal_by.isoformat() if redemption.appeal_by else "",
            },
            dedup=f"{event.type}:{event.pk}",
            at=event.at,
            party_id=party_id,
        )


def notify_of_damage(*, event: Event) -> None:
    """Notify auditors, case officers and administrators of evidence of a redemption that is altered or lost (I14)."""
    if event.subject_kind != "redemption":
        return
    redemption, authority = get_redemption_with_contract(event.subject_id), get_authority()
    notify(
        user_ids=list_user_ids(party_id=authority.pk, roles=GUARDIANS),
        kind=event.type,
        params={
            "redemption": redemption.pk,
            "number": redemption.number,
            "title": redemption.contract.title,
            "name": event.data["name"],
            "whole_at": event.data["whole_at"],
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=authority.pk,
    )

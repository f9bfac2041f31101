"""Messages to the two sides of a contract, of returns, decisions and appeals; to the authority, of appeals and damaged files."""

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES, Role
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from core.models import Event
from core.notifications.sending import notify
from core.values.errors import Param
from core.values.money import ZERO, yuan
from oversight.selectors.stages import list_deciders_to_come
from redemptions.models import Appeal
from redemptions.selectors.appeals import get_appeal
from redemptions.selectors.batches import get_batch, get_redemption_with_contract, sum_decided
from redemptions.selectors.payees import payee_of
from redemptions.selectors.redemptions import get_contract_policy

GUARDIANS = frozenset({Role.AUDITOR, Role.CASE_OFFICER, Role.SYSTEM_ADMIN})
"""Who is notified of damaged evidence."""
EXAMINERS = frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER})
"""Who is notified of a filed appeal, at the authority."""
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


def notify_of_submission(*, event: Event) -> None:
    """Notify the applicant of the amount that the unit bills, which may differ from that of the accepted results."""
    redemption = get_redemption_with_contract(event.subject_id)
    notify(
        user_ids=list_user_ids(party_id=redemption.applicant_id, roles=APPLICANT_ROLES),
        kind=event.type,
        params={
            "redemption": redemption.pk,
            "number": redemption.number,
            "title": redemption.contract.title,
            "actual": event.data["actual_amount"],
            "payable": event.data["payable"],
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=redemption.applicant_id,
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


def notify_of_returned_payment(*, event: Event) -> None:
    """Notify the side that is not paid that the bank returned the money; payments notify the payee."""
    redemption = get_redemption_with_contract(event.subject_id)
    payee_id = payee_of(redemption, policy=get_contract_policy(redemption.contract))
    for party_id, roles in ((redemption.unit_id, UNIT_ROLES), (redemption.applicant_id, APPLICANT_ROLES)):
        if party_id == payee_id:
            continue
        notify(
            user_ids=list_user_ids(party_id=party_id, roles=roles),
            kind=event.type,
            params={
                "redemption": redemption.pk,
                "number": redemption.number,
                "title": redemption.contract.title,
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


def notify_of_appeal(*, event: Event) -> None:
    """Notify both sides and the officers that a side has appealed or waived its appeal, without its reasons."""
    appeal = get_appeal(event.subject_id)
    _notify_sides(appeal, event=event, dedup=f"{event.type}:{event.pk}")
    _notify_authority(appeal, event=event, roles=EXAMINERS)


def notify_appeal_approvers(*, event: Event) -> None:
    """Notify the approvers that the appeals against a decision are to be decided, once a decision."""
    _notify_authority(get_appeal(event.subject_id), event=event, roles=frozenset({Role.APPROVER}))


def notify_of_appeal_decision(*, event: Event) -> None:
    """Notify both sides of the decision on their appeals, once for all appeals against one decision."""
    appeal = get_appeal(event.subject_id)
    _notify_sides(appeal, event=event, dedup=f"{event.type}:{appeal.redemption_id}:{event.at.isoformat()}")


def notify_of_stage(*, event: Event) -> None:
    """Notify those who may decide the next stage of a batch after a further one was decided."""
    batch, authority = get_batch(event.subject_id), get_authority()
    amount = sum_decided([batch.pk]).get(batch.pk, ZERO)
    stage, user_ids = list_deciders_to_come(subject_kind="batch", subject_id=batch.pk, amount=amount)
    if stage is not None:
        notify(
            user_ids=user_ids,
            kind="batch.stage_waits",
            params={"batch": batch.pk, "number": batch.number, "stage": stage.value, "amount": yuan(amount)},
            dedup=f"{event.type}:{event.pk}",
            at=event.at,
            party_id=authority.pk,
        )


def _notify_sides(appeal: Appeal, *, event: Event, dedup: str) -> None:
    redemption = appeal.redemption
    for party_id, roles in ((redemption.unit_id, UNIT_ROLES), (redemption.applicant_id, APPLICANT_ROLES)):
        notify(
            user_ids=list_user_ids(party_id=party_id, roles=roles),
            kind=event.type,
            params=_appeal_params(appeal, event=event),
            dedup=dedup,
            at=event.at,
            party_id=party_id,
        )


def _notify_authority(appeal: Appeal, *, event: Event, roles: frozenset[str]) -> None:
    authority = get_authority()
    notify(
        user_ids=list_user_ids(party_id=authority.pk, roles=roles),
        kind=event.type,
        params=_appeal_params(appeal, event=event),
        dedup=f"{event.type}:{appeal.redemption_id}:{event.at.isoformat()}",
        at=event.at,
        party_id=authority.pk,
    )


def _appeal_params(appeal: Appeal, *, event: Event) -> dict[str, Param]:
    redemption = appeal.redemption
    return {
        "redemption": redemption.pk,
        "number": redemption.number,
        "title": redemption.contract.title,
        "party": appeal.party.name,
        "amount": event.data.get("amount", ""),
        "reason": event.data.get("reason", ""),
    }

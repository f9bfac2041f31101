"""Handlers of events: notifications to payees, and to finance of their accounts."""

from collections.abc import Iterable

from accounts.rules.roles import MANAGER_ROLES, SIDE_ROLES, Role
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from core.models import Event
from core.notifications.sending import notify
from core.values.money import yuan
from oversight.rules.stages import FURTHER_STAGES
from oversight.selectors.stages import list_deciders_to_come
from payments.models import ManualAnswer, PayeeAccount, Payment
from payments.rules.states import PayeeAccountState
from payments.selectors.closings import get_closing
from payments.selectors.manual_answers import get_manual_answer
from payments.selectors.payee_accounts import get_account
from payments.selectors.payments import get_order, get_payment
from payments.selectors.recoveries import find_first_due_day, get_recovery, get_repayment
from payments.services.payee_accounts import recompute_waits
from payments.services.recoveries import serve_recovery

TO_FINANCE: dict[str, str] = {
    PayeeAccountState.ENTERED: "payee_account.to_check",
    PayeeAccountState.CHECKED: "payee_account.to_confirm",
}
"""State that waits for finance → the kind of its notification."""
FINANCE = frozenset({Role.FINANCE})


def notify_payee(*, event: Event) -> None:
    """Notify the payee's managers of a payment that has arrived, or failed with the bank's reason."""
    payment = get_payment(event.subject_id)
    _notify_of_payment(payment, event=event, party_id=payment.payee_id, roles=MANAGER_ROLES)


def notify_of_returned(*, event: Event) -> None:
    """Notify the payee's managers and finance that the bank returned a payment, with its reason."""
    payment = get_payment(event.subject_id)
    _notify_of_payment(payment, event=event, party_id=payment.payee_id, roles=MANAGER_ROLES)
    _notify_of_payment(payment, event=event, party_id=get_authority().pk, roles=FINANCE)


def _notify_of_payment(payment: Payment, *, event: Event, party_id: int, roles: frozenset[str]) -> None:
    notify(
        user_ids=list_user_ids(party_id=party_id, roles=roles),
        kind=event.type,
        params={
            "payment": payment.pk,
            "label": payment.label,
            "amount": yuan(payment.amount),
            **{name: str(event.data.get(name, "")) for name in ("reason", "kept", "rest")},
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=party_id,
    )


def notify_of_answer(*, event: Event) -> None:
    """Notify finance that the bank's answer to an order was entered, with the number of lines that fit nothing."""
    authority = get_authority().pk
    order = get_order(event.subject_id)
    notify(
        user_ids=list_user_ids(party_id=authority, roles=FINANCE),
        kind=event.type,
        params={
            "payment_order": order.pk,
            "number": order.number,
            "file": str(event.data["file"]),
            "unmatched": int(str(event.data["unmatched"])),
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=authority,
    )


def notify_of_manual_answer(*, event: Event) -> None:
    """Notify finance that an answer entered by hand waits for a second person."""
    answer = get_manual_answer(event.subject_id)
    people = set(list_user_ids(party_id=get_authority().pk, roles=FINANCE)) - {answer.entered_by_id}
    _notify_of_manual_answer(answer, event=event, user_ids=sorted(people))


def notify_of_refused_answer(*, event: Event) -> None:
    """Notify who entered an answer by hand that it was refused, with the reason."""
    answer = get_manual_answer(event.subject_id)
    _notify_of_manual_answer(answer, event=event, user_ids=[answer.entered_by_id])


def _notify_of_manual_answer(answer: ManualAnswer, *, event: Event, user_ids: list[int]) -> None:
    notify(
        user_ids=user_ids,
        kind=event.type,
        params={
            "manual_answer": answer.pk,
            "number": answer.attempt.number,
            "who": answer.entered_by.name,
            "reason": answer.refusal,
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=get_authority().pk,
    )


def calendar_entered(*, event: Event) -> None:
    """Recompute the provisional days of waiting of changed accounts after a holiday notice was entered."""
    recompute_waits(at=event.at)


def notify_of_account(*, event: Event) -> None:
    """Notify everybody who acts for the party of each step on its account, and finance of what waits for it.

    The mail about a step of an open change has the link to stop it (payments.selectors.change_links).
    """
    account = get_account(event.subject_id)
    kind = event.type.replace("account.", "account.change_") if account.is_change else event.type
    _notify_of_account(account, event=event, kind=kind, party_id=account.party_id, roles=SIDE_ROLES)
    if event.to_state in TO_FINANCE:
        authority = get_authority().pk
        _notify_of_account(
            account, event=event, kind=TO_FINANCE[event.to_state], party_id=authority, roles=frozenset({Role.FINANCE})
        )


def _notify_of_account(account: PayeeAccount, *, event: Event, kind: str, party_id: int, roles: frozenset[str]) -> None:
    notify(
        user_ids=list_user_ids(party_id=party_id, roles=roles),
        kind=kind,
        params={
            "account_id": account.pk,
            "account": account.masked,
            "before": account.replaces.masked if account.replaces else "",
            "party": account.party.name,
            "reason": event.data.get("reason", ""),
            "waits_until": event.data.get("waits_until", ""),
        },
        dedup=f"{kind}:{event.pk}",
        at=event.at,
        party_id=party_id,
    )


def notify_of_stage(*, event: Event) -> None:
    """Notify those who may decide the next stage of an order, where it is a further one or follows one."""
    order, authority = get_order(event.subject_id), get_authority()
    stage, user_ids = list_deciders_to_come(subject_kind="payment_order", subject_id=order.pk, amount=order.total)
    if stage in FURTHER_STAGES or (stage is not None and event.type == "payment_order.signed"):
        notify(
            user_ids=user_ids,
            kind="payment_order.stage_waits",
            params={"order": order.pk, "number": order.number, "stage": stage.value, "amount": yuan(order.total)},
            dedup=f"{event.type}:{event.pk}",
            at=event.at,
            party_id=authority.pk,
        )


def serve(*, event: Event) -> None:
    """Record that the debtor of a decided recovery is notified; the notification follows with that event."""
    serve_recovery(recovery_id=event.subject_id, at=event.at)


def notify_of_recovery(*, event: Event) -> None:
    """Notify everybody who acts for the debtor of each step on a recovery."""
    recovery = get_recovery(event.subject_id)
    first = find_first_due_day(recovery.pk)
    notify(
        user_ids=list_user_ids(party_id=recovery.party_id, roles=SIDE_ROLES),
        kind=event.type,
        params={
            "recovery": recovery.pk,
            "label": recovery.payment.label,
            "amount": yuan(recovery.amount),
            "repaid": yuan(recovery.repaid),
            "reason": recovery.reason,
            "drop_reason": recovery.drop_reason,
            "write_off_reason": recovery.write_off_reason,
            "answer_by": recovery.answer_by.isoformat() if recovery.answer_by else "",
            "due_on": first.isoformat() if first else "",
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=recovery.party_id,
    )


def notify_of_repayment(*, event: Event) -> None:
    """Notify finance of a repayment that was entered or refused."""
    authority, repayment = get_authority().pk, get_repayment(event.subject_id)
    if repayment.kept_return_id is not None:  # confirmed in the same transaction
        return
    notify(
        user_ids=list_user_ids(party_id=authority, roles=FINANCE),
        kind=event.type,
        params={
            "recovery": repayment.recovery_id,
            "number": get_recovery(repayment.recovery_id).number,
            "amount": yuan(repayment.amount),
            "reason": repayment.refuse_reason,
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=authority,
    )


def closing_proposed(*, event: Event) -> None:
    """Ask the other persons of finance to confirm the closing of a period."""
    holders = set(list_user_ids(party_id=get_authority().pk, roles=FINANCE)) - {event.actor_id}
    _notify_of_closing(event, user_ids=holders)


def closing_decided(*, event: Event) -> None:
    """Notify the person who proposed the closing of a period of its decision."""
    _notify_of_closing(event, user_ids=[get_closing(event.subject_id).proposed_by_id])


def _notify_of_closing(event: Event, *, user_ids: Iterable[int]) -> None:
    notify(
        user_ids=user_ids,
        kind=event.type,
        params={**event.data, "period_closing": event.subject_id},
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=get_authority().pk,
    )

"""The accounts of the open units, and changes of them, one in each state."""

from datetime import datetime

from core.values.actors import Actor
from demonstration.days import Days
from demonstration.people import COMPUTE, FINANCE, LAB, SECOND_FINANCE, acting
from payments.rules.payee_accounts import AccountDetails, AccountKind
from payments.rules.states import PayeeAccountState
from payments.selectors.payee_accounts import PayeeAccountRow
from payments.services import payee_accounts

WALLET = "unit-shipin"
"""A unit that is paid to a wallet of digital yuan."""
PAID = (LAB, COMPUTE, "unit-guangpu", "unit-shengwu")
"""The units with payments: their accounts are checked before the first order."""
STAND = {
    "unit-jianzhu": PayeeAccountState.ENTERED,
    "unit-huagong": PayeeAccountState.REFUSED,
}
"""Units → how far their first account is."""
CHANGES = {
    "unit-jiliang": PayeeAccountState.WAITING,
    "unit-fengdong": PayeeAccountState.CHECKED,
    "unit-gangtie": PayeeAccountState.STOPPED,
    "unit-xianwei": PayeeAccountState.CURRENT,
}
"""Units with a current account → how far a change of it is."""
BANK_CODES = ("999100000011", "999110000023", "999121000039")
"""Codes with a correct check digit of a bank that does not exist."""
CHANGED, EFFECTIVE = 40, 30
"""Days before the anchor on which the change that is in force was entered, and was made current."""


def open_accounts(days: Days) -> None:
    """Enter and check the accounts of the units that are paid, before anything is ordered."""
    for username in PAID:
        _accept(_enter(username, at=days.first), at=days.first)


def enter_others(days: Days) -> None:
    """Enter the accounts of the other units, and changes, each as far as its table says."""
    for username, state in STAND.items():
        account = _enter(username, at=days.ago(5))
        if state == PayeeAccountState.REFUSED:
            _refuse(account, at=days.ago(4))
    _accept(_enter(WALLET, at=days.ago(6), kind=AccountKind.WALLET), at=days.ago(5))
    for username, state in CHANGES.items():
        _accept(_enter(username, at=days.ago(60)), at=days.ago(59))
        _change(username, until=state, at=days.ago(CHANGED if state == PayeeAccountState.CURRENT else 1))
    payee_accounts.activate_changes(at=days.ago(EFFECTIVE), progress=lambda done: None)


def _enter(username: str, *, at: datetime, change: int = 0, kind: AccountKind = AccountKind.BANK) -> PayeeAccountRow:
    manager = acting(username)
    details = _details(manager, kind=kind, change=change)
    return payee_accounts.enter_account(party_id=manager.party, details=details, actor_id=manager.user_id, at=at)


def _details(manager: Actor, *, kind: AccountKind, change: int) -> AccountDetails:
    is_bank = kind == AccountKind.BANK
    return AccountDetails(
        kind=kind,
        holder=manager.party_name,
        holder_reason="",
        bank_name="示例银行中关村支行" if change else "示例银行海淀支行",
        bank_code=BANK_CODES[(manager.party + change) % len(BANK_CODES)] if is_bank else "",
        number=_number(manager, change=change),
    )


def _number(manager: Actor, *, change: int) -> str:
    """Return an invented account number of 19 digits."""
    return f"0200{manager.party:013d}{3 + 5 * change}{change}"


def _accept(account: PayeeAccountRow, *, at: datetime) -> None:
    number = payee_accounts.open_number(account)
    payee_accounts.check_account(account_id=account.pk, number=number, actor_id=acting(FINANCE).user_id, at=at)


def _refuse(account: PayeeAccountRow, *, at: datetime) -> None:
    payee_accounts.refuse_account(
        account_id=account.pk, reason="联行号与开户行不符", actor_id=acting(FINANCE).user_id, at=at
    )


def _change(username: str, *, until: PayeeAccountState, at: datetime) -> None:
    account, manager = _enter(username, at=at, change=1), acting(username)
    if until == PayeeAccountState.STOPPED:
        payee_accounts.stop_account(account_id=account.pk, party_id=manager.party, actor_id=manager.user_id, at=at)
        return
    _accept(account, at=at)
    if until != PayeeAccountState.CHECKED:
        number = payee_accounts.open_number(account)
        payee_accounts.confirm_account(
            account_id=account.pk, number=number, actor_id=acting(SECOND_FINANCE).user_id, at=at
        )

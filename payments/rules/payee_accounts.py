"""收款账户: what an account must be, whether its party can be paid, and the next steps on it. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.values.bank_accounts import LONGEST, SHORTEST, is_account_number, is_bank_code, plain_digits
from core.values.errors import Refusal
from core.values.party_names import match_name
from payments.rules.states import OPEN_ACCOUNTS, PayeeAccountState


class AccountKind(StrEnum):
    """The kinds of accounts: one at a bank (银行账户), or a wallet of digital yuan (数字人民币钱包)."""

    BANK = "bank"
    WALLET = "wallet"


ACCOUNT_KINDS = tuple(AccountKind)
"""The kinds as the choices of an input."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountDetails:
    """What the payee's manager enters, in normal form. `holder_reason` says why the holder is not the party.

    Of a wallet, `number` is its id and `bank_name` its operator; it has no bank code.
    """

    kind: AccountKind
    holder: str
    holder_reason: str
    bank_name: str
    bank_code: str
    number: str


class AccountStanding(StrEnum):
    """Whether a party can be paid (收款账户状况), and what is missing."""

    NONE = "none"
    UNCHECKED = "unchecked"
    CHANGING = "changing"
    READY = "ready"


def account_refusals(details: AccountDetails, *, party_name: str, current: AccountDetails | None) -> list[Refusal]:
    """Return every reason why an account cannot be entered: its number, its bank code, its holder, or no change at all."""
    refusals = []
    if not is_account_number(details.number):
        refusals.append(
            Refusal(code="account_number", field="number", params={"least": SHORTEST, "most": LONGEST}),
        )
    if details.kind == AccountKind.BANK and not is_bank_code(details.bank_code):
        refusals.append(Refusal(code="bank_code", field="bank_code"))
    if details.kind == AccountKind.WALLET and details.bank_code:
        refusals.append(Refusal(code="wallet_bank_code", field="bank_code"))
    if match_name(details.holder) != match_name(party_name) and not details.holder_reason:
        refusals.append(Refusal(code="account_holder", field="holder_reason", params={"party": party_name}))
    if current is not None and is_same_account(details, current):
        refusals.append(Refusal(code="account_unchanged", field="number"))
    return refusals


def is_same_account(one: AccountDetails, other: AccountDetails) -> bool:
    """Whether both are of one kind and name the same holder, bank and number."""
    return _compared(one) == _compared(other)


def _compared(details: AccountDetails) -> tuple[str, str, str, str]:
    return details.kind, match_name(details.holder), details.bank_code, plain_digits(details.number)


def standing_of(states: Collection[str]) -> AccountStanding:
    """Return the standing of a party by the states of its live accounts."""
    is_open = any(state in OPEN_ACCOUNTS for state in states)
    if PayeeAccountState.CURRENT in states:
        return AccountStanding.CHANGING if is_open else AccountStanding.READY
    return AccountStanding.UNCHECKED if is_open else AccountStanding.NONE


def account_steps(state: PayeeAccountState) -> Mapping[str, str]:
    """Return the next steps on an account (下一步): step → the operation that permits it."""
    steps = {}
    if state == PayeeAccountState.ENTERED:
        steps["check"] = "payee_account.check"
    if state == PayeeAccountState.CHECKED:
        steps["confirm"] = "payee_account.confirm"
    if state in OPEN_ACCOUNTS:
        steps |= {"refuse": "payee_account.refuse", "stop": "payee_account.stop"}
    return steps

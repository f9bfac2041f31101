"""What an account must be, whether its party can be paid, and the next steps on it."""

from dataclasses import replace

import pytest

from core.values.bank_accounts import LONGEST, SHORTEST
from payments.rules.payee_accounts import (
    AccountDetails,
    AccountKind,
    AccountStanding,
    account_refusals,
    account_steps,
    is_same_account,
    standing_of,
)
from payments.rules.states import PayeeAccountState

SOUND = AccountDetails(
    kind=AccountKind.BANK,
    holder="示例研究院",
    holder_reason="",
    bank_name="示例银行",
    bank_code="999100000011",
    number="0200000109014400123",
)
WALLET = {"kind": AccountKind.WALLET, "number": "0034600012345678"}


def found(details: AccountDetails, current: AccountDetails | None = None) -> list[tuple[str, str | None]]:
    refusals = account_refusals(details, party_name="示例研究院", current=current)
    return [(each.code, each.field) for each in refusals]


@pytest.mark.parametrize(
    ("changed", "refusals"),
    [
        ({}, []),
        ({"number": "12345678"}, [("account_number", "number")]),
        ({"bank_code": "999100000012"}, [("bank_code", "bank_code")]),
        ({"bank_code": ""}, [("bank_code", "bank_code")]),
        ({**WALLET, "bank_code": ""}, []),
        (WALLET, [("wallet_bank_code", "bank_code")]),
        ({"holder": "示例研究院(分院)"}, [("account_holder", "holder_reason")]),
        ({"holder": "示例研究院(分院)", "holder_reason": "由分院代收"}, []),
        ({"holder": " 示例研究院 "}, []),
        (
            {"number": "1", "bank_code": "1", "holder": "他人"},
            [("account_number", "number"), ("bank_code", "bank_code"), ("account_holder", "holder_reason")],
        ),
    ],
)
def test_every_reason_against_an_account_is_given(changed: dict[str, str], refusals: list[tuple[str, str]]) -> None:
    assert found(replace(SOUND, **changed)) == refusals


def test_a_refused_number_says_how_many_digits_and_a_refused_holder_whose_account_it_must_be() -> None:
    details = replace(SOUND, number="1", holder="他人")
    number, holder = account_refusals(details, party_name="示例研究院", current=None)
    assert number.params == {"least": SHORTEST, "most": LONGEST}
    assert holder.params == {"party": "示例研究院"}


def test_the_current_account_is_no_change_in_any_spelling() -> None:
    again = replace(SOUND, number="0200-0001-0901-4400-123", bank_name="另一写法")
    assert found(again, current=SOUND) == [("account_unchanged", "number")]


@pytest.mark.parametrize(
    "changed", [{"number": "0200000109014400124"}, {"bank_code": "999110000023"}, {"holder": "他"}, WALLET]
)
def test_another_number_bank_or_holder_is_another_account(changed: dict[str, str]) -> None:
    assert not is_same_account(replace(SOUND, **changed), SOUND)


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        ([], AccountStanding.NONE),
        (["entered"], AccountStanding.UNCHECKED),
        (["current"], AccountStanding.READY),
        (["current", "entered"], AccountStanding.CHANGING),
        (["current", "checked"], AccountStanding.CHANGING),
        (["current", "waiting"], AccountStanding.CHANGING),
    ],
)
def test_the_standing_of_a_party(states: list[str], standing: AccountStanding) -> None:
    assert standing_of(states) is standing


def test_the_steps_of_each_state() -> None:
    ending = {"refuse": "payee_account.refuse", "stop": "payee_account.stop"}
    assert {state: account_steps(state) for state in PayeeAccountState} == {
        PayeeAccountState.ENTERED: {"check": "payee_account.check", **ending},
        PayeeAccountState.CHECKED: {"confirm": "payee_account.confirm", **ending},
        PayeeAccountState.WAITING: ending,
        PayeeAccountState.CURRENT: {},
        PayeeAccountState.REPLACED: {},
        PayeeAccountState.REFUSED: {},
        PayeeAccountState.STOPPED: {},
    }


def test_the_stored_kinds_and_the_standings_in_answers() -> None:
    assert list(AccountKind) == ["bank", "wallet"]
    assert list(AccountStanding) == ["none", "unchecked", "changing", "ready"]

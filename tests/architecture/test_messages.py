"""Every raised code has a sentence in Chinese and English, and the parameters that it needs."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

from core.messages.catalogue import all_messages
from core.values.errors import Refusal
from redemptions import messages as redemption_messages
from redemptions.rules.redemptions import redemption_refusals
from tests.facts import (
    CALENDAR,
    CLAIM,
    CONTRACT,
    COUPON,
    EVIDENCE,
    REDEMPTION,
    REGISTRATION,
    TEAM,
    WORST_ENTERPRISE,
    policy_with,
)
from vouchers import messages as voucher_messages
from vouchers.rules import document_fields as reading
from vouchers.rules.claims import claim_refusals
from vouchers.rules.registrations import registration_refusals

ROOT = Path(__file__).parents[2]
APPS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
ADVICE = voucher_messages.ADVICE | redemption_messages.ADVICE
PLACE_OF_CODE = {"DomainError": 0, "_refuse": 0, "bad_field": 0, "field_error": 0, "Refusal": None}


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield str(path.relative_to(ROOT)), node


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _code(call: ast.Call) -> str | None:
    place = PLACE_OF_CODE[_name(call)]
    positional = call.args[place : place + 1] if place is not None else []
    found = [*positional, *(keyword.value for keyword in call.keywords if keyword.arg == "code")]
    return found[0].value if found and isinstance(found[0], ast.Constant) else None


def _raised_codes() -> dict[str, str]:
    named = ((path, _code(call)) for path, call in _calls() if _name(call) in PLACE_OF_CODE)
    return {code: path for path, code in named if isinstance(code, str)}


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _every_refusal() -> list[Refusal]:
    """Yield each refusal of the rules at least once."""
    policy = policy_with(related_party="refuse")
    claim = replace(CLAIM, applicant=WORST_ENTERPRISE, barred_until=date(2026, 12, 31), at=CLAIM.closes_at)
    big = replace(claim, amount=Decimal("60000.00"), used_this_year=Decimal("200000.00"), remaining=Decimal("1.00"))
    team = replace(
        claim, applicant=replace(TEAM, students=0, project_stage="planning", pending=1), amount=Decimal("0.00")
    )
    contract = replace(
        CONTRACT,
        amount=Decimal("1.00"),
        start=date(2026, 12, 2),
        end=date(2026, 12, 1),
        category="catering",
        statutory_testing=True,
        municipal_funding=True,
        related_party=True,
    )
    coupon = replace(COUPON, state="lapsed", same_applicant=False)
    registration = replace(
        REGISTRATION, on=date(2026, 4, 1), contract=contract, coupons=(coupon,), unit_status="exited"
    )
    evidence = replace(EVIDENCE, invoices_reused=("1",), invoice_total=Decimal("0.00"), kinds=frozenset())
    redemption = replace(REDEMPTION, on=date(2026, 3, 1), contract_end=date(2026, 1, 2), evidence=evidence)
    nothing = replace(REDEMPTION, actual_amount=Decimal("0.00"))
    return [
        *(refusal for facts in (big, team) for refusal in claim_refusals(facts=facts, policy=policy)),
        *registration_refusals(facts=registration, policy=policy, calendar=CALENDAR),
        *(
            refusal
            for facts in (redemption, nothing)
            for refusal in redemption_refusals(facts=facts, policy=policy, calendar=CALENDAR)
        ),
    ]


def test_every_code_that_is_raised_has_its_sentences():
    missing = {code: path for code, path in _raised_codes().items() if code not in all_messages()}
    assert missing == {}


def test_every_error_of_pydantic_has_its_sentences():
    assert set(reading._CODES.values()) <= set(all_messages())


def test_the_codes_are_found_at_all():
    assert {"annual_limit", "staff", "contract_share", "illegal_state", "field_day"} <= set(_raised_codes())


@pytest.mark.parametrize("code", sorted(all_messages()))
def test_a_code_says_the_same_in_both_languages(code):
    chinese, english = all_messages()[code]
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert not re.search("[\u4e00-\u9fff]", english)
    assert english.strip()


@pytest.mark.parametrize("refusal", [pytest.param(each, id=each.code) for each in _every_refusal()])
def test_a_refusal_brings_what_its_sentences_need(refusal):
    chinese, english = all_messages()[refusal.code]
    assert _placeholders(chinese) | _placeholders(english) <= set(refusal.params)


@pytest.mark.parametrize("refusal", [pytest.param(each, id=each.code) for each in _every_refusal()])
def test_a_refusal_says_what_to_do_now_from_what_it_knows(refusal):
    chinese, english = ADVICE[refusal.code]
    assert chinese
    assert english
    assert _placeholders(chinese) | _placeholders(english) <= set(refusal.params)


def test_every_refusal_of_the_rules_is_among_those_tried():
    rules = {
        code
        for code, path in _raised_codes().items()
        if re.search(r"rules/(claims|eligibility|registrations|redemptions)", path)
    }
    assert rules <= {refusal.code for refusal in _every_refusal()}

"""The check sheet looks at what a reviewer would look at."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.unit.vouchers.test_invoices import FIRM
from tests.unit.vouchers.test_invoices import GOOD as INVOICE
from vouchers import messages
from vouchers.rules.checks import CHECK_CODES, CheckFacts, RecordFacts, check_sheet

RECORD = RecordFacts(
    done_on=date(2026, 4, 1),
    hours=Decimal("100.00"),
    amount=Decimal("106000.00"),
    price=Decimal("1060.00"),
    price_unit="小时",
)
FACTS = CheckFacts(
    on=date(2026, 5, 21),
    kinds_asked=("contract", "invoice", "payment_proof"),
    kinds=frozenset({"contract", "invoice", "payment_proof"}),
    actual_amount=Decimal("106000.00"),
    payable=Decimal("50000.00"),
    own_payment=Decimal("56000.00"),
    contract_amount=Decimal("106000.00"),
    signed_on=date(2026, 3, 9),
    start_on=date(2026, 3, 10),
    end_on=date(2026, 5, 20),
    registered_on=date(2026, 3, 9),
    claimed_on=date(2026, 3, 2),
    related_party=False,
    parties=FIRM,
    invoices=(INVOICE,),
    records=(RECORD,),
)


def verdicts(**changes):
    return {check.code: check.verdict for check in check_sheet(replace(FACTS, **changes)) if check.verdict != "ok"}


def test_a_sound_redemption_is_all_right():
    assert verdicts() == {}


def test_every_check_is_there_once_and_in_order():
    assert tuple(check.code for check in check_sheet(FACTS)) == CHECK_CODES
    assert len(set(CHECK_CODES)) == len(CHECK_CODES) == 12


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kinds": frozenset({"contract"})}, {"complete": "fail"}),
        ({"actual_amount": Decimal("105999.99")}, {"amounts_agree": "warn"}),
        ({"contract_amount": Decimal("105999.99")}, {"amounts_agree": "warn"}),
        ({"invoices": (replace(INVOICE, amount=Decimal("50000.00")),)}, {"amounts_agree": "warn"}),
        ({"invoices": (replace(INVOICE, amount=Decimal("49999.99")),)}, {"amounts_agree": "fail"}),
        ({"invoices": (replace(INVOICE, buyer_name="另一公司"),)}, {"parties_agree": "warn"}),
        ({"invoices": (replace(INVOICE, buyer_uscc="x"),)}, {"parties_agree": "fail"}),
        ({"invoices": (replace(INVOICE, seller_uscc="x"),)}, {"parties_agree": "fail"}),
        ({"own_payment": None}, {"own_share_paid": "warn"}),
        ({"own_payment": Decimal("55999.99")}, {"own_share_paid": "fail"}),
        ({"invoices_reused": ("1",)}, {"invoice_unused": "fail"}),
        ({"files_elsewhere": ("a.pdf",)}, {"file_unique": "warn"}),
        ({"related_party": True}, {"related_party": "warn"}),
        ({"records": (replace(RECORD, of_unit=False),)}, {"service_of_unit": "fail"}),
        ({"records": (replace(RECORD, published=False),)}, {"service_of_unit": "warn"}),
        ({"records": (replace(RECORD, price=None),)}, {"service_of_unit": "warn"}),
        ({"records": (replace(RECORD, hours=Decimal("99.99")),)}, {"price_published": "warn"}),
        ({"records": (replace(RECORD, hours=Decimal("99.99"), price_unit="样"),)}, {}),
        ({"records": ()}, {"amounts_agree": "warn", "service_within": "warn"}),
    ],
)
def test_what_is_odd_shows(changes, expected):
    assert verdicts(**changes) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 8), {"service_within": "fail"}),
        (date(2026, 3, 9), {"service_within": "warn"}),
        (date(2026, 3, 10), {}),
        (date(2026, 5, 20), {}),
        (date(2026, 5, 21), {"service_within": "warn"}),
        (date(2026, 5, 22), {"service_within": "fail"}),
    ],
)
def test_service_between_registration_and_submission_and_within_the_contract(day, expected):
    assert verdicts(records=(replace(RECORD, done_on=day),)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 8), {"dates_agree": "warn"}),
        (date(2026, 3, 9), {}),
        (date(2026, 5, 21), {}),
        (date(2026, 5, 22), {"dates_agree": "warn"}),
    ],
)
def test_invoices_between_signing_and_submission(day, expected):
    assert verdicts(invoices=(replace(INVOICE, issued_on=day),)) == expected


def test_a_number_of_another_year_shows():
    assert verdicts(invoices=(replace(INVOICE, number="25" + "1" * 18),)) == {"dates_agree": "warn"}


@pytest.mark.parametrize(
    ("signed", "expected"),
    [(date(2026, 3, 1), {"signed_after_claim": "warn"}), (date(2026, 3, 2), {}), (date(2026, 3, 3), {})],
)
def test_a_contract_signed_before_the_claim_shows(signed, expected):
    assert verdicts(signed_on=signed) == expected


def test_the_missing_kinds_are_named():
    [line] = [check for check in check_sheet(replace(FACTS, kinds=frozenset())) if check.code == "complete"]
    assert line.params == {"missing": ["contract", "invoice", "payment_proof"]}


def test_every_check_has_its_words():
    for code in CHECK_CODES:
        assert f"check_{code}" in messages.MESSAGES
        assert {f"check_{code}_warn", f"check_{code}_fail"} & set(messages.MESSAGES)

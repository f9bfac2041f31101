"""The check sheet of a redemption."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from redemptions import messages
from redemptions.rules.checks import CHECK_CODES, Check, CheckFacts, RecordFacts, check_sheet
from tests.facts import INVOICE, INVOICE_PARTIES

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
    invoice_least=Decimal("50000.00"),
    own_payment=Decimal("56000.00"),
    contract_amount=Decimal("106000.00"),
    signed_on=date(2026, 3, 9),
    start_on=date(2026, 3, 10),
    end_on=date(2026, 5, 20),
    registered_on=date(2026, 3, 9),
    claimed_on=date(2026, 3, 2),
    related_party=False,
    parties=INVOICE_PARTIES,
    invoices=(INVOICE,),
    records=(RECORD,),
)


BROUGHT = {"invoices", "invoices_reused", "records", "files_elsewhere"}
ASKED = [field.name for field in fields(CheckFacts) if field.name not in BROUGHT]


def verdicts(**changes):
    return {check.code: check.verdict for check in check_sheet(replace(FACTS, **changes)) if check.verdict != "ok"}


def test_a_sound_redemption_is_all_right():
    assert verdicts() == {}


def test_every_check_is_there_once_and_in_order():
    assert tuple(check.code for check in check_sheet(FACTS)) == CHECK_CODES
    assert CHECK_CODES == (
        "complete",
        "amounts_agree",
        "parties_agree",
        "dates_agree",
        "service_within",
        "own_share_paid",
        "invoice_unused",
        "file_unique",
        "service_of_unit",
        "price_published",
        "related_party",
        "signed_after_claim",
    )


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


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({}, "complete", {"missing": []}),
        (
            {
                "actual_amount": Decimal("1.00"),
                "invoices": (replace(INVOICE, amount=Decimal("60000.00")), replace(INVOICE, amount=Decimal("0.50"))),
                "records": (replace(RECORD, amount=Decimal("2.00")), replace(RECORD, amount=Decimal("3.00"))),
            },
            "amounts_agree",
            {
                "actual": "1.00",
                "least": "50000.00",
                "invoiced": "60000.50",
                "recorded": "5.00",
                "contract": "106000.00",
            },
        ),
        ({}, "parties_agree", {"invoices": []}),
        (
            {"invoices": (INVOICE, replace(INVOICE, code="0110", number="12", seller_uscc="x"))},
            "parties_agree",
            {"invoices": ["0110-12"]},
        ),
        (
            {"invoices": (replace(INVOICE, number="1", buyer_name="x"), replace(INVOICE, number="2", buyer_uscc="x"))},
            "parties_agree",
            {"invoices": ["2"]},
        ),
        ({"invoices": (replace(INVOICE, number="1", buyer_name="x"),)}, "parties_agree", {"invoices": ["1"]}),
        ({}, "dates_agree", {"invoices": []}),
        (
            {"invoices": (replace(INVOICE, code="0110", number="12", issued_on=date(2026, 5, 22)), INVOICE)},
            "dates_agree",
            {"invoices": ["0110-12"]},
        ),
        ({}, "service_within", {"days": [], "first": "2026-03-09", "last": "2026-05-21"}),
        (
            {"records": tuple(replace(RECORD, done_on=date(2026, 5, day)) for day in (23, 22, 21, 22))},
            "service_within",
            {"days": ["2026-05-22", "2026-05-23"], "first": "2026-03-09", "last": "2026-05-21"},
        ),
        (
            {"records": tuple(replace(RECORD, done_on=date(2026, 5, day)) for day in (21, 20))},
            "service_within",
            {"days": ["2026-05-21"], "first": "2026-03-09", "last": "2026-05-21"},
        ),
        ({}, "own_share_paid", {"share": "56000.00", "paid": "56000.00"}),
        ({"own_payment": None}, "own_share_paid", {"share": "56000.00", "paid": "—"}),
        ({"own_payment": Decimal("1.00")}, "own_share_paid", {"share": "56000.00", "paid": "1.00"}),
        ({"invoices_reused": ("1", "2")}, "invoice_unused", {"invoices": ("1", "2")}),
        ({"files_elsewhere": ("a.pdf",)}, "file_unique", {"files": ("a.pdf",)}),
        ({}, "service_of_unit", {"days": []}),
        (
            {"records": (replace(RECORD, of_unit=False), replace(RECORD, done_on=date(2026, 4, 2), published=False))},
            "service_of_unit",
            {"days": ["2026-04-01"]},
        ),
        (
            {
                "records": (
                    replace(RECORD, done_on=date(2026, 4, 3), price=None),
                    replace(RECORD, done_on=date(2026, 4, 2), published=False),
                    RECORD,
                )
            },
            "service_of_unit",
            {"days": ["2026-04-02", "2026-04-03"]},
        ),
        (
            {"records": (RECORD, replace(RECORD, done_on=date(2026, 4, 2), hours=Decimal("99.99")))},
            "price_published",
            {"days": ["2026-04-02"]},
        ),
        ({}, "related_party", {}),
        ({}, "signed_after_claim", {"signed": "2026-03-09", "claimed": "2026-03-02"}),
    ],
)
def test_a_line_says_what_it_looked_at(changes, code, params):
    [line] = [check for check in check_sheet(replace(FACTS, **changes)) if check.code == code]
    assert line.params == params


@pytest.mark.parametrize("unit", ["小时", "机时", "时", "hour", "hours", "h"])
def test_prices_by_the_hour_are_multiplied_with_the_hours(unit):
    dear = replace(RECORD, hours=Decimal("99.99"), price_unit=unit)
    assert verdicts(records=(dear,)) == {"price_published": "warn"}
    assert verdicts(records=(replace(RECORD, price_unit=unit),)) == {}


def test_prices_by_a_unit_are_multiplied_with_the_quantity():
    piece = replace(RECORD, hours=Decimal(0), price=Decimal("53000.00"), price_unit="样", quantity=Decimal(2))
    assert verdicts(records=(piece,)) == {}
    assert verdicts(records=(replace(piece, quantity=Decimal("1.99")),)) == {"price_published": "warn"}


def test_a_record_of_no_service_has_no_price_to_be_held_against():
    bare = RecordFacts(done_on=date(2026, 4, 1), hours=Decimal("1.00"), amount=Decimal("106000.00"))
    assert (bare.price, bare.price_unit, bare.of_unit, bare.published) == (None, "", True, True)
    assert verdicts(records=(bare,)) == {"service_of_unit": "warn"}


def test_a_redemption_that_brought_nothing_has_nothing():
    bare = CheckFacts(**{name: getattr(FACTS, name) for name in ASKED})
    assert (bare.invoices, bare.invoices_reused, bare.records, bare.files_elsewhere) == ((), (), (), ())
    assert Check(code="complete", verdict="ok").params == {}


def test_every_check_has_its_words():
    for code in CHECK_CODES:
        assert f"check_{code}" in messages.MESSAGES
        assert {f"check_{code}_warn", f"check_{code}_fail"} & set(messages.MESSAGES)

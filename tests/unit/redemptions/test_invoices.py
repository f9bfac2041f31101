"""Validity of invoices: number, parties, day and amount."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.errors import Refusal
from redemptions.rules.invoices import (
    InvoiceParties,
    buyer_name_agrees,
    has_known_number,
    invoice_label,
    invoice_refusals,
    tidy,
    year_agrees,
)
from tests.facts import INVOICE, INVOICE_PARTIES

ON = date(2026, 5, 21)
TEAM = InvoiceParties(seller_uscc="12110000400000035G", buyer_uscc=None, buyer_names=("示例团队", "李示例", "王示例"))


def codes(parties=INVOICE_PARTIES, **changes):
    found = invoice_refusals(invoice=replace(INVOICE, **changes), parties=parties, on=ON, position=3)
    return [(refusal.code, refusal.field) for refusal in found]


def test_a_good_invoice_is_not_refused():
    assert codes() == []


@pytest.mark.parametrize(
    ("code", "number", "known"),
    [
        ("", "1" * 19, False),
        ("", "1" * 20, True),
        ("", "1" * 21, False),
        ("1" * 9, "1" * 8, False),
        ("1" * 10, "1" * 8, True),
        ("1" * 11, "1" * 8, False),
        ("1" * 12, "1" * 8, True),
        ("1" * 13, "1" * 8, False),
        ("1" * 12, "1" * 7, False),
        ("1" * 12, "1" * 9, False),
        ("1" * 12, "1" * 20, False),
        ("", "1" * 8, False),
        ("", "１" * 20, False),
        ("", "1" * 19 + "a", False),
        ("", "", False),
    ],
)
def test_the_forms_a_number_may_have(code, number, known):
    assert has_known_number(replace(INVOICE, code=code, number=number)) is known
    assert codes(code=code, number=number) == ([] if known else [("invoice_number", "invoices[3].number")])


@pytest.mark.parametrize(
    ("day", "refused"),
    [(date(2026, 5, 20), []), (ON, []), (date(2026, 5, 22), [("invoice_date", "invoices[3].issued_on")])],
)
def test_an_invoice_of_tomorrow_is_refused(day, refused):
    assert codes(issued_on=day) == refused


def test_another_seller_is_refused():
    assert codes(seller_uscc="91110108MA0000019E") == [("invoice_seller", "invoices[3].seller_uscc")]


@pytest.mark.parametrize("uscc", ["", "12110000400000035G"])
def test_a_firm_buys_by_its_code(uscc):
    assert codes(buyer_uscc=uscc) == [("invoice_buyer", "invoices[3].buyer_uscc")]


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("李示例", []),
        (" 王示例 ", []),
        ("王\u200b示\ufeff例", []),
        ("示例团队", []),
        ("张三", [("invoice_buyer", "invoices[3].buyer_name")]),
    ],
)
def test_a_team_buys_by_the_name_of_a_member(name, refused):
    assert codes(TEAM, buyer_uscc="", buyer_name=name) == refused


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("-0.01", "invoice_red_letter"),
        ("-106000.00", "invoice_red_letter"),
        ("0.00", "invoice_amount"),
        ("0.01", None),
        ("1.001", "invoice_amount"),
    ],
)
def test_the_amount_is_positive(amount, code):
    assert codes(amount=Decimal(amount)) == ([(code, "invoices[3].amount")] if code else [])


def test_all_reasons_come_at_once():
    found = codes(number="1", issued_on=date(2027, 1, 1), seller_uscc="", buyer_uscc="", amount=Decimal(-1))
    assert [code for code, _ in found] == [
        "invoice_number",
        "invoice_date",
        "invoice_seller",
        "invoice_buyer",
        "invoice_red_letter",
    ]


@pytest.mark.parametrize(
    ("parties", "changes", "code", "field", "said"),
    [
        (INVOICE_PARTIES, {"number": "1"}, "invoice_number", "number", {"invoice": "1"}),
        (INVOICE_PARTIES, {"code": "0110", "number": "1"}, "invoice_number", "number", {"invoice": "0110-1"}),
        (
            INVOICE_PARTIES,
            {"issued_on": date(2026, 5, 22)},
            "invoice_date",
            "issued_on",
            {"value": "2026-05-22", "limit": "2026-05-21"},
        ),
        (
            INVOICE_PARTIES,
            {"seller_uscc": "x"},
            "invoice_seller",
            "seller_uscc",
            {"value": "x", "limit": "12110000400000035G"},
        ),
        (INVOICE_PARTIES, {"buyer_uscc": "x"}, "invoice_buyer", "buyer_uscc", {"value": "x"}),
        (TEAM, {"buyer_name": "张三"}, "invoice_buyer", "buyer_name", {"value": "张三"}),
        (INVOICE_PARTIES, {"amount": Decimal("-0.01")}, "invoice_red_letter", "amount", {"value": "-0.01"}),
        (INVOICE_PARTIES, {"amount": Decimal("1.001")}, "invoice_amount", "amount", {"value": "1.001"}),
    ],
)
def test_a_refusal_names_the_invoice_the_value_and_the_limit(parties, changes, code, field, said):
    good = INVOICE if parties is INVOICE_PARTIES else replace(INVOICE, buyer_name="示例团队")
    found = invoice_refusals(invoice=replace(good, **changes), parties=parties, on=ON, position=0)
    params = {"invoice": "26112000000000000001", **said}
    assert found == (Refusal(code=code, params=params, field=f"invoices[0].{field}"),)


def test_numbers_are_tidied():
    messy = replace(
        INVOICE,
        code=" 0110 0160５111 ",
        number=" ２６112000 000000000001",
        seller_uscc="12110000400000035g ",
        buyer_uscc="\t91110108ma0000019e",
        buyer_name=" 示例 ",
    )
    assert tidy(messy) == replace(INVOICE, code="011001605111", buyer_name="示例")


@pytest.mark.parametrize(("code", "number", "label"), [("", "26", "26"), ("0110", "12", "0110-12")])
def test_a_label(code, number, label):
    assert invoice_label(code=code, number=number) == label


@pytest.mark.parametrize(
    ("number", "agrees"), [("26" + "0" * 18, True), ("25" + "0" * 18, False), ("2", False), ("26", True)]
)
def test_a_digital_number_begins_with_its_year(number, agrees):
    assert year_agrees(replace(INVOICE, number=number)) is agrees


def test_a_year_is_written_with_two_digits():
    assert year_agrees(replace(INVOICE, issued_on=date(2105, 5, 20), number="05" + "0" * 18))


def test_a_paper_number_says_nothing_of_its_year():
    assert year_agrees(replace(INVOICE, code="011001605111", number="80100798"))


@pytest.mark.parametrize(("name", "agrees"), [("示例科技(北京)有限公司", True), ("示例科技有限公司", False)])
def test_a_name_agrees_however_it_is_written(name, agrees):
    assert buyer_name_agrees(invoice=replace(INVOICE, buyer_name=name), parties=INVOICE_PARTIES) is agrees


@given(st.text(max_size=25), st.text(max_size=15))
def test_tidying_twice_changes_nothing_more(number, code):
    once = tidy(replace(INVOICE, number=number, code=code))
    assert tidy(once) == once


@given(st.text(max_size=25), st.text(max_size=15))
def test_a_known_number_is_what_the_database_takes(number, code):
    clean = tidy(replace(INVOICE, number=number, code=code))
    if has_known_number(clean):
        assert clean.number.isascii()
        assert clean.number.isdigit()
        assert (len(clean.code), len(clean.number)) in {(0, 20), (10, 8), (12, 8)}


@pytest.mark.parametrize("dot", list("\u00b7\u2022\u2027\u30fb\uff65\uff0e."))
def test_a_buyer_with_another_dot_in_the_name_is_the_same_person(dot):
    team = replace(TEAM, buyer_names=("阿里木\u00b7示例",))
    assert codes(team, buyer_uscc="", buyer_name=f"阿里木{dot}示例") == []


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u200e", "\u3164"])
def test_invisible_characters_in_numbers_and_codes_are_passed_over(unseen):
    sent = replace(
        INVOICE, number=f"{INVOICE.number[:3]}{unseen}{INVOICE.number[3:]}", buyer_uscc=f"{unseen}{INVOICE.buyer_uscc}"
    )
    assert tidy(sent) == INVOICE

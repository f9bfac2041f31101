from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.values.errors import Refusal
from redemptions.rules.redemptions import RedemptionFacts, redemption_deadline, redemption_refusals
from tests.facts import CALENDAR, EVIDENCE, POLICY, REDEMPTION, policy_with
from vouchers.rules.policies import Policy


def _codes(*, policy: Policy = POLICY, **changes: object) -> list[str]:
    facts = replace(REDEMPTION, **changes)
    return [refusal.code for refusal in redemption_refusals(facts=facts, policy=policy, calendar=CALENDAR)]


def test_a_good_one_passes():
    assert _codes() == []


@pytest.mark.parametrize(("on", "codes"), [("2026-06-21", []), ("2026-06-22", []), ("2026-06-23", ["redeem_by"])])
def test_redeem_by_rolls_over_the_holiday(on, codes):
    assert _codes(on=date.fromisoformat(on)) == codes


@pytest.mark.parametrize(("on", "codes"), [("2026-03-09", ["not_started"]), ("2026-03-10", []), ("2026-03-11", [])])
def test_not_before_the_contract_starts(on, codes):
    assert _codes(on=date.fromisoformat(on)) == codes


@pytest.mark.parametrize(("amount", "codes"), [("0.00", ["actual_amount"]), ("0.01", []), ("0.011", ["actual_amount"])])
def test_the_actual_amount_is_money(amount, codes):
    assert _codes(actual_amount=Decimal(amount)) == codes


@pytest.mark.parametrize(("invoiced", "codes"), [("99999.99", ["invoice_total"]), ("100000.00", []), ("100000.01", [])])
def test_invoices_cover_the_actual_amount(invoiced, codes):
    assert _codes(evidence=replace(EVIDENCE, invoice_total=Decimal(invoiced))) == codes


@pytest.mark.parametrize(
    ("asked", "invoiced", "codes"),
    [("payable", "50000.00", []), ("payable", "49999.99", ["invoice_total"]), ("none", "0.00", [])],
)
def test_what_invoices_must_cover_is_the_policys(asked, invoiced, codes):
    evidence = replace(EVIDENCE, invoice_total=Decimal(invoiced))
    assert _codes(evidence=evidence, policy=policy_with(invoice_total=asked)) == codes


@pytest.mark.parametrize("kind", POLICY.evidence)
def test_each_kind_of_evidence_is_needed(kind):
    assert _codes(evidence=replace(EVIDENCE, kinds=EVIDENCE.kinds - {kind})) == ["evidence_missing"]


def test_a_reused_invoice_is_refused():
    assert _codes(evidence=replace(EVIDENCE, invoices_reused=("26312000000012345678",))) == ["invoice_reused"]


def test_everything_wrong_is_told_in_order():
    evidence = replace(EVIDENCE, invoices_reused=("1",), invoice_total=Decimal("0.00"), kinds=frozenset())
    codes = _codes(on=date(2026, 3, 1), contract_end=date(2026, 1, 2), evidence=evidence)
    assert codes == ["redeem_by", "not_started", "invoice_reused", "invoice_total", "evidence_missing"]


@pytest.mark.parametrize(
    ("changes", "code", "field", "said"),
    [
        ({"on": date(2026, 6, 23)}, "redeem_by", None, {"limit": "2026-06-22", "value": "2026-06-23"}),
        ({"on": date(2026, 3, 9)}, "not_started", None, {"limit": "2026-03-10", "value": "2026-03-09"}),
        (
            {"evidence": replace(EVIDENCE, invoices_reused=("26312000000012345678", "0110-12"))},
            "invoice_reused",
            "invoices",
            {"value": "26312000000012345678、0110-12"},
        ),
        (
            {"evidence": replace(EVIDENCE, invoice_total=Decimal("99999.99"))},
            "invoice_total",
            "invoices",
            {"limit": "100000.00", "value": "99999.99"},
        ),
        (
            {"evidence": replace(EVIDENCE, kinds=EVIDENCE.kinds - {"contract", "result"})},
            "evidence_missing",
            "evidence",
            {"value": "contract、result"},
        ),
    ],
)
def test_a_refusal_says_limit_and_value(changes, code, field, said):
    refusals = redemption_refusals(facts=replace(REDEMPTION, **changes), policy=POLICY, calendar=CALENDAR)
    assert refusals == (Refusal(code=code, params={**said, "article": "第十五条"}, field=field),)


@pytest.mark.parametrize("evidence", [None, EVIDENCE])
def test_an_actual_amount_that_is_none_is_refused_by_article_12(evidence):
    facts = replace(REDEMPTION, actual_amount=Decimal("0.00"), evidence=evidence)
    refusals = redemption_refusals(facts=facts, policy=POLICY, calendar=CALENDAR)
    said = {"value": "0.00", "article": "第十二条"}
    assert refusals == (Refusal(code="actual_amount", params=said, field="actual_amount"),)


def test_a_redemption_asked_about_has_no_evidence_and_no_day_of_its_own():
    names = ("on", "coupons", "actual_amount", "contract_start", "contract_end")
    bare = RedemptionFacts(**{name: getattr(REDEMPTION, name) for name in names})
    assert (bare.evidence, bare.last_day) == (None, None)


def test_without_evidence_amounts_and_days_alone_decide():
    assert _codes(evidence=None) == []
    assert _codes(evidence=None, on=date(2026, 6, 23)) == ["redeem_by"]


@pytest.mark.parametrize(("on", "codes"), [("2026-07-06", []), ("2026-07-07", ["redeem_by"])])
def test_a_day_that_was_moved_replaces_the_contracts_own(on, codes):
    assert _codes(on=date.fromisoformat(on), last_day=date(2026, 7, 6)) == codes


def test_the_deadline_is_counted_from_the_agreed_end():
    found = redemption_deadline(facts=REDEMPTION, policy=POLICY, calendar=CALENDAR)
    assert (found.raw, found.day) == (date(2026, 6, 20), date(2026, 6, 22))

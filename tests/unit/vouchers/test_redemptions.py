from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.money import total
from tests.facts import CALENDAR, EVIDENCE, POLICY, REDEMPTION, policy_with
from tests.strategies import amounts
from vouchers.rules.policies import Policy
from vouchers.rules.redemptions import RedemptionFacts, distribute, payable, redemption_deadline, redemption_refusals

coupon_lists = st.lists(amounts(most="50000.00"), min_size=1, max_size=6)


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


@pytest.mark.parametrize(
    ("actual", "coupons", "due"),
    [
        ("100000.01", ["50000.00"], "50000.00"),
        ("100000.00", ["50000.00"], "50000.00"),
        ("99999.99", ["50000.00"], "49999.99"),
        ("60000.01", ["50000.00"], "30000.00"),
        ("300000.00", ["50000.00", "50000.00", "20000.00"], "120000.00"),
        ("0.01", ["50000.00"], "0.00"),
    ],
)
def test_payable_is_half_of_the_actual_amount_at_most(actual, coupons, due):
    found = payable(coupons=[Decimal(each) for each in coupons], actual_amount=Decimal(actual), policy=POLICY)
    assert found == Decimal(due)


@pytest.mark.parametrize(
    ("due", "shares"),
    [
        ("120000.00", ["50000.00", "50000.00", "20000.00"]),
        ("119999.99", ["50000.00", "50000.00", "19999.99"]),
        ("70000.00", ["50000.00", "20000.00", "0.00"]),
        ("0.00", ["0.00", "0.00", "0.00"]),
    ],
)
def test_the_newest_coupon_gives_back_first(due, shares):
    coupons = [Decimal("50000.00"), Decimal("50000.00"), Decimal("20000.00")]
    assert distribute(amount=Decimal(due), coupons=coupons) == tuple(map(Decimal, shares))


@pytest.mark.parametrize("due", ["-0.01", "50000.01"])
def test_more_than_the_coupons_hold_is_a_defect(due):
    with pytest.raises(ValueError, match="do not hold"):
        distribute(amount=Decimal(due), coupons=[Decimal("50000.00")])


@given(coupon_lists, amounts(most="500000.00"))
def test_what_is_payable_stays_within_both_bounds_to_the_fen(coupons, actual):
    due = payable(coupons=coupons, actual_amount=actual, policy=POLICY)
    assert due <= total(coupons)
    assert due * 2 <= actual
    assert due == total(coupons) or (due + Decimal("0.01")) * 2 > actual


@given(coupon_lists, st.data())
def test_a_distribution_adds_up_and_no_newer_coupon_is_filled_before_an_older_one_is_full(coupons, data):
    due = data.draw(amounts(least="0.00", most=str(total(coupons))))
    shares = distribute(amount=due, coupons=coupons)
    assert total(shares) == due
    partly = [place for place, (share, coupon) in enumerate(zip(shares, coupons, strict=True)) if share < coupon]
    assert all(shares[place] == 0 for place in partly[1:])

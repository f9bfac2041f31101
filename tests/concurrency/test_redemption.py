"""Concurrent redemptions. Each control removes the guard and shows the harm it prevents."""

from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial

import pytest

from redemptions.models import Invoice, Redemption
from redemptions.selectors.invoices import find_reused
from redemptions.selectors.redemptions import find_live_redemption
from redemptions.services.expiries import expire_corrections
from tests.concurrency.guards import after, meeting, without
from tests.concurrency.races import codes, together, winners
from tests.factories.outcomes import broken
from tests.factories.redemptions import (
    LAST_SECOND,
    TOO_LATE,
    complete,
    contract,
    draft,
    held,
    returned,
    states,
    submit,
)
from vouchers.models import Coupon, Movement
from vouchers.selectors import locks
from vouchers.services.lapses import lapse_unredeemed

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = "26" + "1" * 18


def ignore(progress):
    """Ignore the progress of a job."""


# Two redemptions of one contract


def begin_twice():
    row = contract()
    return together([lambda: draft(row), lambda: draft(row)])


def test_two_redemptions_of_one_contract_one_is_begun():
    results = begin_twice()
    assert (len(winners(results)), codes(results)) == (1, ["redemption_exists"])
    assert Redemption.objects.count() == 1


def test_the_database_alone_lets_one_begin():
    with without("lock_contract"), meeting(find_live_redemption):
        results = begin_twice()
    assert (len(winners(results)), codes(results)) == (1, ["redemption_exists"])


def test_control_without_lock_and_index_a_contract_is_redeemed_twice():
    with without("lock_contract", "redemption_one_live_a_contract", emptied="redemptions_redemption"):
        with meeting(find_live_redemption):
            assert len(winners(begin_twice())) == 2
        assert Redemption.objects.count() == 2


# One invoice in two redemptions


def submit_with_one_invoice(*meeting_after):
    first, second = complete(number=NUMBER), complete(number=NUMBER)
    with ExitStack() as stack:
        for read in meeting_after:
            stack.enter_context(meeting(read))
        return together([lambda: submit(first), lambda: submit(second)])


def test_one_invoice_in_two_redemptions_one_is_submitted():
    results = submit_with_one_invoice()
    assert (len(winners(results)), codes(results)) == (1, ["invoice_reused"])
    assert Invoice.objects.filter(live=True).count() == 1
    assert sorted(Redemption.objects.values_list("state", flat=True)) == ["draft", "submitted"]
    assert sorted(Coupon.objects.values_list("state", flat=True)) == ["in_redemption", "registered"]


def test_control_without_the_index_one_invoice_is_used_twice():
    with without("invoice_used_once", emptied="redemptions_invoice"):
        assert len(winners(submit_with_one_invoice(find_reused))) == 2
        assert Invoice.objects.filter(live=True, number=NUMBER).count() == 2


# Redeem × lapse


def redeem_and_lapse():
    """A submission that began in the last second, and the lapse of the first late instant."""
    made = complete()
    results = together([lambda: submit(made, at=LAST_SECOND), lambda: lapse_unredeemed(at=TOO_LATE, progress=ignore)])
    return made, results


def test_redeem_and_lapse_of_one_coupon_one_of_them_wins():
    made, results = redeem_and_lapse()
    outcome = (Redemption.objects.get(pk=made.pk).state, states(made), codes(results), held(made))
    assert outcome in (
        ("submitted", ["in_redemption"], [], "50000.00"),
        ("draft", ["lapsed"], ["redemption_coupons"], "0.00"),
    )
    assert Movement.objects.filter(cause="lapse_unredeemed").count() == (held(made) == "0.00")
    assert broken() == []


def test_a_lapse_that_came_first_stops_the_redemption():
    made = complete()
    lapse_unredeemed(at=TOO_LATE, progress=ignore)
    assert codes(together([lambda: submit(made, at=LAST_SECOND)])) == ["redemption_coupons"]


def test_control_a_redemption_that_read_without_a_lock_takes_a_lapsed_coupon():
    made = complete()
    lapse = partial(together, [lambda: lapse_unredeemed(at=TOO_LATE, progress=ignore)])
    with without("lock_contract_coupons", "coupon_legal_edge"), after(locks.lock_contract_coupons, lapse):
        submit(made, at=LAST_SECOND)
    assert states(made) == ["in_redemption"]
    assert (held(made), broken() != []) == ("0.00", True)


# Correction × its expiry, and two runs of the job


LATE_CORRECT_BY = datetime(2026, 7, 6, 15, 59, 59, tzinfo=UTC)
AFTER = datetime(2026, 7, 6, 16, 0, 0, tzinfo=UTC)


def test_correction_and_expiry_one_of_them_wins():
    made = returned(at=LAST_SECOND)
    results = together(
        [lambda: submit(made, at=LATE_CORRECT_BY), lambda: expire_corrections(at=AFTER, progress=ignore)]
    )
    outcome = (Redemption.objects.get(pk=made.pk).state, states(made), codes(results))
    assert outcome in (("submitted", ["in_redemption"], []), ("expired", ["lapsed"], ["illegal_state"]))
    assert broken() == []


def test_two_runs_of_the_expiry_give_back_once():
    made = returned(at=LAST_SECOND)
    results = together([lambda: expire_corrections(at=AFTER, progress=ignore)] * 2)
    assert sorted(result["expired"] for result in winners(results)) == [0, 1]
    assert (states(made), held(made), broken()) == (["lapsed"], "0.00", [])

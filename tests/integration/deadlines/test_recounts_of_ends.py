"""Deadlines that an entered notice must not change, and edge cases."""

from datetime import date, timedelta

import pytest

from core.timekeeping.holiday_notices import DayEntry
from deadlines.services.recounts import enter_notice
from oversight.models import Notice
from oversight.services.objections import decide_objection, investigate_objection
from redemptions.models import Redemption
from tests.factories import batches as make
from tests.factories.contracts import MONDAY, registered, user, work
from tests.factories.rounds import coupon
from vouchers.models import ServiceContract
from vouchers.services.terminations import terminate_contract

pytestmark = pytest.mark.django_db


def enter(at):
    days = [DayEntry(day=date(2027, 1, 1), kind="off", name="元旦")]
    return enter_notice(year=2027, days=days, source="国办发明电〔2026〕1号", actor_id=user().pk, at=at)


@pytest.mark.parametrize(
    ("days", "redeem_by"),
    [(77, date(2026, 6, 18)), (79, date(2026, 6, 22)), (80, date(2026, 6, 22)), (90, date(2026, 6, 22))],
)
def test_a_contract_terminated_about_its_end_is_redeemed_from_the_earlier_day_still(days, redeem_by):
    row = registered(coupon())
    work(row)
    at = MONDAY + timedelta(days=days)
    terminate_contract(contract_id=row.pk, unit_id=row.unit_id, reason="样品取消", actor_id=user().pk, at=at)
    ServiceContract.objects.filter(pk=row.pk).update(provisional=True)
    assert enter(at).contracts == ()
    assert ServiceContract.objects.get(pk=row.pk).redeem_by == redeem_by


def test_a_running_notice_whose_items_all_went_back_to_review_stays_as_it_is():
    row = make.redemption("1000.00")
    batch = make.publicised(row)
    objection = make.objection(row)
    investigate_objection(
        objection_id=objection.pk, findings="已核查", actor_id=make.someone("case_officer"), at=MONDAY
    )
    approver = make.someone("approver")
    decide_objection(objection_id=objection.pk, outcome="upheld", reason="属实", actor_id=approver, at=MONDAY)
    Notice.objects.filter(pk=batch.notice_id).update(provisional=True)
    assert enter(MONDAY).notices == ()
    assert Redemption.objects.get(pk=row.pk).state == "under_review"

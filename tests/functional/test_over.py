"""Once a last day is over, a page says so, since when, and what else is possible; it shows no form."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import appeals, batches, redemptions
from tests.factories.contracts import MONDAY, acting, draft, offer, unit
from tests.factories.pages import Visitor, text
from tests.factories.rounds import coupon, enterprise

pytestmark = pytest.mark.django_db

LATER = datetime(2027, 3, 1, 1, tzinfo=UTC)


@pytest.fixture
def clock(time_machine):
    """Move to a moment."""
    return lambda at: time_machine.move_to(at, tick=False)


def shown(visitor, path):
    """Return the page, whether it says that the days are over, and whether it has a form of its own."""
    answer = visitor.get(path)
    main = text(answer).partition('<main id="main"')[2].partition("</main>")[0]
    return main, (answer.status_code, 'id="over"' in main, 'method="post"' in main)


def test_after_the_notice_nobody_is_asked_for_an_objection(clock):
    clock(batches.OVER - timedelta(days=3))
    notice = batches.publicised(batches.redemption("50000.00")).notice
    path = f"/publicity/{notice.pk}/object/"
    assert shown(Visitor(), path)[1] == (200, False, True)
    clock(batches.OVER)
    page, found = shown(Visitor(), path)
    assert found == (200, True, False)
    assert [part in page for part in ("2026年3月9日", "投诉、举报", "已过 ")] == [True, True, False]
    assert "已过 " not in text(Visitor().get(f"/publicity/{notice.pk}/"))


def test_an_objection_that_is_sent_late_is_refused_on_the_same_page(clock):
    clock(batches.OVER - timedelta(days=3))
    notice = batches.publicised(batches.redemption("50000.00")).notice
    item = notice.items.get()
    clock(batches.OVER)
    sent = {"item": item.pk, "objector": "王小明", "contact": "13800000000", "text": "金额有误"}
    answer = Visitor().post(f"/publicity/{notice.pk}/object/", **sent)
    assert (answer.status_code, 'id="over"' in text(answer)) == (422, True)


@pytest.mark.parametrize("act", ["appeal/", "appeal/waive/"])
def test_after_the_period_of_appeals_there_is_no_form_of_one(clock, act):
    row = appeals.reduced()
    actor = acting(row.unit.party, "unit_operator")
    clock(appeals.LAST_APPEAL)
    assert shown(Visitor(actor), f"/redemptions/{row.pk}/{act}")[1] == (200, False, True)
    clock(LATER)
    page, found = shown(Visitor(actor), f"/redemptions/{row.pk}/{act}")
    assert (found, "决定已经生效" in page) == ((200, True, False), True)


def test_after_redeem_by_a_draft_is_not_filled_in_any_more(clock):
    row = redemptions.draft()
    actor = acting(row.unit.party, "unit_operator")
    paths = [f"/redemptions/{row.pk}/{page}/" for page in ("amounts", "submit", "files/add")]
    paths.append(f"/service-contracts/{row.contract_id}/redeem/")
    clock(redemptions.DONE)
    assert {shown(Visitor(actor), path)[1][1] for path in paths} == {False}
    clock(LATER)
    assert [shown(Visitor(actor), path)[1] for path in paths] == [(200, True, False)] * 4


def test_coupons_past_their_day_are_not_offered_for_registration(clock):
    clock(MONDAY)
    firm, lab = enterprise(), unit()
    contract = draft(applicant=firm, of=lab)
    offer(contract, coupon(of=firm))
    actor, path = acting(lab.party, "unit_operator"), f"/service-contracts/{contract.pk}/register/"
    assert shown(Visitor(actor), path)[1] == (200, False, True)
    clock(LATER)
    page, found = shown(Visitor(actor), path)
    assert (found, "另选" in page) == ((200, True, False), True)

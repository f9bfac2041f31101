"""Revocation of coupons by clicking: proposed from the coupon, answered by the party, decided, seen by both sides."""

import pytest

from core.events.outbox import deliver_outbox
from core.models import Notification
from oversight.models import Sanction
from tests.factories import batches, contracts, revocations, rounds
from tests.factories.pages import Visitor, click, codes, of, text
from vouchers.models import Coupon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
AT = batches.OVER


@pytest.fixture
def coupon(now):
    now(AT)
    batches.payable("10000.00", "20000.00")
    return Coupon.objects.order_by("pk").first()


def form(coupon, **changes):
    return {"coupons": [str(coupon.pk)], "against": "applicant", "reason": "检测报告系伪造", **changes}


def test_from_the_coupon_to_the_revocation(coupon):
    officer, approver = of("case_officer"), of("approver")
    party = Visitor(contracts.acting(coupon.applicant, "applicant_manager"))
    page = f"/coupons/{coupon.pk}/revoke/"
    assert page in text(officer.get(f"/coupons/{coupon.pk}/"))
    measure = click(officer, page, **form(coupon)).headers["Location"]
    assert f"{measure}answer/" in text(party.get(measure)) and coupon.number in text(party.get(measure))
    click(party, f"{measure}answer/", statement="报告属实")
    assert "撤销创新券 1 张，释放 ¥10,000.00" in text(approver.get(f"{measure}decide/"))
    click(approver, f"{measure}decide/")
    coupon.refresh_from_db()
    assert (coupon.state, Sanction.objects.get().state) == ("revoked", "carried_out")


def test_an_approver_drops_it_with_a_reason(coupon):
    row, approver = revocations.heard(coupon), of("approver")
    click(approver, f"/sanctions/{row.pk}/drop/", reason="证据不足")
    party = Visitor(contracts.acting(coupon.applicant, "applicant_manager"))
    assert "证据不足" in text(party.get(f"/sanctions/{row.pk}/"))


def test_an_unregistered_coupon_has_no_unit_to_blame(coupon):
    free = rounds.coupon()
    answer = click(of("case_officer"), f"/coupons/{free.pk}/revoke/", **form(free, against="unit"))
    assert (answer.status_code, codes(answer), Sanction.objects.count()) == (422, ["revocation_side"], 0)


def test_a_revoked_coupon_offers_no_revocation(coupon):
    revocations.revoked(coupon)
    other = Coupon.objects.exclude(pk=coupon.pk).get()
    shown = text(of("case_officer").get(f"/coupons/{other.pk}/revoke/"))
    assert other.number in shown and coupon.number not in shown.split("<table")[1]


def test_both_sides_are_notified(coupon):
    people = {
        side: contracts.acting(party, role).user_id
        for side, party, role in (
            ("applicant", coupon.applicant, "applicant_manager"),
            ("unit", coupon.contract.unit.party, "unit_manager"),
        )
    }
    revocations.revoked(coupon)
    deliver_outbox(at=AT)
    kinds = {
        side: sorted(set(Notification.objects.filter(user_id=user_id).values_list("kind", flat=True)))
        for side, user_id in people.items()
    }
    assert {"coupon.revoked", "revocation.decided", "revocation.proposed"} <= set(kinds["applicant"])
    assert {"coupon.revoked", "payment.cancelled"} <= set(kinds["unit"])

"""The ledger: the movements of rounds on a page, as an export, and over the API."""

from datetime import timedelta

import pytest

from core.values.deadlines import beijing_day
from tests.factories import batches as make
from tests.factories.api import Caller
from tests.factories.contracts import staff
from tests.factories.pages import Visitor
from tests.world.pages import content
from vouchers.models import Coupon, Movement, Round

pytestmark = pytest.mark.django_db


def rows(**query):
    """The rows of a csv export for finance, without number and moment."""
    found = content(Visitor(staff("finance")).get("/ledger/", format="csv", **query)).decode()
    return [row.split(",")[1:7] for row in found.splitlines()[1:]]


def test_every_movement_is_exported_the_newest_first():
    make.pay(make.payable("1000.00"))
    name, number = Round.objects.get().name, Coupon.objects.get().number
    assert rows()[:3] == [
        [name, number, "拨付", "已审定待拨付", "已拨付", "1000.00"],
        [name, number, "审定", "已申领待审定", "已审定待拨付", "1000.00"],
        [name, number, "申领", "可申领", "已申领待审定", "1000.00"],
    ]
    assert (len(rows()), rows()[-1][1:5]) == (Movement.objects.count(), ["", "预算投入", "预算", "可申领"])


def test_movements_are_found_by_round_and_day():
    make.pay(make.payable("1000.00"))
    last, row = beijing_day(make.OVER), Round.objects.get()
    assert [each[2] for each in rows(round=row.pk, since=last, until=last)] == ["拨付", "审定"]
    assert rows(until=last - timedelta(days=1)) == rows()[2:]
    assert rows(since=last + timedelta(days=1)) == []


def test_an_empty_ledger_says_so():
    page = Visitor(staff("auditor")).get("/ledger/")
    assert page.status_code == 200 and "还没有账目" in page.content.decode()


def test_the_ledger_over_the_api():
    make.pay(make.payable("1000.00"))
    row = Caller(staff("approver")).get(f"ledger/?round={Round.objects.get().pk}").json()["results"][0]
    assert (row["cause"], row["source"], row["target"], row["amount"]) == ("pay", "approved", "paid", "1000.00")
    assert row["coupon_number"] == Coupon.objects.get().number


@pytest.mark.parametrize("role", ["system_admin", "expert"])
def test_others_do_not_read_the_ledger(role):
    assert Caller(staff(role)).get("ledger/").status_code == 403

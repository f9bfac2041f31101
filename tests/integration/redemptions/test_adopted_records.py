"""The actual amount is taken from the service records again, by the rule of a new draft."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import Event
from core.values.errors import DomainError
from redemptions.models import Redemption
from redemptions.selectors.records import find_recorded_work
from redemptions.services.redemptions import adopt_records
from tests.factories.contracts import work
from tests.factories.redemptions import DONE, complete, contract, draft, operator, set_actual, submit
from vouchers.services.service_records import remove_service_record

DAY = date(2026, 4, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def adopt(row, version=None):
    return adopt_records(
        redemption_id=row.pk, unit_id=row.unit_id, version=version, actor_id=operator(row).user_id, at=DONE
    )


def test_the_sum_and_what_it_makes_payable_are_saved_with_an_event():
    row = set_actual(draft(), "80000.00", own="40000.00")
    assert (row.actual_amount, row.payable) == (Decimal("80000.00"), Decimal("40000.00"))
    adopted = adopt(row)
    assert (adopted.actual_amount, adopted.payable, adopted.own_payment) == (
        Decimal("100000.00"),
        Decimal("50000.00"),
        Decimal("40000.00"),
    )
    change = Event.objects.filter(type="redemption.changed").latest("pk").data
    assert (change["before"]["actual_amount"], change["after"]["actual_amount"]) == ("80000.00", "100000.00")


def test_a_contract_without_records_has_nothing_to_take():
    row = draft(contract(recorded=False))
    with pytest.raises(DomainError, match="records_missing"):
        adopt(row)


def test_a_submitted_one_keeps_its_amount():
    with pytest.raises(DomainError, match="illegal_state"):
        adopt(submit(complete()))


def test_the_changes_since_the_amount_was_entered_are_known():
    row = draft()
    added = work(row.contract, amount=Decimal("20000.00"), description="补测", done_on=DAY, at=DONE)
    set_actual(row, "90000.00")
    remove_service_record(record_id=added.pk, unit_id=row.unit_id, actor_id=operator(row).user_id, at=DONE)
    found = find_recorded_work(Redemption.objects.select_related("contract").get(pk=row.pk))
    assert (found.recorded, found.actual, found.differs) == (Decimal("100000.00"), Decimal("90000.00"), True)
    assert [(each.description, each.before, each.after) for each in found.changes] == [
        ("补测", Decimal("20000.00"), None)
    ]


def test_a_contract_without_records_has_no_recorded_work():
    assert find_recorded_work(draft(contract(recorded=False))) is None

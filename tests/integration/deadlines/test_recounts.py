"""An entered holiday notice recomputes provisional deadlines, never to an earlier day."""

from datetime import UTC, date, datetime

import pytest

from core.events.outbox import deliver_outbox
from core.models import CalendarYear, Event
from core.timekeeping.calendars import get_calendar
from core.timekeeping.holiday_notices import DayEntry
from core.values.errors import DomainError
from deadlines.services.recounts import enter_notice, recompute_deadlines
from oversight.models import Notice, Objection
from tests.factories import batches as make
from tests.factories.rounds import claim, enterprise, round_
from vouchers.models import Coupon, ServiceContract

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def claimed():
    """A coupon claimed on 20 December 2026, to be registered by Monday 4 January 2027, a year without a notice."""
    open_round = round_(opens_at=datetime(2026, 12, 1, 1, 0, tzinfo=UTC))
    return claim(enterprise(), open_round, "1.00", at=DECEMBER)


def enter(*days):
    entries = [DayEntry(day=date.fromisoformat(day), kind=kind, name="元旦") for day, kind in days]
    return enter_notice(year=2027, days=entries, source="国办发明电〔2026〕1号", actor_id=1, at=DECEMBER)


def test_a_deadline_in_a_year_without_a_notice_is_provisional(claimed):
    assert (claimed.register_by, claimed.provisional) == (date(2027, 1, 4), True)


def test_a_notice_moves_the_deadline_on_and_says_so(claimed):
    done = enter(("2027-01-01", "off"), ("2027-01-04", "off"))
    claimed.refresh_from_db()
    assert (claimed.register_by, claimed.provisional) == (date(2027, 1, 5), False)
    assert done.coupons == (claimed.pk,)
    assert Event.objects.get(type="coupon.deadline_moved").data == {"register_by": "2027-01-05", "before": "2027-01-04"}


def test_a_notice_that_changes_nothing_settles_the_deadline(claimed):
    assert enter(("2027-01-01", "off")).coupons == ()
    claimed.refresh_from_db()
    assert (claimed.register_by, claimed.provisional) == (date(2027, 1, 4), False)


def test_no_deadline_moves_to_an_earlier_day(claimed):
    Coupon.objects.filter(pk=claimed.pk).update(register_by=date(2027, 1, 9))
    enter(("2027-01-01", "off"))
    claimed.refresh_from_db()
    assert claimed.register_by == date(2027, 1, 9)


def test_what_was_written_by_the_calendar_before_is_counted_anew_by_the_nightly_job(claimed):
    enter(("2027-01-01", "off"), ("2027-01-04", "off"))
    Coupon.objects.filter(pk=claimed.pk).update(
        provisional=True, calendar_version="0", register_by=date(2027, 1, 4), register_by_raw=date(2027, 1, 4)
    )
    assert recompute_deadlines(at=DECEMBER, progress=lambda count: None)["coupons"] == 1
    claimed.refresh_from_db()
    assert (claimed.register_by, claimed.provisional) == (date(2027, 1, 5), False)
    assert recompute_deadlines(at=DECEMBER, progress=lambda count: None)["coupons"] == 0


def test_a_year_is_entered_once(claimed):
    enter(("2027-01-01", "off"))
    with pytest.raises(DomainError, match="calendar_year_known"):
        enter(("2027-01-01", "off"))


def test_the_calendar_knows_the_entered_year(claimed):
    enter(("2027-01-04", "off"))
    assert not get_calendar().is_working_day(date(2027, 1, 4))


def test_the_day_to_decide_an_objection_moves_on_too():
    row = make.redemption("1000.00")
    make.publicised(row)
    filed = make.objection(row)
    Objection.objects.filter(pk=filed.pk).update(provisional=True, filed_at=DECEMBER, decide_by=date(2027, 1, 11))
    enter(("2027-01-01", "off"), ("2027-01-04", "off"))
    deliver_outbox(at=DECEMBER)
    assert Objection.objects.get(pk=filed.pk).decide_by == date(2027, 1, 12)


def test_the_end_of_a_running_notice_moves_on_too():
    row = make.redemption("1000.00")
    batch = make.publicised(row)
    Notice.objects.filter(pk=batch.notice_id).update(
        provisional=True, published_on=date(2026, 12, 29), ends_on=date(2027, 1, 6)
    )
    assert enter(("2027-01-01", "off"), ("2027-01-04", "off")).notices == (batch.notice_id,)
    assert Notice.objects.get(pk=batch.notice_id).ends_on == date(2027, 1, 7)


def test_a_day_listed_twice_is_refused_and_nothing_is_entered(claimed):
    with pytest.raises(DomainError) as caught:
        enter(("2027-01-01", "off"), ("2027-01-01", "off"))
    assert (caught.value.code, caught.value.params) == ("calendar_day_twice", {"day": "2027-01-01"})
    assert not CalendarYear.objects.filter(year=2027).exists() and not Event.objects.filter(subject_id=2027).exists()


def test_a_contract_follows_its_coupons_when_they_are_valid_longer():
    row = make.redemption("1000.00")
    Coupon.objects.filter(contract=row.contract).update(
        provisional=True, registered_on=date(2026, 10, 4), valid_until=date(2027, 1, 4)
    )
    ServiceContract.objects.filter(pk=row.contract_id).update(valid_until=date(2027, 1, 4))
    enter(("2027-01-01", "off"), ("2027-01-04", "off"))
    assert ServiceContract.objects.get(pk=row.contract_id).valid_until == date(2027, 1, 5)

"""The last second of every deadline and the first instant after it, through services and jobs: at month ends, leap days, the
turn of the year and holidays, and after jumps of the clock over many days. The expected days come from the oracle of the soak,
which shares no code with the system."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from accounts.models import Party
from core.values.errors import DomainError
from facilities.models import OpenUnit
from matching.models import Project
from matching.services.projects import accept_project, expire_projects
from oversight.models import NoticeItem
from oversight.services.notices import end_notices
from oversight.services.objections import escalate_objections, file_objection
from oversight.services.sanctions import decide_sanction, hear_sanction, propose_sanction
from payments.models import Payment
from payments.services.orders import prepare_order
from redemptions.models import Redemption, RedemptionBatch
from redemptions.services.batches import publish_batch
from redemptions.services.decisions import finalise_decisions
from redemptions.services.expiries import expire_corrections
from redemptions.services.formal_checks import return_redemption
from redemptions.services.redemptions import start_redemption
from tests.factories import batches, contracts, payee_accounts, redemptions, rounds
from tests.soak.days import BEIJING, Days, day_of, midnight_after, months_on
from tests.world.savepoints import undone
from vouchers.models import Coupon, Round, ServiceContract
from vouchers.services.contracts import update_contract
from vouchers.services.lapses import lapse_unredeemed, lapse_unregistered
from vouchers.services.rounds import create_round

STARTS = [
    date.fromisoformat(day)
    for day in (
        "2023-11-30",  # three months on is a leap day
        "2023-12-31",
        "2024-01-31",
        "2024-02-29",
        "2024-09-30",
        "2025-08-31",
        "2025-12-16",  # 15 days on is the last day of the year
        "2025-12-31",
        "2026-02-06",  # into the Spring Festival
        "2026-02-28",  # a working Saturday
        "2026-07-01",
        "2026-09-05",
        "2026-09-28",
        "2027-11-29",
        "2028-02-13",  # 15 days on is the day before a leap day
        "2028-02-29",
    )
]
DAYS, SECOND = Days(), timedelta(seconds=1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=BEIJING)


def around(last: date) -> Iterator[tuple[datetime, bool]]:
    """Yield the last second of a deadline, the first instant after it and a second later, each with whether it is late."""
    end = midnight_after(last)
    yield from ((end - SECOND, False), (end, True), (end + SECOND, True))


OPENS, CLOSES = noon(date(2023, 10, 1)), noon(date(2029, 12, 31))
TEN = Decimal("10.00")
EACH = pytest.mark.parametrize("start", STARTS, ids=str)


@dataclass(kw_only=True)
class Ground:
    """The common data of all cases."""

    firm: Party
    unit: OpenUnit
    round: Round
    actor: int
    approver: int

    def claim(self, day: date, **how: Any) -> Coupon:
        return self.claim_at(noon(day), **how)

    def claim_at(self, at: datetime, *, amount: Decimal = TEN, in_round: Round | None = None) -> Coupon:
        return rounds.claim(self.firm, in_round or self.round, amount, at=at, actor_id=self.actor)

    def draft(self, coupon: Coupon, *, day: date, end_on: date) -> ServiceContract:
        """A contract with the coupon offered."""
        at, terms = noon(day), {"signed_on": day, "start_on": day, "end_on": end_on}
        row = contracts.draft(applicant=self.firm, of=self.unit, at=at, **terms)
        contracts.offer(row, coupon, at=at)
        return row


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker) -> Iterator[Ground]:
    with django_db_blocker.unblock():
        with undone():
            officer, version = contracts.staff("case_officer").user_id, rounds.policy()
            window = {"opens_at": OPENS, "closes_at": CLOSES, "actor_id": officer, "at": OPENS}
            made = create_round(name="长期", policy_version_id=version.pk, budget=Decimal("9000000.00"), **window)
            rounds.appropriation(year=OPENS.year)
            rounds.announced(made, at=OPENS)
            firm, approver = rounds.enterprise(), contracts.staff("approver").user_id
            yield Ground(firm=firm, unit=contracts.unit(at=OPENS), round=made, actor=officer, approver=approver)
        connection.close()


@pytest.fixture(scope="module")
def cleared(ground: Ground) -> RedemptionBatch:
    """A cleared batch; one redemption is reduced, so that it has appeal days."""
    reduced, whole = (
        batches.redemption("100.00", in_round=ground.round),
        batches.redemption("100.00", in_round=ground.round),
    )
    batch = batches.reviewing(reduced, whole)
    batches.decide(reduced, "reduce", amount="60.00")
    batches.decide(whole)
    batches.batches.summarise_batch(batch_id=batch.pk, actor_id=batch.prepared_by_id, at=contracts.MONDAY)
    actor = batches.someone("deputy_officer")
    batches.batches.clear_batch(batch_id=batch.pk, version=None, actor_id=actor, at=contracts.MONDAY)
    return batch


@pytest.fixture(autouse=True)
def _undone(ground: Ground, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), undone():
        yield


def codes_of(call: Callable[..., Any], **how: Any) -> list[str]:
    """Return the refusal codes, none on success; roll back in both cases."""
    with undone():
        try:
            call(**how)
        except DomainError as error:
            return [refusal.code for refusal in error.refusals]
    return []


def count_of(job: Callable[..., dict[str, Any]], *, at: datetime) -> int:
    """Return the number of rows that a job handles; roll back."""
    with undone():
        [count] = job(at=at, progress=lambda n: None).values()
    return count


@EACH
def test_a_coupon_is_registered_until_the_15th_day(ground, start):
    coupon = ground.claim(start)
    row = ground.draft(coupon, day=start, end_on=start + timedelta(days=20))
    for at, late in around(DAYS.roll(start + timedelta(days=15))):
        how = {"contract": row, "coupon": coupon, "at": at}
        assert codes_of(register, **how) == (["register_by"] if late else [])
        assert count_of(lapse_unregistered, at=at) == late


def register(*, contract: ServiceContract, coupon: Coupon, at: datetime) -> ServiceContract:
    return contracts.register(contract, coupon, at=at)


@EACH
def test_a_contract_ends_within_three_months_of_its_registration(ground, start):
    coupon = ground.claim(start)
    row = ground.draft(coupon, day=start, end_on=start + timedelta(days=20))
    last_second, next_day = midnight_after(start) - SECOND, start + timedelta(days=1)
    last = DAYS.roll(months_on(start, 3))
    cases = [(last_second, last, False), (last_second, last + timedelta(days=1), True)]
    later = DAYS.roll(months_on(next_day, 3))
    cases.append((midnight_after(start), last + timedelta(days=1), later <= last))
    for at, end_on, late in cases:
        assert codes_of(change_and_register, contract=row, coupon=coupon, end_on=end_on, at=at) == (
            ["valid_until"] if late else []
        )


def change_and_register(*, contract: ServiceContract, coupon: Coupon, end_on: date, at: datetime) -> None:
    terms = contracts.terms(signed_on=contract.signed_on, start_on=contract.start_on, end_on=end_on)
    who = {"unit_id": contract.unit_id, "actor_id": contracts.user().pk, "at": at}
    row = update_contract(contract_id=contract.pk, terms=terms, version=contract.version, **who)
    contracts.offer(row, coupon, at=at)
    contracts.register(row, coupon, at=at)


@EACH
def test_redemption_is_applied_for_until_a_month_after_the_end(ground, start):
    claimed_on = start - timedelta(days=20)
    coupon = ground.claim(claimed_on)
    row = contracts.register(ground.draft(coupon, day=claimed_on, end_on=start), coupon, at=noon(claimed_on))
    who = {"contract_id": row.pk, "unit_id": row.unit_id, "actor_id": ground.actor}
    for at, late in around(DAYS.roll(months_on(start, 1))):
        assert codes_of(start_redemption, **who, at=at) == (["redeem_by"] if late else [])
        assert count_of(lapse_unredeemed, at=at) == late


@EACH
def test_a_notice_takes_objections_for_five_working_days_and_then_lets_the_batch_be_approved(ground, cleared, start):
    batch = publish_batch(batch_id=cleared.pk, actor_id=ground.actor, at=noon(start))
    item = NoticeItem.objects.filter(notice_id=batch.notice_id).first()
    says = {"objector": "王示例", "contact": "13800000000", "text": "不符"}
    for at, late in around(DAYS.working(start, 5)):
        filed = codes_of(file_objection, notice_id=batch.notice_id, item_id=item.pk, **says, at=at)
        assert filed == (["notice_over"] if late else [])
        approved = codes_of(batches.approve, batch=batch, at=at, actor_id=ground.approver)
        assert approved == ([] if late else ["notice_running"])
        assert count_of(end_notices, at=at) == late


@EACH
def test_an_objection_is_decided_in_fifteen_working_days_or_goes_up(ground, cleared, start):
    batch = publish_batch(batch_id=cleared.pk, actor_id=ground.actor, at=noon(start))
    item = NoticeItem.objects.filter(notice_id=batch.notice_id).first()
    says = {"objector": "王示例", "contact": "13800000000", "text": "不符"}
    file_objection(notice_id=batch.notice_id, item_id=item.pk, **says, at=noon(start))
    for at, late in around(DAYS.working(start, 15)):
        assert count_of(escalate_objections, at=at) == late


@EACH
def test_a_reduction_is_final_ten_working_days_after_it_was_told(ground, cleared, start):
    batch = publish_batch(batch_id=cleared.pk, actor_id=ground.actor, at=noon(start))
    told = midnight_after(DAYS.working(start, 5))
    batches.approve(batch, at=told, actor_id=ground.approver)
    for at, late in around(DAYS.working(day_of(told), 10)):
        assert count_of(finalise_decisions, at=at) == late


@pytest.fixture(scope="module")
def submitted(ground: Ground) -> Redemption:
    return redemptions.submitted(redemptions.contract("10.00", in_round=ground.round))


@EACH
def test_a_returned_redemption_is_corrected_in_ten_working_days(ground, submitted, start):
    how = {"reason": "不清晰", "fault": "unit", "version": None, "actor_id": ground.actor}
    return_redemption(redemption_id=submitted.pk, **how, at=noon(start))
    for at, late in around(DAYS.working(start, 10)):
        assert ("correct_by" in codes_of(redemptions.submit, row=submitted, at=at)) == late
        assert count_of(expire_corrections, at=at) == late


@EACH
def test_a_request_is_answered_in_three_working_days(ground, start):
    row = contracts.project(applicant=ground.firm, of=ground.unit, at=noon(start), accepted=False)
    who = {"project_id": row.pk, "unit_id": row.unit_id, "actor_id": ground.actor}
    for at, late in around(DAYS.working(start, 3)):
        assert codes_of(accept_project, **who, at=at) == (["answer_by"] if late else [])
        assert count_of(expire_projects, at=at) == late


@EACH
def test_a_round_is_open_from_its_first_instant_to_the_last_before_it_closes(ground, start):
    opens, closes = midnight_after(start), midnight_after(start + timedelta(days=31))
    how = {"policy_version_id": ground.round.policy_version_id, "budget": TEN, "actor_id": ground.actor}
    row = create_round(name="短期", opens_at=opens, closes_at=closes, **how, at=noon(start))
    rounds.appropriation(year=opens.astimezone(BEIJING).year)
    rounds.announced(row, at=noon(start))
    cases = [(opens - SECOND, False), (opens, True), (closes - SECOND, True), (closes, False)]
    for at, is_open in cases:
        assert codes_of(ground.claim_at, at=at, in_round=row) == ([] if is_open else ["round_closed"])


@EACH
def test_a_bar_lasts_through_its_last_day(ground, start):
    begins = start - timedelta(days=3)
    how = {"measure": "applicant_barred", "reason": "虚假材料", "begins_on": begins, "until": start}
    row = propose_sanction(party_id=ground.firm.pk, **how, actor_id=ground.actor, at=noon(begins))
    hear_sanction(sanction_id=row.pk, statement="无异议", actor_id=ground.actor, at=noon(begins))
    decide_sanction(sanction_id=row.pk, actor_id=ground.approver, at=noon(begins))
    for at, over in around(start):
        assert codes_of(ground.claim_at, at=at) == ([] if over else ["sanctioned"])


@pytest.mark.parametrize("year", range(2023, 2028))
def test_the_yearly_limit_begins_anew_with_the_year(ground, year):
    new_year = midnight_after(date(year, 12, 31))
    for _ in range(4):
        ground.claim_at(new_year - timedelta(hours=1), amount=Decimal("50000.00"))
    cent = Decimal("0.01")
    cases = [(new_year - SECOND, ["annual_limit"]), (new_year, []), (new_year + SECOND, [])]
    for at, codes in cases:
        assert codes_of(ground.claim_at, at=at, amount=cent) == codes


@pytest.mark.parametrize(
    ("approved", "ordered", "in_window"),
    [
        ("2026-09-30T23:59:58", "2026-09-30T23:59:59", True),
        ("2026-09-30T23:59:58", "2026-10-01T00:00:00", False),
        ("2026-09-30T23:59:58", "2026-12-31T23:59:59", False),
        ("2026-10-01T00:00:00", "2026-10-01T00:00:01", False),
        ("2026-10-01T00:00:00", "2026-12-31T23:59:59", False),
        ("2026-10-01T00:00:00", "2027-01-01T00:00:00", True),
        ("2026-12-31T23:59:59", "2027-01-01T00:00:00", True),
        ("2027-12-31T23:59:59", "2027-12-31T23:59:59", False),
        ("2027-12-31T23:59:59", "2028-01-01T00:00:00", True),
        ("2028-02-29T23:59:59", "2028-02-29T23:59:59", True),
    ],
)
def test_payments_are_ordered_in_the_first_three_quarters(ground, cleared, approved, ordered, in_window):
    batch = publish_batch(batch_id=cleared.pk, actor_id=ground.actor, at=noon(date(2026, 3, 2)))
    batches.approve(batch, at=_moment(approved), actor_id=ground.approver)
    payments = Payment.objects.filter(subject_id__in=batch.redemptions.values("pk"))
    ids = list(payments.values_list("pk", flat=True))
    for payment in payments:
        payee_accounts.ready(payment.payee_id)
    codes = codes_of(prepare_order, payment_ids=ids, actor_id=ground.actor, at=_moment(ordered))
    assert codes == ([] if in_window else ["payment_window"] * len(ids))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize("jump", [1, 16, 40, 400], ids="{}d".format)
@EACH
def test_jobs_make_up_all_that_a_jump_of_the_clock_left_out(ground, start, jump):
    waiting, used = ground.claim(start), ground.claim(start)
    end_on = start + timedelta(days=10)
    contracts.register(ground.draft(used, day=start, end_on=end_on), used, at=noon(start))
    asked = contracts.project(applicant=ground.firm, of=ground.unit, at=noon(start), accepted=False)
    then = noon(start + timedelta(days=jump))
    lasts = (DAYS.roll(start + timedelta(days=15)), DAYS.roll(months_on(end_on, 1)), DAYS.working(start, 3))
    expected = [then >= midnight_after(last) for last in lasts]
    jobs = (lapse_unregistered, lapse_unredeemed, expire_projects)
    for done in (expected, [False] * 3):
        assert [list(job(at=then, progress=lambda n: None).values()) for job in jobs] == [[int(each)] for each in done]
    states = [*Coupon.objects.filter(pk__in=[waiting.pk, used.pk]).order_by("pk").values_list("state", flat=True)]
    assert [state == "lapsed" for state in states] == expected[:2]
    assert (Project.objects.get(pk=asked.pk).state == "expired") == expected[2]

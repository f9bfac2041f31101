"""Controls: the product is broken in one place, and the soak detects it within the steps of its short form."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.transaction import Atomic

from core.models import CalendarYear
from core.timekeeping.calendars import get_calendar
from core.timekeeping.holiday_notices import DayEntry
from core.values.deadlines import deadline
from core.values.errors import DomainError
from deadlines.services.recounts import enter_notice
from tests.factories.contracts import MONDAY, user
from tests.soak.database import empty_database
from tests.soak.days import LAST_KNOWN
from tests.soak.life import Run
from tests.soak.moves import Move, every_move
from tests.soak.moves.coupons import claim_again
from tests.soak.moves.redemptions import change_amount, start
from tests.soak.moves.sanctions import propose_bar, turn_bar
from tests.soak.world import ViolationError, World
from vouchers.selectors.claims import read_claim_facts

WORLDS, STEPS, OFTEN = 6, 60, 200


def a_lapse_forgets_the_year(patch):
    patch.setattr("vouchers.services.coupon_transitions.credit_years", lambda amounts: None)


def a_deadline_is_a_day_late(patch):
    def late(**given):
        found = deadline(**given)
        return replace(found, day=found.day + timedelta(days=1))

    patch.setattr("vouchers.rules.deadlines.deadline", late)


def a_refusal_keeps_what_it_wrote(patch):
    leave = Atomic.__exit__

    def commit(self, kind, error, trace):
        refused = kind is not None and issubclass(kind, DomainError)
        return leave(self, *(None,) * 3) if refused else leave(self, kind, error, trace)

    patch.setattr(Atomic, "__exit__", commit)


def a_key_answers_any_request(patch):
    patch.setattr("core.idempotency.commands._digest", lambda request: bytes(32))


def a_sanction_is_overlooked(patch):
    def read(found, **given):
        basis = read_claim_facts(found, **given)
        return replace(basis, facts=replace(basis.facts, barred_until=None))

    patch.setattr("vouchers.services.claims.read_claim_facts", read)


def a_share_is_rounded_up(patch):
    def up(*, amount, share):
        return (amount * share).quantize(Decimal("0.01"), rounding="ROUND_UP")

    patch.setattr("vouchers.rules.payables.share_of", up)


FAULTS: tuple[tuple[Callable[[pytest.MonkeyPatch], None], Sequence[Move], str], ...] = (
    (a_lapse_forgets_the_year, (), "years"),
    (a_deadline_is_a_day_late, (), "coupons"),
    (a_refusal_keeps_what_it_wrote, (), "was refused and changed something"),
    (a_key_answers_any_request, (claim_again,), "idempotency_key_reused"),
    (a_sanction_is_overlooked, (propose_bar, turn_bar), "sanctioned"),
    (a_share_is_rounded_up, (start, change_amount), "redemptions"),
)
"""The defect, the moves that meet it, which are made more often than in the soak, and the pattern of its message."""


@pytest.mark.timeout(0)
@pytest.mark.parametrize(("fault", "moves", "spoken_of"), FAULTS, ids=[fault.__name__ for fault, _, _ in FAULTS])
def test_a_fault_of_the_product_is_seen(fault, moves, spoken_of, own_database, monkeypatch):
    fault(monkeypatch)
    for move in moves:
        monkeypatch.setitem(every_move(), move, OFTEN)
    with pytest.raises(ViolationError) as seen:
        play(range(WORLDS))
    assert spoken_of in str(seen.value).splitlines()[0]


def play(seeds: Iterable[int]) -> None:
    """Play worlds of these seeds with fewer steps than the short form, each to its end."""
    for seeded in seeds:
        run = Run(seeded)
        for throw in range(STEPS):
            run.step(throw)
        run.end()


def test_a_refusal_for_another_reason_is_seen(own_database):
    def refuse(*, at):
        raise DomainError("round_closed")

    with pytest.raises(ViolationError, match="refused for \\['round_closed'\\], not for \\['coupon_cap'\\]"):
        World(1).attempt("claim_coupon", refuse, why={"coupon_cap"})


def test_years_that_were_entered_are_forgotten(own_database):
    before = set(CalendarYear.objects.values_list("year", flat=True))
    new_year = DayEntry(day=date(LAST_KNOWN + 1, 1, 1), kind="off", name="元旦")
    enter_notice(year=LAST_KNOWN + 1, days=[new_year], source="通知", actor_id=user().pk, at=MONDAY)
    empty_database()
    assert set(CalendarYear.objects.values_list("year", flat=True)) == before
    assert get_calendar().published == before

"""The clock: to running deadlines and past them."""

from datetime import UTC, date, datetime, timedelta

from tests.soak.days import midnight_after
from tests.soak.model import UNDER_WAY
from tests.soak.moves import often
from tests.soak.world import World

SECOND = timedelta(seconds=1)


def moments(w: World) -> list[datetime]:
    """Return the first late instants of running deadlines, openings, closings, and the end of the year."""
    days: list[date | None] = [each.register_by for each in w.coupons.values() if each.state == "claimed"]
    days += [row.redeem_by for row in w.contracts.values() if row.state in UNDER_WAY]
    days += [row.correct_by for row in w.redemptions.values() if row.state == "returned"]
    days += [row.appeal_by for row in w.redemptions.values() if row.state in ("decided", "appealed")]
    days += [row.ends for row in w.notices.values() if not row.ended]
    days += [row.answer_by for row in w.projects.values() if row.state == "requested"]
    days += [row.not_before - timedelta(days=1) for row in w.payments.values() if row.state == "pending"]
    days += [row.until for row in w.sanctions.values() if row.state in ("decided", "in_force")]
    days += [w.today, w.today + timedelta(days=1), date(w.today.year, 12, 31)]
    found = [midnight_after(day) for day in days if day]
    found += [row.opens for row in w.rounds.values()] + [row.closes for row in w.rounds.values()]
    return [moment for moment in found if moment > w.at + SECOND]


def go_to(w: World, moment: datetime) -> None:
    w.at = max(w.at, moment.astimezone(UTC))
    w.log.append(f"{w.at:%Y-%m-%d %H:%M:%S} the clock")


@often(5)
def to_a_boundary(w: World) -> None:
    """Move to a second before, at or after a limit, near ones more often than distant ones."""
    ahead = sorted(moments(w))
    nearest = ahead[: 1 if w.chance(0.6) else 4 if w.chance(0.9) else len(ahead)]
    go_to(w, w.rng.choice(nearest) + w.rng.choice((-SECOND, -SECOND, timedelta(0), SECOND)))


@often(3)
def some_days(w: World) -> None:
    if w.chance(0.4):
        go_to(w, w.at + timedelta(days=w.rng.choice((1, 1, 2, 3, 6)), seconds=w.rng.randrange(86_400)))


@often(1)
def some_months(w: World) -> None:
    if w.chance(0.1):
        go_to(w, w.at + timedelta(days=w.rng.choice((31, 45, 92, 200))))

"""The jobs, each with its expected effect."""

from datetime import timedelta

from django.utils.module_loading import import_string

from config.jobs import JOBS
from tests.soak.model import LIVE_CONTRACT, UNDER_WAY
from tests.soak.moves import often
from tests.soak.moves.contracts import undo
from tests.soak.moves.decisions import close_finished, make_final
from tests.soak.moves.finding import coupons_of, live_redemption
from tests.soak.moves.holding import begin, end
from tests.soak.moves.redemptions import end_unpaid
from tests.soak.world import World

KEEP_OPEN = ("registered", "in_redemption", "approved")


@often(8)
def run_jobs(w: World) -> None:
    names = w.rng.sample(list(JOBS), w.rng.choice((1, 2, 4)))
    for name in names + names[:1] * w.chance(0.3):
        run(w, name)


@often(1)
def run_all_jobs(w: World) -> None:
    if w.chance(0.6):
        return
    names = list(JOBS)
    w.rng.shuffle(names)
    for name in names:
        run(w, name)


def run(w: World, name: str) -> None:
    effect = EFFECTS.get(name, lambda _: None)
    service = import_string(JOBS[name].service)
    w.attempt(f"job {name}", service, why=(), effect=lambda _: effect(w), progress=lambda _: None)


def _turn_rounds(w: World) -> None:
    for row in w.rounds.values():
        if row.state == "proposed" and row.opens <= w.at:
            row.state, row.proposed_by = "draft", None
        if row.state == "announced" and row.opens <= w.at:
            row.state = "open"
        if row.state == "open" and row.closes <= w.at:
            row.state = "closed"


def _lapse_unregistered(w: World) -> None:
    for row in w.coupons.values():
        if row.state == "claimed" and row.register_by < w.today:
            w.books.release(row, state="lapsed", cause="lapse_unregistered", fault="applicant")


def _lapse_unredeemed(w: World) -> None:
    for row in w.coupons.values():
        if row.state == "registered" and row.redeem_by and row.redeem_by < w.today:
            w.books.release(row, state="lapsed", cause="lapse_unredeemed", fault="unit")


def _expire_corrections(w: World) -> None:
    for row in w.redemptions.values():
        if row.state == "returned" and row.correct_by and row.correct_by < w.today:
            end_unpaid(w, row, "expired", fault=row.fault)


def _expire_drafts(w: World) -> None:
    for row in w.redemptions.values():
        if row.state == "draft" and row.contract.redeem_by and row.contract.redeem_by < w.today:
            end_unpaid(w, row, "expired", fault="unit")


def _finalise(w: World) -> None:
    for row in w.redemptions.values():
        if row.state == "decided" and row.appeal_by and row.appeal_by < w.today:
            make_final(w, row)
            if row.batch:
                close_finished(w, row.batch)


def _end_notices(w: World) -> None:
    for row in w.notices.values():
        row.ended |= row.ends < w.today


def _open_windows(w: World) -> None:
    for row in w.payments.values():
        if row.state != "pending" or not (row.opened or row.not_before <= w.today):
            continue
        assert row.redemption.contract.rules is not None
        not_before, year = row.redemption.contract.rules.window(w.today)
        if not_before > w.today or year != row.fiscal_year:
            row.not_before, row.fiscal_year, row.opened = not_before, year, False
        row.opened |= row.not_before <= w.today


def _close_ended(w: World) -> None:
    for row in w.contracts.values():
        if row.state in UNDER_WAY and not coupons_of(w, row, *KEEP_OPEN):
            row.state = "closed"


def _expire_projects(w: World) -> None:
    for row in w.projects.values():
        if row.state == "requested" and row.answer_by < w.today:
            row.state = "expired"


def _turn_sanctions(w: World) -> None:
    for row in w.sanctions.values():
        if row.state == "decided" and row.begins <= w.today:
            begin(w, row)
    over = [row for row in w.sanctions.values() if row.state == "in_force" and row.until < w.today]
    for row in over:
        row.state = "ended"
    for row in over:
        end(w, row, "ended")


def _end_hearings(w: World) -> None:
    for row in w.sanctions.values():
        if row.state == "proposed" and row.answer_by < w.today:
            row.state = "heard"


def _react(w: World) -> None:
    """React to events: end contracts without work of a struck-off unit, recompute days to answer."""
    for unit, day in w.struck:
        for row in w.contracts.values():
            untouched = not row.records and not live_redemption(w, row)
            in_time = row.redeem_by is not None and row.redeem_by >= day
            if row.unit == unit and row.state in LIVE_CONTRACT and untouched and in_time:
                undo(w, row)
    w.struck = []
    for project in w.projects.values():
        if project.state == "requested":
            project.answer_by = max(project.answer_by, w.days.working(project.requested_on, 3))
    for objection in w.objections.values():
        if objection.open:
            objection.decide_by = max(objection.decide_by, w.days.working(objection.filed_on, 15))


def _escalate(w: World) -> None:
    for row in w.objections.values():
        row.escalated |= row.open and row.decide_by < w.today


def _leave(w: World) -> None:
    for row in w.units.values():
        if row.state == "exiting" and row.leaves_on and row.leaves_on <= w.today:
            row.state = "exited"


def _forget_keys(w: World) -> None:
    w.keys = {key: answer for key, answer in w.keys.items() if answer.at >= w.at - timedelta(days=30)}


EFFECTS = {
    "turn_rounds": _turn_rounds,
    "lapse_unregistered": _lapse_unregistered,
    "lapse_unredeemed": _lapse_unredeemed,
    "expire_corrections": _expire_corrections,
    "expire_drafts": _expire_drafts,
    "finalise_decisions": _finalise,
    "end_notices": _end_notices,
    "open_windows": _open_windows,
    "close_ended_contracts": _close_ended,
    "expire_projects": _expire_projects,
    "turn_sanctions": _turn_sanctions,
    "end_sanction_hearings": _end_hearings,
    "sweep_outbox": _react,
    "escalate_objections": _escalate,
    "finish_exits": _leave,
    "purge_idempotency_keys": _forget_keys,
}

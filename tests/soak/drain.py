"""The end of a run: continue until everything has ended and every round is settled."""

from datetime import timedelta

from config.jobs import JOBS
from proofs.services.proofs import prove
from tests.soak.model import CARRYING
from tests.soak.moves import appeals, bank_answers, batches, decisions, objections, payments, redemptions
from tests.soak.moves.clock import go_to
from tests.soak.moves.finding import items
from tests.soak.moves.jobs import run
from tests.soak.moves.rounds import close, decide, settle
from tests.soak.world import World

CYCLES = 80
ENDED = ("lapsed", "returned", "rejected", "paid")


def prove_all(w: World) -> None:
    """Assert that all proofs of the books hold."""
    broken = [finding for finding in prove() if finding.broken]
    if broken:
        w.fail(f"prove: {broken}")


def drain(w: World) -> None:
    """Advance by days until every coupon, redemption, contract and payment has ended; settle the rounds."""
    for _ in range(CYCLES):
        if not _left(w):
            break
        _answer_objections(w)
        _answer_appeals(w)
        _check_and_collect(w)
        _decide_batches(w)
        _pay(w)
        go_to(w, w.at + timedelta(days=w.rng.choice((4, 9, 20))))
        for name in JOBS:
            run(w, name)
    if left := _left(w):
        w.fail(f"stuck: {left[:5]}")
    _settle(w)


def _left(w: World) -> list[object]:
    coupons = [row for row in w.coupons.values() if row.state not in ENDED]
    done = ("paid", "final", "withdrawn", "expired")
    open_ones = [
        row for row in w.redemptions.values() if row.state not in done or (row.state == "final" and row.decided)
    ]
    contracts = [row for row in w.contracts.values() if row.state not in ("draft", "dropped", "closed")]
    return [*open_ones, *coupons, *contracts]


def _answer_objections(w: World) -> None:
    for row in w.objections.values():
        if row.state == "filed":
            objections.investigate(w)
        if row.state == "investigated":
            objections.settle_objection(w, row, "dismissed" if w.chance(0.7) else "upheld")


def _answer_appeals(w: World) -> None:
    """Examine and decide each appeal whose days are over, by the first people without a part in its decision."""
    for row in w.appeals.values():
        free = [person for person in w.everybody if not appeals.has_part(w, row.redemption, person)]
        if row.state == "filed" and appeals.is_closed(w, row.redemption):
            appeals.examine_one(w, row, free[0])
        if row.state == "examined":
            appeals.decide_one(w, row, next(each for each in free if each != row.examined_by), None, "dismissed")


def _check_and_collect(w: World) -> None:
    while any(row.state == "submitted" for row in w.redemptions.values()):
        redemptions.accept(w)
    ready = [row for row in w.redemptions.values() if batches.collectable(row)]
    if not ready:
        return
    while not (collecting := [row for row in w.batches.values() if row.state == "collecting"]):
        batches.create_batch(w)
    batches.collect_into(w, collecting[0], ready)


def _decide_batches(w: World) -> None:
    for row in list(w.redemptions.values()):
        if row.state == "under_review" and row.batch and row.batch.state in ("reviewing", "summarised"):
            decisions.decide_item(w, row, "approve" if w.chance(0.7) else "reject")
    for move in (batches.begin_review, batches.summarise, batches.clear, batches.publish, decisions.approve):
        for _ in range(6):
            move(w)
    for _ in range(4):
        if any(row.state in CARRYING and items(w, row, "publicised") for row in w.batches.values()):
            decisions.approve_carried(w)


def _pay(w: World) -> None:
    for order in w.orders.values():
        late = payments.against_window(w, payments.on_order(w, order), order.fiscal_year)
        if order.state in ("prepared", "approved") and late:
            payments.cancel(w, order)
    for move in (
        payments.retry,
        payments.prepare,
        payments.approve_order,
        payments.export_order,
        bank_answers.answer,
        bank_answers.decide,
    ):
        for _ in range(6):
            move(w)


def _settle(w: World) -> None:
    for row in w.rounds.values():
        if row.held or row.approved:
            w.fail(f"money is left in {row}")
        if row.state == "open":
            close(w, row)
        while row.change is not None:
            decide(w, row, approve=False)
        if row.state == "closed":
            settle(w, row)

"""Bars of applicants and suspensions of payments, and their lifting."""

from datetime import timedelta
from functools import partial

from oversight.services import liftings, sanctions
from tests.soak.model import Sanction
from tests.soak.moves import often, state
from tests.soak.moves.finding import pick
from tests.soak.moves.holding import UNSENT, begin, end
from tests.soak.world import World

WAITING = ("proposed", "heard")


@often(2)
def propose_bar(w: World) -> None:
    if w.chance(0.6):
        return
    propose(w, "applicant_barred", w.rng.choice(list(w.applicants)))


@often(40)
def propose_suspension(w: World) -> None:
    """Propose a suspension of a payee that is still to be paid; seldom where one is being decided."""
    unsent = sorted({row.payee for row in w.payments.values() if row.state in UNSENT})
    waiting = any(row.state in WAITING for row in w.sanctions.values())
    if unsent and w.chance(0.1 if waiting else 0.7):
        propose(w, "payments_suspended", w.rng.choice(unsent))


def propose(w: World, measure: str, party: int) -> None:
    begins = w.today + timedelta(days=w.rng.choice((0, 0, 3)))
    until = begins + timedelta(days=w.rng.choice((0, 2, 9, -1)))
    actor = w.rng.choice(w.officers)
    w.attempt(
        "propose_sanction",
        sanctions.propose_sanction,
        why={"sanction_days"} if until < begins else (),
        effect=lambda row: w.sanctions.update(
            {row.pk: Sanction(row.pk, party, begins, until, actor, measure, w.days.working(w.today, 5))}
        ),
        party_id=party,
        measure=measure,
        reason="虚假材料",
        begins_on=begins,
        until=until,
        actor_id=actor,
    )


@often(30)
def turn_bar(w: World) -> None:
    row = pick(w, w.sanctions, *WAITING)
    if row is None:
        return
    if row.state == "proposed" and w.chance(0.9):
        w.attempt(
            "hear_sanction",
            sanctions.hear_sanction,
            why=(),
            effect=lambda _: setattr(row, "state", "heard"),
            sanction_id=row.pk,
            statement="陈述",
            actor_id=w.rng.choice(w.officers),
        )
        return
    actor = w.rng.choice(w.everybody)
    w.attempt(
        "decide_sanction",
        sanctions.decide_sanction,
        why=state(row, "heard") | ({"same_person"} if actor == row.proposed_by else set()),
        effect=lambda _: begin(w, row) if row.begins <= w.today else setattr(row, "state", "decided"),
        sanction_id=row.pk,
        actor_id=actor,
    )


@often(10)
def propose_lifting(w: World) -> None:
    row = pick(w, w.sanctions, "in_force")
    if row is None:
        return
    actor = w.rng.choice(w.officers)
    w.attempt(
        "propose_lifting",
        liftings.propose_lifting,
        why=state(row, "in_force") | ({"lifting_proposed"} if row.lift_by else set()),
        effect=lambda _: setattr(row, "lift_by", actor),
        sanction_id=row.pk,
        reason="已整改",
        actor_id=actor,
    )


@often(10)
def settle_lifting(w: World) -> None:
    """Confirm a proposed lifting, or refuse it."""
    ready = [row for row in w.sanctions.values() if row.state == "in_force" and row.lift_by]
    row = w.choose(ready, w.sanctions.values())
    if row is None:
        return
    actor, why = w.rng.choice(w.everybody), state(row, "in_force")
    why |= set() if row.lift_by else {"lifting_not_proposed"}
    why |= {"same_person"} if actor == row.lift_by else set()
    act = {"sanction_id": row.pk, "actor_id": actor}
    if w.chance(0.3):
        refused = partial(setattr, row, "lift_by", None)
        w.attempt(
            "refuse_lifting", liftings.refuse_lifting, why=why, effect=lambda _: refused(), reason="未整改", **act
        )
        return
    w.attempt("lift_sanction", liftings.lift_sanction, why=why, effect=lambda _: end(w, row, "lifted"), **act)

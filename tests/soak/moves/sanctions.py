"""Bars of applicants."""

from datetime import timedelta

from oversight.services import sanctions
from tests.soak.model import Sanction
from tests.soak.moves import often, state
from tests.soak.moves.finding import pick
from tests.soak.world import World

WAITING = ("proposed", "heard")


@often(2)
def propose_bar(w: World) -> None:
    if w.chance(0.6):
        return
    begins = w.today + timedelta(days=w.rng.choice((0, 0, 3)))
    until = begins + timedelta(days=w.rng.choice((0, 2, 9, -1)))
    party, actor = w.rng.choice(list(w.applicants)), w.rng.choice(w.officers)
    w.attempt(
        "propose_sanction",
        sanctions.propose_sanction,
        why={"sanction_days"} if until < begins else (),
        effect=lambda row: w.sanctions.update({row.pk: Sanction(row.pk, party, begins, until, actor)}),
        party_id=party,
        measure="applicant_barred",
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
        effect=lambda _: setattr(row, "state", "in_force" if row.begins <= w.today else "decided"),
        sanction_id=row.pk,
        actor_id=actor,
    )

"""Objections to publicised items."""

from oversight.services import objections
from tests.soak.model import Objection
from tests.soak.moves import often, state
from tests.soak.moves.batches import undecide
from tests.soak.moves.finding import is_running, pick
from tests.soak.world import World


@often(12)
def file_objection(w: World) -> None:
    publicised = [row for row in w.redemptions.values() if row.state == "publicised"]
    row = w.choose(publicised, [each for each in w.redemptions.values() if each.items])
    if row is None or w.chance(0.3):
        return
    notice = w.notices[w.rng.choice(list(row.items)) if w.chance(0.1) else row.notice]
    over = notice.ended or not is_running(w, notice)
    w.attempt(
        "file_objection",
        objections.file_objection,
        why={"notice_over"} if over else (),
        effect=lambda made: w.objections.update(
            {made.pk: Objection(made.pk, row, w.today, w.days.working(w.today, 15))}
        ),
        notice_id=notice.pk,
        item_id=row.items[notice.pk],
        objector="王小明",
        contact="13800000000",
        text="与公示内容不符",
    )


@often(20)
def investigate(w: World) -> None:
    row = pick(w, w.objections, "filed")
    if row is None:
        return
    actor = w.rng.choice(w.everybody)

    def effect(_) -> None:
        row.state, row.investigated_by = "investigated", actor

    w.attempt(
        "investigate_objection",
        objections.investigate_objection,
        why=state(row, "filed"),
        effect=effect,
        objection_id=row.pk,
        findings="已核查",
        actor_id=actor,
    )


@often(20)
def decide_objection(w: World) -> None:
    row = pick(w, w.objections, "investigated")
    if row is None:
        return
    settle_objection(w, row, w.rng.choice(("dismissed", "upheld")))


def settle_objection(w: World, row: Objection, outcome: str) -> None:
    actor = w.rng.choice(w.everybody)
    why = state(row, "investigated") | ({"same_person"} if row.investigated_by == actor else set())

    def effect(_) -> None:
        row.state = outcome
        subject = row.redemption
        if outcome == "upheld" and subject.state in ("publicised", "recommended"):
            undecide(subject)
            subject.batch = None

    w.attempt(
        "decide_objection",
        objections.decide_objection,
        why=why,
        effect=effect,
        objection_id=row.pk,
        outcome=outcome,
        reason="查证属实",
        actor_id=actor,
    )

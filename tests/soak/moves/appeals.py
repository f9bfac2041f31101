"""Appeals of both sides against reductions and rejections, examined and decided by people without a part in them."""

from decimal import Decimal

from redemptions.services import appeal_decisions, appeals
from tests.soak.model import FEN, Appeal, Redemption
from tests.soak.moves import often, state
from tests.soak.moves.decisions import close_finished, make_final
from tests.soak.moves.finding import is_appealable, live_appeals, pick
from tests.soak.world import World

NOTIFIED = ("decided", "appealed")


@often(30)
def file_appeal(w: World) -> None:
    row = _chosen(w)
    if row is None:
        return
    side, party, why = _side(w, row)

    def effect(made) -> None:
        w.appeals[made.pk] = Appeal(made.pk, row, side)
        row.state = "appealed"

    w.attempt(
        "file_appeal",
        appeals.file_appeal,
        why=why,
        effect=effect,
        redemption_id=row.pk,
        party_id=party,
        text="服务记录齐全",
        actor_id=w.hands[party],
    )


@often(16)
def waive_appeal(w: World) -> None:
    row = _chosen(w)
    if row is None:
        return
    side, party, why = _side(w, row)

    def effect(made) -> None:
        w.appeals[made.pk] = Appeal(made.pk, row, side, state="waived")
        if [each.state for each in live_appeals(w, row)] == ["waived", "waived"]:
            _become_final(w, row)

    w.attempt(
        "waive_appeal",
        appeals.waive_appeal,
        why=why,
        effect=effect,
        redemption_id=row.pk,
        party_id=party,
        actor_id=w.hands[party],
    )


def _chosen(w: World) -> Redemption | None:
    """Return mostly a notified decision that may be appealed, sometimes any redemption."""
    notified = [row for row in w.redemptions.values() if row.state in NOTIFIED and is_appealable(row)]
    return w.choose(notified, w.redemptions.values())


def _side(w: World, row: Redemption) -> tuple[str, int, set[str]]:
    """Return a side, its party and the refusals it must expect; now and then the party of another redemption."""
    side = w.rng.choice(("unit", "applicant"))
    party = getattr(row.contract, side)
    if w.chance(0.04):
        party = w.rng.choice([*w.units, *w.founded])
    if party not in (row.contract.unit, row.contract.applicant):
        return side, party, {"not_found"}
    side = "unit" if party == row.contract.unit else "applicant"
    why = state(row, *NOTIFIED) | (set() if is_appealable(row) else {"not_appealable"})
    why |= {"appealed_already"} if any(each.side == side for each in live_appeals(w, row)) else set()
    why |= {"appeal_over"} if row.appeal_by is None or w.today > row.appeal_by else set()
    return side, party, why


@often(40)
def examine(w: World) -> None:
    appeal = pick(w, w.appeals, "filed")
    if appeal is not None:
        examine_one(w, appeal, w.rng.choice(w.everybody))


def examine_one(w: World, appeal: Appeal, actor: int) -> None:
    row = appeal.redemption
    filed = [each for each in live_appeals(w, row) if each.state == "filed"]
    why = (
        state(appeal, "filed")
        | ({"same_person"} if has_part(w, row, actor) else set())
        | (set() if is_closed(w, row) else {"appeal_running"})
    )

    def effect(_) -> None:
        for each in filed:
            each.state, each.examined_by = "examined", actor

    w.attempt(
        "examine_appeals",
        appeal_decisions.examine_appeals,
        why=why,
        effect=effect,
        appeal_id=appeal.pk,
        findings="已核查",
        actor_id=actor,
    )


@often(40)
def decide_appeal(w: World) -> None:
    appeal = pick(w, w.appeals, "examined")
    if appeal is None:
        return
    decided, payable = appeal.redemption.decided or Decimal(0), appeal.redemption.payable
    amount = w.rng.choice((decided + FEN, payable, payable, payable + FEN, decided, None))
    outcome = w.rng.choice(("dismissed", "raised"))
    decide_one(w, appeal, w.rng.choice(w.everybody), amount if outcome == "raised" else None, outcome)


def decide_one(w: World, appeal: Appeal, actor: int, amount: Decimal | None, outcome: str) -> None:
    row = appeal.redemption
    live = live_appeals(w, row)
    why = state(appeal, "examined") | ({"same_person"} if has_part(w, row, actor) else set())
    why |= {"same_person"} if any(each.examined_by == actor for each in live) else set()
    why |= {"appeal_running"} if any(each.state == "filed" for each in live) else set()
    if outcome == "raised":
        decided = row.decided or Decimal(0)
        why |= {"required"} if amount is None else set() if decided < amount <= row.payable else {"raised_amount"}

    def effect(_) -> None:
        for each in live:
            if each.state == "examined":
                each.state, each.amount = outcome, amount
        if amount is None:
            _become_final(w, row)
        else:
            _raise(w, row, amount, actor)

    w.attempt(
        "decide_appeals",
        appeal_decisions.decide_appeals,
        why=why,
        effect=effect,
        appeal_id=appeal.pk,
        outcome=outcome,
        amount=amount,
        reason="查证属实",
        actor_id=actor,
    )


def _become_final(w: World, row: Redemption) -> None:
    make_final(w, row)
    if row.batch:
        close_finished(w, row.batch)


def _raise(w: World, row: Redemption, amount: Decimal, actor: int) -> None:
    """The redemption leaves its batch with the new amount; its appeals concern no present decision any more."""
    batch, row.batch = row.batch, None
    row.state, row.raised, row.appeal_by = "recommended", True, None
    row.decision = "approve" if amount == row.payable else "reduce"
    row.decided, row.decided_by = amount, actor
    row.fault = "" if row.decision == "approve" else row.fault
    row.part.add(actor)
    for each in live_appeals(w, row):
        each.live = False
    if batch:
        close_finished(w, batch)


def has_part(w: World, row: Redemption, actor: int) -> bool:
    """Whether somebody decided or approved it, or cleared a batch that had collected it."""
    return actor in row.part or any(actor in batch.cleared_by for batch in row.batches)


def is_closed(w: World, row: Redemption) -> bool:
    both = {each.side for each in live_appeals(w, row)} == {"unit", "applicant"}
    return both or (row.appeal_by is not None and w.today > row.appeal_by)

"""Batches, from the collection to the notice, and returns."""

from oversight.models import NoticeItem
from redemptions.services import batches
from tests.soak.model import CARRYING, ENDED_UNPAID, Batch, Notice, Redemption
from tests.soak.moves import often, state
from tests.soak.moves.finding import deciders, items, pick, same_person, without_role
from tests.soak.world import World

BEFORE_SUMMARY = ("collecting", "reviewing")


def _pick_filled(w: World, state: str) -> Batch | None:
    """Return mostly a batch in this state with items, sometimes any."""
    return w.choose([row for row in w.batches.values() if row.state == state and items(w, row)], w.batches.values())


def collectable(row: Redemption) -> bool:
    if row.batch is None:
        return row.state in ("accepted", "under_review", "recommended", "publicised")
    return row.state == "publicised" and row.batch.state in CARRYING


@often(20)
def create_batch(w: World) -> None:
    if len([row for row in w.batches.values() if row.state == "collecting"]) > 1:
        return
    actor = w.rng.choice(w.officers)
    w.attempt(
        "create_batch",
        batches.create_batch,
        why=(),
        effect=lambda row: w.batches.update({row.pk: Batch(row.pk, actor)}),
        title="第一批",
        actor_id=actor,
    )


@often(40)
def collect(w: World) -> None:
    batch = pick(w, w.batches, "collecting")
    ready = [row for row in w.redemptions.values() if collectable(row)]
    chosen = ready if ready and w.chance(0.8) else w.rng.sample(ready, min(len(ready), 1))
    if w.chance(0.04) and w.redemptions:
        chosen = [*chosen, w.rng.choice(list(w.redemptions.values()))]
    if batch is None or not chosen:
        return
    collect_into(w, batch, chosen)


def collect_into(w: World, batch: Batch, chosen: list[Redemption]) -> None:
    why = state(batch, "collecting")
    why |= set() if all(collectable(row) for row in chosen) else {"redemption_not_collectable"}

    def effect(_) -> None:
        for row in chosen:
            row.batch = batch
            row.batches.append(batch)

    w.attempt(
        "collect_redemptions",
        batches.collect_redemptions,
        why=why,
        effect=effect,
        batch_id=batch.pk,
        redemption_ids=[row.pk for row in chosen],
        actor_id=w.rng.choice(w.officers),
    )


@often(6)
def remove(w: World) -> None:
    batch = pick(w, w.batches, *BEFORE_SUMMARY)
    row = w.choose(items(w, batch), w.redemptions.values())
    if batch is None or row is None or w.chance(0.5):
        return
    remove_item(w, batch, row)


def remove_item(w: World, batch: Batch, row: Redemption) -> None:
    why = state(batch, *BEFORE_SUMMARY)
    why |= {"not_found"} if row.batch is not batch or row.state in ENDED_UNPAID else set()

    def effect(_) -> None:
        if row.state == "recommended" and not row.raised:
            undecide(row)
        row.batch = None

    w.attempt(
        "remove_redemption",
        batches.remove_redemption,
        why=why,
        effect=effect,
        batch_id=batch.pk,
        redemption_id=row.pk,
        actor_id=w.rng.choice(w.officers),
    )


def undecide(row: Redemption) -> None:
    row.state, row.decision, row.decided, row.decided_by = "under_review", "", None, None
    row.fault, row.raised = "", False


@often(20)
def begin_review(w: World) -> None:
    batch = _pick_filled(w, "collecting")
    if batch is None:
        return
    why = state(batch, "collecting") | (set() if items(w, batch) else {"batch_empty"})

    def effect(_) -> None:
        batch.state = "reviewing"
        for row in items(w, batch, "accepted"):
            row.state = "under_review"

    w.attempt(
        "begin_review",
        batches.begin_review,
        why=why,
        effect=effect,
        batch_id=batch.pk,
        actor_id=w.rng.choice(w.officers),
    )


@often(40)
def summarise(w: World) -> None:
    decided = [row for row in w.batches.values() if row.state == "reviewing" and items(w, row)]
    decided = [row for row in decided if not items(w, row, "under_review")]
    batch = w.choose(decided, w.batches.values())
    if batch is None:
        return
    actor = w.rng.choice(w.officers)
    why = state(batch, "reviewing")
    why |= set() if len(items(w, batch)) == len(items(w, batch, "recommended", "publicised")) else {"batch_undecided"}
    why |= set() if items(w, batch) else {"batch_empty"}

    def effect(_) -> None:
        batch.state, batch.summarised_by = "summarised", actor

    w.attempt("summarise_batch", batches.summarise_batch, why=why, effect=effect, batch_id=batch.pk, actor_id=actor)


@often(40)
def clear(w: World) -> None:
    batch = _pick_filled(w, "summarised")
    if batch is None:
        return
    left = [each for each in w.approvers if not same_person(w, batch, each)]
    actor = w.rng.choice([each for each in w.everybody if left != [each]])  # one approver is left to approve
    same = actor == batch.summarised_by or actor in deciders(w, batch)
    stale = w.chance(0.03)
    why = state(batch, "summarised") | ({"same_person"} if same else set()) | ({"stale_version"} if stale else set())
    why |= without_role(actor, [*w.officers, *w.approvers])

    def effect(_) -> None:
        batch.state = "cleared"
        batch.cleared_by.add(actor)

    w.attempt(
        "clear_batch",
        batches.clear_batch,
        why=why,
        effect=effect,
        batch_id=batch.pk,
        version=9999 if stale else None,
        actor_id=actor,
    )


@often(2)
def return_batch(w: World) -> None:
    batch = pick(w, w.batches, "cleared")
    if batch is None or w.chance(0.5):
        return

    actor = w.rng.choice(w.everybody)

    def effect(_) -> None:
        batch.state = "summarised"

    w.attempt(
        "return_batch",
        batches.return_batch,
        why=state(batch, "cleared") | without_role(actor, [*w.officers, *w.approvers]),
        effect=effect,
        batch_id=batch.pk,
        reason="再议",
        actor_id=actor,
    )


@often(40)
def publish(w: World) -> None:
    batch = _pick_filled(w, "cleared")
    if batch is None:
        return
    new, carried = items(w, batch, "recommended"), items(w, batch, "publicised")
    why = state(batch, "cleared") | (set() if new or carried else {"batch_empty"})

    def effect(made) -> None:
        batch.state, batch.notice = "publicised", made.notice_id
        if not new:
            assert batch.notice == max(row.notice for row in carried)
            return
        w.notices[batch.notice] = Notice(batch.notice, batch, w.today, w.days.working(w.today, 5))
        listed = dict(NoticeItem.objects.filter(notice_id=batch.notice).values_list("subject_id", "pk"))
        for row in new:
            row.state, row.notice = "publicised", batch.notice
            row.items[batch.notice] = listed[row.pk]

    w.attempt(
        "publish_batch",
        batches.publish_batch,
        why=why,
        effect=effect,
        batch_id=batch.pk,
        actor_id=w.rng.choice(w.officers),
    )


@often(6)
def refuse(w: World) -> None:
    batch = pick(w, w.batches, "publicised")
    if batch is None or w.chance(0.3):
        return
    actor = w.rng.choice(w.approvers if w.chance(0.75) else w.everybody)

    def effect(_) -> None:
        batch.state = "summarised"
        notice = w.notices[batch.notice]
        if notice.batch is not batch:
            return
        notice.withdrawn = notice.ended = True
        for row in items(w, batch, "publicised"):
            if batch.notice in row.items:
                row.state = "recommended"

    w.attempt(
        "refuse_batch",
        batches.refuse_batch,
        why=state(batch, "publicised") | same_person(w, batch, actor) | without_role(actor, w.approvers),
        effect=effect,
        batch_id=batch.pk,
        reason="理由不充分",
        actor_id=actor,
    )

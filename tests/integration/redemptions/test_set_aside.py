"""Items about which a person has a conflict of interest: left to another at each step of a batch, the rest proceeds."""

import pytest

from core.models import Event
from payments.models import Payment
from redemptions.models import Redemption, RedemptionBatch
from redemptions.selectors.batches import list_collectable
from redemptions.services import batches, decisions
from redemptions.services.formal_checks import accept_redemption
from tests.factories import batches as make
from tests.factories import redemptions as made
from tests.factories.conflicts import tied
from tests.factories.contracts import MONDAY
from tests.factories.outcomes import broken, refused
from tests.factories.redemptions import state

pytestmark = pytest.mark.django_db


def by(role: str, row: Redemption) -> dict[str, object]:
    """A person of the role who is tied to the unit of the redemption."""
    return {"actor_id": tied(role, row.unit.party).user_id, "at": MONDAY}


def batch_of(row: Redemption) -> int | None:
    return Redemption.objects.get(pk=row.pk).batch_id


def left_out(batch: RedemptionBatch) -> list[int]:
    return [each.case_id for each in batch.set_aside]


def told(row: Redemption) -> list[dict[str, object]]:
    return list(Event.objects.filter(type="redemption.set_aside", subject_id=row.pk).values_list("data", flat=True))


def test_an_officer_with_a_conflict_does_not_check_the_form() -> None:
    row = made.submitted()
    for party in (row.unit.party, row.applicant):
        officer = tied("case_officer", party).user_id
        check = {"redemption_id": row.pk, "version": None, "actor_id": officer, "at": made.DONE}
        refused(lambda check=check: accept_redemption(**check), "conflict_of_interest")
    assert state(row) == "submitted"


def test_an_officer_with_a_conflict_does_not_decide_nor_remove() -> None:
    row = make.redemption()
    batch = make.reviewing(row)
    officer = tied("case_officer", row.applicant).user_id
    refused(lambda: make.decide(row, actor_id=officer), "conflict_of_interest")
    remove = {"batch_id": batch.pk, "redemption_id": row.pk, "actor_id": officer, "at": MONDAY}
    refused(lambda: batches.remove_redemption(**remove), "conflict_of_interest")


def test_a_conflicted_redemption_is_not_collected_and_the_others_are() -> None:
    own, other = make.redemption(), make.redemption()
    batch = batches.create_batch(title="第一批", actor_id=make.someone("case_officer"), at=MONDAY)
    done = batches.collect_redemptions(batch_id=batch.pk, redemption_ids=[own.pk, other.pk], **by("case_officer", own))
    assert (left_out(done), batch_of(own), batch_of(other)) == ([own.pk], None, batch.pk)
    assert told(own) == [{"batch": batch.pk, "number": batch.number, "step": "collect"}]


def test_a_batch_of_conflicted_items_only_is_refused() -> None:
    row = make.redemption()
    batch = make.summarised(row)
    clear = {"batch_id": batch.pk, "version": None, **by("deputy_officer", row)}
    error = refused(lambda: batches.clear_batch(**clear), "conflict_of_interest")
    assert error.params == {"party": row.unit.party.name, "reasons": "spouse"}


def test_a_conflicted_item_leaves_the_batch_at_its_review() -> None:
    own, other = make.redemption(), make.redemption()
    batch = batches.create_batch(title="第一批", actor_id=make.someone("case_officer"), at=MONDAY)
    someone = {"actor_id": make.someone("case_officer"), "at": MONDAY}
    batches.collect_redemptions(batch_id=batch.pk, redemption_ids=[own.pk, other.pk], **someone)
    done = batches.begin_review(batch_id=batch.pk, **by("case_officer", own))
    assert (left_out(done), state(own), state(other)) == ([own.pk], "accepted", "under_review")


@pytest.mark.parametrize("step", ["summarise", "clear", "publish"])
def test_a_conflicted_item_leaves_the_batch_with_its_recommendation(step: str) -> None:
    own, other = make.redemption(), make.redemption()
    batch = make.reviewing(own, other)
    make.decide(own), make.decide(other)
    if step != "summarise":
        batches.summarise_batch(batch_id=batch.pk, actor_id=batch.prepared_by_id, at=MONDAY)
    if step == "publish":
        batches.clear_batch(batch_id=batch.pk, version=None, actor_id=make.someone("deputy_officer"), at=MONDAY)
    done = {
        "summarise": lambda: batches.summarise_batch(batch_id=batch.pk, **by("case_officer", own)),
        "clear": lambda: batches.clear_batch(batch_id=batch.pk, version=None, **by("deputy_officer", own)),
        "publish": lambda: batches.publish_batch(batch_id=batch.pk, **by("case_officer", own)),
    }[step]()
    assert (left_out(done), batch_of(own), batch_of(other)) == ([own.pk], None, batch.pk)
    assert (Redemption.objects.get(pk=own.pk).decision, told(own)) == (
        "approve",
        [{"batch": batch.pk, "number": batch.number, "step": step}],
    )
    assert (list_collectable(limit=9), broken()) == ([own], [])


def test_an_item_that_left_with_its_recommendation_goes_through_another_batch() -> None:
    own, other = make.redemption(), make.redemption()
    batch = make.summarised(own, other)
    batches.clear_batch(batch_id=batch.pk, version=None, **by("deputy_officer", own))
    batch = make.reviewing(Redemption.objects.get(pk=own.pk))
    batches.summarise_batch(batch_id=batch.pk, actor_id=batch.prepared_by_id, at=MONDAY)
    make.approve(make.publicise(batch))
    assert (state(own), Payment.objects.get().subject_id, broken()) == ("final", own.pk, [])


@pytest.mark.parametrize("step", ["return", "refuse"])
def test_a_batch_is_not_sent_back_by_who_has_a_conflict_about_one_item(step: str) -> None:
    own, other = make.redemption(), make.redemption()
    batch = make.summarised(own, other)
    batches.clear_batch(batch_id=batch.pk, version=None, actor_id=make.someone("deputy_officer"), at=MONDAY)
    back = {"batch_id": batch.pk, "reason": "再议", **by("approver", own)}
    if step == "refuse":
        batches.publish_batch(batch_id=batch.pk, actor_id=make.someone("case_officer"), at=MONDAY)
    service = batches.return_batch if step == "return" else batches.refuse_batch
    refused(lambda: service(**back), "conflict_of_interest")


def test_a_conflicted_item_is_carried_to_the_approval_of_another_person() -> None:
    own, other = make.redemption(), make.redemption()
    batch = make.publicised(own, other)
    approver = tied("approver", own.applicant).user_id
    done = make.approve(batch, actor_id=approver)
    assert (left_out(done), state(own), state(other)) == ([own.pk], "publicised", "final")
    assert Event.objects.get(type="batch.approved").data == {"decided": [other.pk], "carried": [own.pk]}
    again = {"batch_id": batch.pk, "at": make.OVER}
    refused(lambda: decisions.approve_carried(**again, actor_id=approver), "conflict_of_interest")
    decisions.approve_carried(**again, actor_id=make.someone("approver"))
    assert (state(own), Payment.objects.count(), broken()) == ("final", 2, [])

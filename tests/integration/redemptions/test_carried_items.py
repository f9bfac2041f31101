"""Items of a batch with an objection: carried, approved later, returned to review (articles 15.4, 15.5)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.database.transactions import write
from core.events.recording import Change, record
from core.models import Event
from oversight.models import Notice, Objection
from payments.models import Payment
from redemptions.models import Redemption, RedemptionBatch
from redemptions.services import decisions
from redemptions.services.batches import (
    refuse_batch,
    remove_redemption,
)
from tests.factories import batches as make
from tests.factories.batches import settle_objection
from tests.factories.contracts import MONDAY
from tests.factories.outcomes import broken, refused, untriggered
from tests.factories.redemptions import state

pytestmark = pytest.mark.django_db


def test_an_item_with_an_open_objection_is_carried_and_the_others_are_approved():
    clean, objected = make.redemption(), make.redemption()
    batch = make.publicised(clean, objected)
    make.objection(objected)
    approved = make.approve(batch)
    assert (approved.state, state(clean), state(objected)) == ("approved", "final", "publicised")
    told = Event.objects.get(type="batch.approved")
    assert told.data == {"decided": [clean.pk], "carried": [objected.pk]}


def test_a_batch_whose_every_item_has_an_objection_is_not_approved():
    row = make.redemption()
    batch = make.publicised(row)
    make.objection(row)
    assert refused(lambda: make.approve(batch), "batch_objected").params == {"redemptions": [row.pk]}


def test_a_carried_item_is_approved_later_without_a_new_notice():
    clean, objected = make.redemption(), make.redemption()
    batch = make.publicised(clean, objected)
    objection = make.objection(objected)
    make.approve(batch)
    approver = {"actor_id": make.someone("approver"), "at": make.OVER}
    refused(lambda: decisions.approve_carried(batch_id=batch.pk, **approver), "batch_objected")
    settle_objection(objection, "dismissed")
    decisions.approve_carried(batch_id=batch.pk, **approver)
    assert (state(objected), Notice.objects.count(), Payment.objects.count()) == ("final", 1, 2)
    assert broken() == []


def test_the_proof_finds_a_carried_item_that_was_decided_by_who_cleared_its_batch():
    clean, objected = make.redemption(), make.redemption()
    batch = make.publicised(clean, objected)
    objection = make.objection(objected)
    make.approve(batch)
    settle_objection(objection, "dismissed")
    approver = make.someone("approver")
    decisions.approve_carried(batch_id=batch.pk, actor_id=approver, at=make.OVER)
    RedemptionBatch.objects.filter(pk=batch.pk).update(cleared_by=approver)
    assert [(code, ids) for code, _, ids in broken()] == [("I11", (f"redemption {objected.pk}",))]


def test_the_proof_finds_a_carried_item_that_was_decided_in_the_name_of_who_cleared_its_batch():
    clean, objected = make.redemption(), make.redemption()
    batch = make.publicised(clean, objected)
    objection = make.objection(objected)
    make.approve(batch)
    settle_objection(objection, "dismissed")
    decisions.approve_carried(batch_id=batch.pk, actor_id=make.someone("approver"), at=make.OVER)
    decided = Event.objects.filter(type="redemption.decided", subject_id=objected.pk)
    with untriggered():
        decided.update(data={"principal": Event.objects.get(type="batch.cleared").actor_id})
    assert [(code, ids) for code, _, ids in broken() if code == "I11"] == [("I11", (f"redemption {objected.pk}",))]


@write
def decided(row, *, actor_id, **data):
    """The event of a decision, written past the services."""
    about = {"subject_kind": "redemption", "subject_id": row.pk, "actor_id": actor_id, "at": make.OVER, "data": data}
    return record(Change(type="redemption.decided", **about))


@pytest.mark.parametrize("act", ["batch.cleared", "batch.summarised"])
def test_the_database_refuses_a_decision_by_who_summarised_or_cleared_the_batch(act):
    row, other = make.redemption(), make.someone("approver")
    batch = make.publicised(row)
    who = Event.objects.get(type=act, subject_id=batch.pk).actor_id
    with pytest.raises(IntegrityError, match="prepared or cleared"), transaction.atomic():
        decided(row, actor_id=who)
    with pytest.raises(IntegrityError, match="prepared or cleared"), transaction.atomic():
        decided(row, actor_id=other, principal=who)
    assert decided(row, actor_id=other).actor_id == other


def test_a_batch_that_is_not_approved_has_no_carried_items():
    batch = make.publicised(make.redemption())
    approver = {"actor_id": make.someone("approver"), "at": make.OVER}
    refused(lambda: decisions.approve_carried(batch_id=batch.pk, **approver), "illegal_state")


def test_a_carried_item_joins_the_next_batch_with_the_notice_it_has():
    clean, objected, fresh = make.redemption(), make.redemption(), make.redemption()
    batch = make.publicised(clean, objected)
    objection = make.objection(objected)
    make.approve(batch)
    following = make.summarised(fresh, Redemption.objects.get(pk=objected.pk))
    settle_objection(objection, "dismissed")
    published = make.publicise(following, at=make.OVER)
    assert [item.subject_id for item in Notice.objects.get(pk=published.notice_id).items.all()] == [fresh.pk]
    make.approve(published, at=make.OVER + timedelta(days=14))
    assert (state(objected), state(fresh), broken()) == ("final", "final", [])


def test_an_upheld_objection_sends_the_item_back_to_review_and_a_new_notice():
    clean, objected = make.redemption(), make.redemption()
    batch = make.publicised(clean, objected)
    settle_objection(make.objection(objected), "upheld")
    back = Redemption.objects.get(pk=objected.pk)
    assert (back.state, back.batch_id, back.decision) == ("under_review", None, "")
    assert make.approve(batch).state == "approved" and state(objected) == "under_review"
    again = make.publicised(back, at=make.OVER)
    assert make.item_of(objected).notice_id == again.notice_id != batch.notice_id


def test_a_second_upheld_objection_finds_the_item_back_already():
    row = make.redemption()
    make.publicised(row)
    first, second = make.objection(row), make.objection(row)
    settle_objection(first, "upheld")
    settle_objection(second, "upheld")
    assert state(row) == "under_review" and Objection.objects.filter(state="upheld").count() == 2


def test_an_objection_upheld_after_its_batch_was_refused_sends_the_item_back_to_review():
    row = make.redemption()
    batch = make.publicised(row)
    objection = make.objection(row)
    approver = {"actor_id": make.someone("approver"), "at": MONDAY}
    refuse_batch(batch_id=batch.pk, reason="须补充材料", **approver)
    settle_objection(objection, "upheld")
    back = Redemption.objects.get(pk=row.pk)
    assert (back.state, back.batch_id, back.decision) == ("under_review", None, "")


def carried():
    """An item with an objection that is dismissed after its batch was approved."""
    clean, objected = make.redemption(), make.redemption()
    batch = make.publicised(clean, objected)
    objection = make.objection(objected)
    make.approve(batch)
    settle_objection(objection, "dismissed")
    return Redemption.objects.get(pk=objected.pk)


def test_a_carried_item_alone_in_a_batch_is_approved_with_the_notice_it_has():
    row = carried()
    alone = make.publicise(make.summarised(row), at=make.OVER)
    assert alone.notice_id == make.item_of(row).notice_id and Notice.objects.count() == 1
    make.approve(alone)
    assert (state(row), broken()) == ("final", [])


def test_a_refused_batch_of_carried_items_keeps_their_notice():
    row = carried()
    alone = make.publicise(make.summarised(row), at=make.OVER)
    approver = {"actor_id": make.someone("approver"), "at": make.OVER}
    back = refuse_batch(batch_id=alone.pk, reason="须补充材料", **approver)
    assert (back.state, state(row)) == ("summarised", "publicised")
    assert Notice.objects.get().withdrawn_at is None


def test_a_carried_item_that_is_removed_joins_another_batch():
    row = carried()
    batch = make.reviewing(row)
    remove_redemption(batch_id=batch.pk, redemption_id=row.pk, actor_id=make.someone("case_officer"), at=make.OVER)
    assert make.reviewing(Redemption.objects.get(pk=row.pk)).state == "reviewing"


def test_a_carried_item_is_proven_by_its_own_notice_not_by_that_of_its_new_batch():
    row, fresh = carried(), make.redemption()
    following = make.publicised(fresh, row, at=make.OVER)
    settle_objection(make.objection(fresh, at=make.OVER), "upheld")
    make.approve(following)
    assert (state(row), state(fresh), broken()) == ("final", "under_review", [])

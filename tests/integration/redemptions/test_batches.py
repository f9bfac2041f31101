"""Batches up to their notice, and returns to earlier steps."""

from datetime import date

import pytest
from django.db import IntegrityError

from core.models import Event
from core.values.errors import DomainError
from oversight.models import ApprovalChain, Notice, StageDecision
from redemptions.models import Redemption, RedemptionBatch
from redemptions.services import batches, decisions
from tests.factories import batches as make
from tests.factories.contracts import MONDAY

pytestmark = pytest.mark.django_db


def by(role):
    return {"actor_id": make.someone(role), "at": MONDAY}


def create():
    return batches.create_batch(title="2026年第一批", **by("case_officer"))


def collect(batch, *rows):
    return batches.collect_redemptions(batch_id=batch.pk, redemption_ids=[row.pk for row in rows], **by("case_officer"))


def refused(call, code):
    """Assert that the call is refused with this code and writes nothing (but for the appointment of who calls it)."""
    before = _written()
    with pytest.raises(DomainError) as caught:
        call()
    assert caught.value.code == code
    assert _written() == before
    return caught.value.params


def _written():
    events = Event.objects.exclude(subject_kind="appointment").count()
    return events, list(RedemptionBatch.objects.values()), list(Redemption.objects.values())


def states(*rows):
    return [Redemption.objects.get(pk=row.pk).state for row in rows]


def told(kind, subject_id):
    rows = Event.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("pk")
    return list(rows.values_list("type", flat=True))


def test_an_accepted_redemption_comes_under_review_with_its_batch():
    row = make.redemption()
    batch = make.reviewing(row)
    assert (batch.state, states(row)) == ("reviewing", ["under_review"])
    assert told("batch", batch.pk) == ["batch.created", "batch.review_begun"]
    assert told("redemption", row.pk)[-2:] == ["redemption.collected", "redemption.review_begun"]


def test_a_redemption_in_one_batch_is_not_collected_by_another():
    row = make.redemption()
    make.reviewing(row)
    other = create()
    params = refused(lambda: collect(other, row), "redemption_not_collectable")
    assert params == {"redemption": row.pk, "number": row.number, "state": "under_review"}


def test_a_redemption_that_is_not_there_is_not_collected():
    batch, row = create(), make.redemption()
    refused(
        lambda: batches.collect_redemptions(batch_id=batch.pk, redemption_ids=[row.pk, 10**9], **by("case_officer")),
        "not_found",
    )


def test_a_batch_collects_only_before_its_review():
    batch, row = make.reviewing(make.redemption()), make.redemption()
    refused(lambda: collect(batch, row), "illegal_state")


def test_a_decided_redemption_that_is_removed_is_decided_anew_elsewhere():
    row, other = make.redemption(), make.redemption()
    batch = make.reviewing(row, other)
    make.decide(row, "reject")
    batches.remove_redemption(batch_id=batch.pk, redemption_id=row.pk, **by("case_officer"))
    removed = Redemption.objects.get(pk=row.pk)
    assert (removed.state, removed.batch_id, removed.decision, removed.decided_amount) == (
        "under_review",
        None,
        "",
        None,
    )
    assert states(row) == ["under_review"] and make.reviewing(row).state == "reviewing"


def test_nothing_is_removed_after_the_summary():
    row = make.redemption()
    batch = make.summarised(row)
    remove = {"batch_id": batch.pk, "redemption_id": row.pk}
    refused(lambda: batches.remove_redemption(**remove, **by("case_officer")), "illegal_state")


def test_a_redemption_is_removed_from_its_own_batch_only():
    batch, row = make.reviewing(make.redemption()), make.redemption()
    remove = {"batch_id": batch.pk, "redemption_id": row.pk}
    refused(lambda: batches.remove_redemption(**remove, **by("case_officer")), "not_found")


def test_an_empty_batch_is_not_reviewed():
    batch = create()
    refused(lambda: batches.begin_review(batch_id=batch.pk, **by("case_officer")), "batch_empty")


def test_a_summary_needs_every_item_decided():
    row, other = make.redemption(), make.redemption()
    batch = make.reviewing(row, other)
    make.decide(row)
    params = refused(lambda: batches.summarise_batch(batch_id=batch.pk, **by("case_officer")), "batch_undecided")
    assert params == {"redemptions": [other.pk]}


def test_who_summed_up_does_not_clear():
    batch = make.summarised(make.redemption())
    who = {"actor_id": batch.summarised_by_id, "at": MONDAY}
    refused(lambda: batches.clear_batch(batch_id=batch.pk, version=None, **who), "same_person")


def test_who_decided_an_item_does_not_clear():
    row = make.redemption()
    batch = make.summarised(row)
    who = {"actor_id": Redemption.objects.get(pk=row.pk).decided_by_id, "at": MONDAY}
    refused(lambda: batches.clear_batch(batch_id=batch.pk, version=None, **who), "same_person")


def test_a_summary_that_changed_since_it_was_looked_at_is_not_cleared():
    row = make.redemption()
    batch = make.summarised(row)
    make.decide(row, "reject")
    clear = {"batch_id": batch.pk, "version": batch.version}
    refused(lambda: batches.clear_batch(**clear, **by("deputy_officer")), "stale_version")


def test_a_cleared_batch_goes_back_with_a_reason_and_is_cleared_again():
    batch = make.summarised(make.redemption())
    batches.clear_batch(batch_id=batch.pk, version=None, **by("deputy_officer"))
    back = batches.return_batch(batch_id=batch.pk, reason="金额待核", **by("approver"))
    assert (back.state, back.cleared_by_id, back.sent_back_reason) == ("summarised", None, "金额待核")
    cleared = batches.clear_batch(batch_id=batch.pk, version=None, **by("deputy_officer"))
    assert (cleared.state, cleared.sent_back_reason) == ("cleared", "")


def test_a_batch_is_publicised_for_five_working_days_with_parties_and_amounts():
    row = make.redemption("50000.00")
    batch = make.publicised(row)
    notice = Notice.objects.get(pk=batch.notice_id)
    assert (notice.published_on, notice.ends_on, notice.ends_on_raw) == (
        date(2026, 3, 2),
        date(2026, 3, 9),
        date(2026, 3, 9),
    )
    assert (notice.objection_count, notice.objection_unit) == (15, "working_days")
    item = notice.items.get()
    assert row.unit.party.name in item.label and str(item.amount) == "50000.00"
    assert states(row) == ["publicised"]


def test_a_batch_that_is_not_cleared_is_not_publicised():
    batch = make.summarised(make.redemption())
    refused(lambda: batches.publish_batch(batch_id=batch.pk, **by("case_officer")), "illegal_state")
    assert not Notice.objects.exists()


def test_a_refused_batch_goes_back_to_its_summary_and_its_notice_is_withdrawn():
    row = make.redemption()
    batch = make.publicised(row)
    back = batches.refuse_batch(batch_id=batch.pk, reason="须补充材料", **by("approver"))
    notice = Notice.objects.get()
    assert (back.state, back.sent_back_reason, states(row)) == ("summarised", "须补充材料", ["recommended"])
    assert notice.withdrawn_at == MONDAY and notice.ended_at == MONDAY
    assert make.publicise(back).notice_id != notice.pk


def test_who_prepared_a_batch_does_not_refuse_it():
    batch = make.publicised(make.redemption())
    who = {"actor_id": batch.prepared_by_id, "at": MONDAY}
    refused(lambda: batches.refuse_batch(batch_id=batch.pk, reason="须补充材料", **who), "same_person")


def cleared_twice():
    """A publicised batch that was cleared, sent back and cleared by another; return it with who cleared it first."""
    batch = make.summarised(make.redemption())
    first, second = by("approver"), by("approver")
    batches.clear_batch(batch_id=batch.pk, version=None, **first)
    batches.return_batch(batch_id=batch.pk, reason="再核", **second)
    batches.clear_batch(batch_id=batch.pk, version=None, **second)
    batches.publish_batch(batch_id=batch.pk, **by("case_officer"))
    return batch, first["actor_id"]


def test_who_cleared_a_batch_once_never_approves_it():
    batch, first = cleared_twice()
    how = {"batch_id": batch.pk, "version": None, "actor_id": first, "at": make.OVER}
    refused(lambda: decisions.approve_batch(**how), "same_person")


@pytest.mark.parametrize("part", ["actor_id", "principal_id"])
def test_the_database_refuses_the_approval_by_who_cleared_a_batch_once(part):
    batch, first = cleared_twice()
    people = {"actor_id": make.someone("approver"), part: first}
    chain = ApprovalChain.objects.filter(subject_kind="batch", subject_id=batch.pk).latest("pk")
    StageDecision.objects.create(chain=chain, stage="approve", amount=1, at=make.OVER, **people)
    approval = {"state": "approved", "approved_by": people["actor_id"], "approved_at": make.OVER}
    with pytest.raises(IntegrityError, match="may not be approved") as caught:
        RedemptionBatch.objects.filter(pk=batch.pk).update(**approval)
    assert caught.value.__cause__.diag.constraint_name == "batch_approved_by_no_clearer"

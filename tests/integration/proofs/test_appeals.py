"""The proof finds decisions that were final beside an open appeal or too early, and appeals decided by one person."""

import pytest

from core.models import Event
from redemptions.models import Redemption
from redemptions.rules.states import AppealState
from redemptions.services.decisions import finalise_some_decisions
from tests.factories import appeals as make
from tests.factories import batches
from tests.factories.outcomes import broken, untriggered

pytestmark = pytest.mark.django_db


def found(says: str) -> list[tuple[str, ...]]:
    return [ids for _, sentence, ids in broken() if says in sentence]


def test_a_decision_that_is_final_beside_an_open_appeal_is_found():
    row = make.reduced()
    make.filed(row)
    with untriggered():
        Redemption.objects.filter(pk=row.pk).update(state="final", final_at=make.UNAPPEALED)
    assert found("an appeal is open") == [(f"redemption {row.pk}",)]


@pytest.mark.parametrize(("at", "early"), [(make.LAST_APPEAL, 1), (make.UNAPPEALED, 0)])
def test_a_decision_that_was_final_on_its_last_day_to_appeal_is_found(at, early):
    row = make.reduced()
    finalise_some_decisions(redemption_ids=[row.pk], at=make.UNAPPEALED)
    Redemption.objects.filter(pk=row.pk).update(final_at=at)
    assert len(found("after its days to appeal")) == early


@pytest.mark.parametrize("first", ["redemption.recommended", "redemption.decided", "appeal.examined"])
def test_an_appeal_decided_by_somebody_with_a_part_in_it_is_found(first):
    appeal = make.examined(make.filed(make.reduced()))
    make.decided(appeal, AppealState.DISMISSED)
    decided = Event.objects.get(type="appeal.dismissed")
    with untriggered():
        decided.actor_id = Event.objects.get(type=first).actor_id
        decided.save()
    assert found("who had no part in the decision") == [(str(appeal.pk),)]


def test_who_approved_the_first_decision_may_clear_the_batch_of_the_raised_one():
    row = make.reduced()
    make.decided(make.examined(make.filed(row)), AppealState.RAISED, amount="800.00")
    first = Event.objects.get(type="redemption.decided").actor_id
    again = batches.summarised(Redemption.objects.get(pk=row.pk))
    batches.batches.clear_batch(batch_id=again.pk, version=None, actor_id=first, at=make.UNAPPEALED)
    assert broken() == []

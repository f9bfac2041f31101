"""An appeal at the last moment and the job that makes its decision final, in both orders. The control removes the guard."""

from functools import partial

import pytest

from core.values.errors import DomainError
from payments.models import Payment
from redemptions.models import Appeal, Redemption
from redemptions.selectors import locks
from redemptions.services.decisions import finalise_some_decisions
from tests.concurrency.guards import after, without
from tests.concurrency.races import codes, one_after_the_other, together, winners
from tests.factories import appeals as make
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)


def finalise(row):
    return finalise_some_decisions(redemption_ids=[row.pk], at=make.UNAPPEALED)


def outcome(row):
    """The state of the redemption, its appeals, its payments."""
    return Redemption.objects.get(pk=row.pk).state, Appeal.objects.count(), Payment.objects.count()


def test_a_decision_that_is_appealed_meanwhile_does_not_become_final():
    row = make.reduced()
    results = one_after_the_other(partial(make.filed, row), partial(finalise, row))
    assert (results[1], outcome(row), broken()) == (0, ("appealed", 1, 0), [])


def test_a_decision_that_becomes_final_meanwhile_is_not_appealed():
    row = make.reduced()
    results = one_after_the_other(partial(finalise, row), partial(make.filed, row))
    assert isinstance(results[1], DomainError) and results[1].code == "illegal_state"
    assert (outcome(row), broken()) == (("final", 0, 1), [])


def test_control_a_decision_that_is_only_read_is_final_beside_an_open_appeal():
    row = make.reduced()
    filing = partial(together, [partial(make.filed, row)])
    with without("lock_redemptions", "redemption_final_unappealed"), after(locks.lock_redemptions, filing):
        assert finalise(row) == 1
    assert outcome(row) == ("final", 1, 1)


def test_a_side_that_appeals_twice_at_once_has_one_appeal():
    row = make.reduced()
    results = together([partial(make.filed, row), partial(make.filed, row)])
    assert (len(winners(results)), codes(results), broken()) == (1, ["appealed_already"], [])


def test_control_a_side_that_appeals_twice_without_lock_and_constraint_has_two_appeals():
    row = make.reduced()
    filing = partial(together, [partial(make.filed, row)])
    with (
        without(
            "lock_redemption",
            "lock_appeals",
            "appeal_once_a_side",
            "redemption_legal_edge",
            emptied="redemptions_appeal",
        ),
        after(locks.lock_appeals, once(filing)),
    ):
        make.filed(row)
        assert Appeal.objects.count() == 2


def once(action):
    """The action, at its first call only."""
    calls = [action]
    return lambda: calls and calls.pop()()

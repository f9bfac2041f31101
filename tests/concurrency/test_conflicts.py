"""A tie to a party that is recorded while the person decides. The control removes the lock on the person."""

from functools import partial

import pytest

from accounts.models import Interest
from accounts.selectors import conflicts as ties
from redemptions.models import Redemption
from tests.concurrency.guards import after, without
from tests.concurrency.races import codes, together, winners
from tests.factories import batches as make
from tests.factories.conflicts import declare
from tests.factories.contracts import staff
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_decision_and_a_declaration_of_one_moment_come_one_after_the_other() -> None:
    row, officer = make.redemption(), staff("case_officer")
    make.reviewing(row)
    declaring = partial(declare, officer, row.applicant)
    results = together([declaring, partial(make.decide, row, actor_id=officer.user_id)])
    assert len(winners(results)) + codes(results).count("conflict_of_interest") == 2
    assert (Interest.objects.count(), broken()) == (1, [])


def decide_while_declaring(row: Redemption) -> None:
    """Decide, and declare an interest in the applicant between the question and the decision."""
    officer = staff("case_officer")
    make.reviewing(row)
    declaring = partial(together, [partial(declare, officer, row.applicant)])
    with after(ties.list_conflicts, declaring):
        make.decide(row, actor_id=officer.user_id)


def test_control_without_the_lock_a_person_decides_after_the_declaration() -> None:
    row = make.redemption()
    with without("lock_user_shared"):
        decide_while_declaring(row)
    assert [(code, ids) for code, _, ids in broken()] == [("I11", (f"redemption.recommended {row.pk}",))]

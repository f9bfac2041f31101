"""Lifting a sanction: proposed with a reason by one person, confirmed by another."""

import pytest
from django.db import IntegrityError, transaction

from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from core.values.errors import DomainError
from oversight.models import Sanction
from oversight.services.liftings import lift_sanction, propose_lifting, refuse_lifting
from tests.factories import batches, conflicts, contracts, sanctions

pytestmark = pytest.mark.django_db
AT = batches.OVER


def in_force(row=None):
    return sanctions.decided((row or contracts.party()).pk)


def act(service, row, role, **values):
    actor_id = values.pop("actor_id", 0) or batches.someone(role)
    return service(sanction_id=row.pk, actor_id=actor_id, at=AT, **values)


def code_of(call):
    before = list(Sanction.objects.values()), Event.objects.filter(subject_kind="sanction").count()
    with pytest.raises(DomainError) as caught:
        call()
    assert (list(Sanction.objects.values()), Event.objects.filter(subject_kind="sanction").count()) == before
    return caught.value.code


def test_a_lifting_is_proposed_with_a_reason_and_confirmed_by_another():
    row = sanctions.lifted(in_force())
    row.refresh_from_db()
    assert (row.state, row.lift_reason) == ("lifted", "已整改")
    assert row.lift_proposed_by_id != row.lifted_by_id
    data = Event.objects.get(type="sanction.lifted").data
    assert data["reason"] == "已整改"


def test_who_proposed_a_lifting_does_not_confirm_it():
    row, person = in_force(), batches.someone("case_officer")
    act(propose_lifting, row, "", reason="已整改", actor_id=person)
    assert code_of(lambda: act(lift_sanction, row, "", actor_id=person)) == "same_person"


def test_who_proposed_a_lifting_does_not_refuse_it():
    row, person = in_force(), batches.someone("case_officer")
    act(propose_lifting, row, "", reason="已整改", actor_id=person)
    assert code_of(lambda: act(refuse_lifting, row, "", reason="不妥", actor_id=person)) == "same_person"


def test_a_party_hears_of_a_lifting_when_it_is_decided():
    row = sanctions.lifting(in_force())
    act(refuse_lifting, row, "approver", reason="整改不到位")
    internal = Event.objects.filter(type__startswith="sanction.lifting_")
    assert set(internal.values_list("party_id", flat=True)) == {None}
    sanctions.lifted(row)
    assert Event.objects.get(type="sanction.lifted").party_id == row.party_id


def test_the_database_refuses_a_lifting_by_one_person():
    row = sanctions.lifted(in_force())
    row.refresh_from_db()
    with pytest.raises(IntegrityError, match="sanction_lifted_by_another"), transaction.atomic():
        Sanction.objects.filter(pk=row.pk).update(lifted_by=row.lift_proposed_by_id)


def test_nothing_is_lifted_that_nobody_proposed():
    row = in_force()
    assert code_of(lambda: act(lift_sanction, row, "approver")) == "lifting_not_proposed"
    with pytest.raises(IntegrityError, match="sanction_lifted_is_confirmed"), transaction.atomic():
        Sanction.objects.filter(pk=row.pk).update(state="lifted")


def test_a_lifting_is_not_proposed_twice():
    row = sanctions.lifting(in_force())
    assert code_of(lambda: act(propose_lifting, row, "case_officer", reason="再次")) == "lifting_proposed"


def test_a_refused_lifting_leaves_the_measure_and_may_be_proposed_again():
    row = sanctions.lifting(in_force())
    act(refuse_lifting, row, "approver", reason="整改不到位")
    row.refresh_from_db()
    assert (row.state, row.lift_proposed_by_id, row.lift_reason) == ("in_force", None, "")
    assert sanctions.lifted(row).state == "lifted"


def test_a_measure_that_is_not_in_force_is_not_lifted():
    row = sanctions.heard(contracts.party().pk)
    assert code_of(lambda: act(propose_lifting, row, "case_officer", reason="已整改")) == "illegal_state"


@pytest.mark.parametrize("service", [propose_lifting, lift_sanction, refuse_lifting])
def test_nobody_with_a_conflict_of_interest_acts_on_a_lifting(service):
    firm = contracts.party()
    row = in_force(firm)
    if service is not propose_lifting:
        sanctions.lifting(row)
    tied = conflicts.tied("approver", firm).user_id
    values = {} if service is lift_sanction else {"reason": "已整改"}
    assert code_of(lambda: act(service, row, "", actor_id=tied, **values)) == "conflict_of_interest"


def test_the_party_is_notified_at_each_step():
    firm = contracts.party()
    manager = contracts.acting(firm, "unit_manager")
    sanctions.lifted(in_force(firm))
    deliver_outbox(at=AT)
    kinds = Notification.objects.filter(user_id=manager.user_id).order_by("pk").values_list("kind", flat=True)
    steps = ["proposed", "heard", "decided", "entered_into_force", "lifted"]
    assert [kind for kind in kinds if kind.startswith("sanction.")] == [f"sanction.{step}" for step in steps]

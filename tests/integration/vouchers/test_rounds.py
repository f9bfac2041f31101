"""Rounds begin with two persons, within the year's appropriation, and their budgets change by two persons (I11)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.events.outbox import sweep_outbox
from core.models import Event, Notification, OutboxItem
from core.values.errors import DomainError
from tests.factories.contracts import MONDAY, staff
from tests.factories.outcomes import broken, refusal, refused
from tests.factories.rounds import announced, appropriation, change_budget, claim, draft_round, enterprise, round_
from vouchers.models import Appropriation, BudgetChange, Round
from vouchers.services.budget_changes import (
    approve_budget_change,
    propose_budget,
    refuse_budget_change,
    withdraw_budget_change,
)
from vouchers.services.rounds import (
    announce_round,
    close_round,
    edit_round,
    open_and_close_rounds,
    propose_round,
    refuse_round,
    settle_round,
    withdraw_round,
)

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def deliver() -> None:
    sweep_outbox(at=MONDAY, progress=lambda count: None)


def proposed(**how) -> Round:
    row = draft_round(**how)
    return propose_round(round_id=row.pk, actor_id=staff("case_officer").user_id, at=MONDAY)


def approver() -> int:
    return staff("approver").user_id


def edited(row, budget="5.00") -> Round:
    """The draft with another budget, entered by another person."""
    terms = {"name": row.name, "policy_version_id": row.policy_version_id, "budget": Decimal(budget)}
    window = {"opens_at": row.opens_at, "closes_at": row.closes_at}
    return edit_round(round_id=row.pk, **terms, **window, actor_id=approver(), at=MONDAY)


def announce(row, *, by=None, at=MONDAY) -> Round:
    return announce_round(round_id=row.pk, actor_id=by or approver(), at=at)


def propose(row, budget, *, by) -> BudgetChange:
    return propose_budget(round_id=row.pk, budget=Decimal(budget), reason="追加", actor_id=by, at=MONDAY)


def proposed_change(row, budget) -> BudgetChange:
    return propose(row, budget, by=staff("case_officer").user_id)


def committed() -> list[str]:
    return [str(value) for value in Appropriation.objects.values_list("committed", flat=True)]


@pytest.mark.parametrize("who", ["created_by_id", "edited_by_id", "proposed_by_id"])
def test_who_drafted_edited_or_proposed_a_round_does_not_announce_it(who):
    appropriation()
    row = edited(draft_round())
    row = propose_round(round_id=row.pk, actor_id=staff("case_officer").user_id, at=MONDAY)
    refused(lambda: announce(row, by=getattr(row, who)), "same_person")


def test_a_draft_is_not_announced_by_anybody():
    appropriation()
    row, who = draft_round(), approver()
    refused(lambda: announce(row, by=who), "illegal_state")


@pytest.mark.parametrize("who", ["created_by_id", "edited_by_id", "proposed_by_id"])
def test_the_database_refuses_one_person_for_a_round(who):
    appropriation()
    row = announced(edited(draft_round()))
    with pytest.raises(IntegrityError, match="round_announced_by_another"), transaction.atomic():
        Round.objects.filter(pk=row.pk).update(announced_by_id=getattr(row, who))


def test_an_announced_round_counts_on_the_year_it_opens_in():
    appropriation(amount="1000000.00")
    announce(proposed(budget="600000.00"))
    row, who = proposed(budget="400000.01"), approver()
    error = refused(lambda: announce(row, by=who), "appropriation_exceeded")
    assert error.params == {"year": 2026, "left": "400000.00", "amount": "400000.01"}
    announce(proposed(budget="400000.00"))
    assert (committed(), broken()) == (["1000000.00"], [])


def test_without_a_confirmed_appropriation_no_round_is_announced():
    row, who = proposed(), approver()
    refused(lambda: announce(row, by=who), "appropriation_missing")


@pytest.mark.parametrize(("late", "codes"), [(-1, []), (0, []), (1, ["round_opening_over"])])
def test_a_round_is_announced_before_it_opens(late, codes):
    appropriation()
    row = proposed(opens_at=MONDAY + timedelta(hours=1))
    at = row.opens_at + late * SECOND
    assert (refusal(announce, row, at=at) if codes else announce(row, at=at) and []) == codes


def test_a_missed_opening_sends_the_round_back_to_its_draft():
    row = proposed(opens_at=MONDAY + timedelta(hours=1))
    assert open_and_close_rounds(at=row.opens_at - SECOND) == 0
    assert open_and_close_rounds(at=row.opens_at) == 1
    row.refresh_from_db()
    event = Event.objects.get(type="round.sent_back")
    assert (row.state, row.proposed_by_id, event.data["sent_back"]) == ("draft", None, "opening_missed")


def test_who_proposed_a_refused_round_hears_the_reason():
    row = proposed()
    refuse_round(round_id=row.pk, reason="预算过高", actor_id=approver(), at=MONDAY)
    deliver()
    heard = Notification.objects.get(kind="round.sent_back")
    assert (heard.user_id, heard.params["reason"], heard.params["sent_back"]) == (
        row.proposed_by_id,
        "预算过高",
        "refused",
    )


def test_a_withdrawn_round_is_edited_and_proposed_again():
    row = proposed(budget="5.00")
    withdraw_round(round_id=row.pk, actor_id=row.proposed_by_id, at=MONDAY)
    window = {"opens_at": MONDAY + timedelta(days=1), "closes_at": MONDAY + timedelta(days=2)}
    given = {"name": "改名", "policy_version_id": row.policy_version_id, "budget": Decimal("7.00"), **window}
    edit_round(round_id=row.pk, **given, actor_id=row.created_by_id, at=MONDAY)
    row = propose_round(round_id=row.pk, actor_id=row.created_by_id, at=MONDAY)
    assert (row.name, str(row.budget), str(row.free), row.opens_at) == ("改名", "7.00", "7.00", window["opens_at"])
    assert broken() == []


@pytest.mark.parametrize("step", [propose_round, announce_round])
def test_what_changed_since_it_was_seen_is_not_signed(step):
    seen = draft_round().version
    row = edited(Round.objects.get())
    if step is announce_round:
        propose_round(round_id=row.pk, actor_id=row.created_by_id, at=MONDAY)
    how = {"round_id": row.pk, "version": seen, "actor_id": approver(), "at": MONDAY}
    refused(lambda: step(**how), "stale_version")


def test_a_step_that_is_over_is_refused_as_such_whatever_was_seen():
    row = round_()
    for step in (propose_round, announce_round):
        how = {"round_id": row.pk, "version": row.version - 1, "actor_id": approver(), "at": MONDAY}
        refused(lambda step=step, how=how: step(**how), "illegal_state")


def test_a_proposed_round_is_not_edited():
    row = proposed()
    terms = {"name": "改名", "policy_version_id": row.policy_version_id, "budget": row.budget}
    window = {"opens_at": row.opens_at, "closes_at": row.closes_at}
    refused(lambda: edit_round(round_id=row.pk, **terms, **window, actor_id=1, at=MONDAY), "illegal_state")


def test_the_database_refuses_to_edit_what_is_not_a_draft():
    row = proposed()
    with pytest.raises(IntegrityError, match="only a draft"), transaction.atomic():
        Round.objects.filter(pk=row.pk).update(opens_at=MONDAY + timedelta(days=9))


def test_a_budget_changes_when_another_person_approves():
    row = round_(budget="100.00")
    change = proposed_change(row, "150.00")
    row.refresh_from_db()
    assert str(row.budget) == "100.00"
    approve_budget_change(change_id=change.pk, actor_id=approver(), at=MONDAY)
    row.refresh_from_db()
    assert (str(row.budget), str(row.free), committed(), broken()) == ("150.00", "150.00", ["150.00"], [])


def test_who_proposed_a_budget_does_not_approve_it():
    change = proposed_change(round_(), "150.00")
    who = {"change_id": change.pk, "actor_id": change.proposed_by_id, "at": MONDAY}
    refused(lambda: approve_budget_change(**who), "same_person")


def test_the_database_refuses_a_budget_without_an_approved_change():
    row = round_(budget="100.00")
    with pytest.raises(IntegrityError, match="a budget changes by an approved change"), transaction.atomic():
        Round.objects.filter(pk=row.pk).update(budget=Decimal("999999999.99"), free=Decimal("999999999.99"))


def test_the_database_refuses_an_approved_change_a_second_time():
    row = round_(budget="100.00")
    change_budget(row, "150.00")
    change_budget(row, "100.00", at=MONDAY + SECOND)
    with pytest.raises(IntegrityError, match="a budget changes by an approved change"), transaction.atomic():
        Round.objects.filter(pk=row.pk).update(budget=Decimal("150.00"), free=Decimal("150.00"))


def test_a_raise_stays_within_the_appropriation():
    appropriation(amount="120.00")
    row = round_(budget="100.00")
    change = proposed_change(row, "120.01")
    who = {"change_id": change.pk, "actor_id": approver(), "at": MONDAY}
    refused(lambda: approve_budget_change(**who), "appropriation_exceeded")


def test_a_lower_budget_frees_money_of_the_year():
    appropriation(amount="100.00")
    change_budget(round_(budget="100.00"), "40.00")
    announce(proposed(budget="60.00"))
    assert committed() == ["100.00"]


def test_a_change_that_is_below_the_use_by_then_is_refused_at_its_approval():
    row = round_(budget="100000.00")
    change = proposed_change(row, "20000.00")
    claim(enterprise(), row, "50000.00")
    who = {"change_id": change.pk, "actor_id": approver(), "at": MONDAY}
    assert refused(lambda: approve_budget_change(**who), "budget_below_use").params == {"least": "50000.00"}


@pytest.mark.parametrize(
    ("budget", "code"),
    [("100.00", "budget_unchanged"), ("0.00", "amount"), ("1.001", "amount"), ("-5.00", "amount")],
)
def test_an_impossible_budget_is_not_proposed(budget, code):
    row, officer = round_(budget="100.00"), staff("case_officer").user_id
    refused(lambda: propose(row, budget, by=officer), code)


def test_one_change_at_a_time():
    row = round_(budget="100.00")
    officer = proposed_change(row, "150.00").proposed_by_id
    refused(lambda: propose(row, "160.00", by=officer), "budget_change_open")


def test_the_budget_of_a_draft_is_edited_not_proposed():
    row = draft_round()
    refused(lambda: propose(row, "150.00", by=row.created_by_id), "illegal_state")


def test_a_withdrawn_or_refused_change_leaves_the_budget():
    row = round_(budget="100.00")
    first = proposed_change(row, "150.00")
    withdraw_budget_change(change_id=first.pk, actor_id=first.proposed_by_id, at=MONDAY)
    second = proposed_change(row, "160.00")
    refuse_budget_change(change_id=second.pk, reason="不必", actor_id=approver(), at=MONDAY)
    row.refresh_from_db()
    assert (str(row.budget), list(BudgetChange.objects.order_by("pk").values_list("state", flat=True))) == (
        "100.00",
        ["withdrawn", "refused"],
    )


def test_a_round_with_a_pending_change_is_not_settled():
    row = round_(budget="100.00")
    open_and_close_rounds(at=MONDAY)
    close_round(round_id=row.pk, reason="提前", actor_id=1, at=MONDAY)
    proposed_change(row, "50.00")
    refused(lambda: settle_round(round_id=row.pk, actor_id=1, at=MONDAY), "budget_change_open")


def test_the_approvers_are_asked_but_not_who_proposed():
    OutboxItem.objects.all().delete()
    row, proposer, other = round_(), approver(), approver()
    propose(row, "2.00", by=proposer)
    deliver()
    asked = set(Notification.objects.filter(kind="budget_change.proposed").values_list("user_id", flat=True))
    assert (proposer in asked, other in asked) == (False, True)


def test_prove_names_a_round_that_nobody_proposed():
    row = draft_round()
    Event.objects.create(type="round.announced", subject_kind="round", subject_id=row.pk, actor_id=1, at=MONDAY)
    assert ("I11", (f"round {row.pk}",)) in [(code, ids) for code, _, ids in broken()]


def test_prove_names_a_round_announced_by_its_proposer():
    row = round_()
    Event.objects.create(
        type="round.proposed", subject_kind="round", subject_id=row.pk, actor_id=row.announced_by_id, at=MONDAY
    )
    Event.objects.create(
        type="round.announced", subject_kind="round", subject_id=row.pk, actor_id=row.announced_by_id, at=MONDAY
    )
    assert ("I11", (f"round {row.pk}",)) in [(code, ids) for code, _, ids in broken()]


def test_a_refused_proposal_needs_another_person():
    row = proposed()
    with pytest.raises(DomainError, match="same_person"):
        refuse_round(round_id=row.pk, reason="不", actor_id=row.proposed_by_id, at=MONDAY)

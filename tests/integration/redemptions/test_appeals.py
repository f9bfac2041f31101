"""Appeals against reductions and rejections: filed, waived, examined, dismissed or raised; money waits for them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.utils import IntegrityError

from core.events.outbox import deliver_outbox
from core.files.uploads import accept
from core.models import Attachment, Event, Notification
from deadlines.selectors.reminders import iterate_due
from payments.models import Payment
from redemptions.models import Appeal, Redemption
from redemptions.rules.states import AppealState
from redemptions.selectors.appeals import TO_DECIDE, TO_EXAMINE, count_appeals
from redemptions.services import appeals as service
from redemptions.services import batches, decisions
from redemptions.services.reopening import reopen_redemption
from tests import files
from tests.factories import appeals as make
from tests.factories import batches as steps
from tests.factories.appeals import LAST_APPEAL, UNAPPEALED
from tests.factories.conflicts import tied
from tests.factories.contracts import MONDAY, acting, user
from tests.factories.outcomes import broken, refused
from vouchers.models import Coupon

pytestmark = pytest.mark.django_db


def denied(code, call, *args, **values):
    refused(lambda: call(*args, **values), code)


DISMISSED, RAISED = AppealState.DISMISSED, AppealState.RAISED


def finalise(at):
    return decisions.finalise_decisions(at=at, progress=lambda done: None)


def state(row):
    return Redemption.objects.get(pk=row.pk).state


def money(row):
    """The coupons of a redemption and its payments."""
    coupons = Coupon.objects.filter(contract=row.contract_id).values_list("state", "payable")
    return [*coupons], [*Payment.objects.filter(subject_id=row.pk).values_list("amount", flat=True)]


UNSETTLED = [("in_redemption", None)], []


def next_batch(row, *, at=UNAPPEALED):
    """A batch of one raised redemption, publicised."""
    officer = steps.someone("case_officer")
    batch = batches.create_batch(title="2026年第二批", actor_id=officer, at=at)
    batches.collect_redemptions(batch_id=batch.pk, redemption_ids=[row.pk], actor_id=officer, at=at)
    batches.begin_review(batch_id=batch.pk, actor_id=officer, at=at)
    batches.summarise_batch(batch_id=batch.pk, actor_id=officer, at=at)
    return steps.publicise(batch, at=at)


def raised(*, amount="800.00"):
    row = make.reduced()
    make.decided(make.examined(make.filed(row)), RAISED, amount=amount)
    return row


@pytest.mark.parametrize("side", ["unit", "applicant"])
def test_a_side_appeals_on_its_last_day_and_nothing_is_final_paid_or_given_back(side):
    row = make.reduced()
    appeal = make.filed(row, side)
    assert (appeal.state, appeal.side, appeal.number[:7]) == ("filed", side, "SS2026-")
    assert (finalise(UNAPPEALED + timedelta(days=90)), state(row), money(row)) == ({"final": 0}, "appealed", UNSETTLED)
    assert broken() == []


def test_after_the_last_day_nobody_appeals():
    row = make.reduced("reject")
    denied("appeal_over", make.filed, row, at=UNAPPEALED)
    assert (state(row), Appeal.objects.count()) == ("decided", 0)


def test_each_side_appeals_or_waives_once():
    row = make.reduced()
    make.filed(row)
    denied("appealed_already", make.filed, row)
    denied("appealed_already", make.waived, row, "unit")
    assert make.filed(row, "applicant").state == "filed"


def test_an_approval_and_a_stranger_have_no_appeal():
    row = steps.redemption("1000.00")
    steps.approve(steps.publicised(row))
    denied("illegal_state", make.filed, row)
    stranger = {"party_id": 10**9, "text": "服务记录齐全", "actor_id": user().pk, "at": LAST_APPEAL}
    denied("not_found", service.file_appeal, redemption_id=row.pk, **stranger)


def test_two_waivers_make_the_decision_final_at_once():
    row = make.reduced()
    make.waived(row, "unit")
    assert (state(row), money(row)) == ("decided", UNSETTLED)
    make.waived(row, "applicant")
    assert (state(row), money(row)) == ("final", ([("approved", Decimal("300.00"))], [Decimal("300.00")]))
    assert broken() == []


def waiting(*, at, user_id=0):
    """How many appeals a person may examine, and decide; by default one without a part in anything."""
    return tuple(count_appeals(wanted, user_id=user_id, at=at) for wanted in (TO_EXAMINE, TO_DECIDE))


def test_appeals_are_examined_after_the_days_of_both_sides():
    row = make.reduced()
    appeal = make.filed(row)
    denied("appeal_running", make.examined, appeal, at=LAST_APPEAL)
    assert (waiting(at=LAST_APPEAL), waiting(at=UNAPPEALED)) == ((0, 0), (1, 0))
    make.waived(row)
    assert waiting(at=LAST_APPEAL) == (1, 0)
    assert make.examined(appeal, at=LAST_APPEAL).state == "examined"
    assert waiting(at=LAST_APPEAL) == (0, 1)


def test_two_appeals_are_decided_together_and_a_dismissal_is_final():
    row = make.reduced()
    mine, other = make.filed(row), make.filed(row, "applicant")
    make.decided(make.examined(mine), DISMISSED)
    assert {each.state for each in Appeal.objects.all()} == {"dismissed"}
    assert (state(row), money(row)) == ("final", ([("approved", Decimal("300.00"))], [Decimal("300.00")]))
    denied("illegal_state", make.decided, other, DISMISSED)
    assert broken() == []


def test_an_appeal_on_days_that_a_holiday_notice_added_is_examined_before_the_decision():
    row = make.reduced()
    mine = make.examined(make.filed(row))
    Redemption.objects.filter(pk=row.pk).update(appeal_by=row.appeal_by + timedelta(days=7))
    other = make.filed(row, "applicant", at=UNAPPEALED)
    denied("appeal_running", make.decided, mine, DISMISSED)
    make.decided(make.examined(other), DISMISSED)
    assert (state(row), {each.state for each in Appeal.objects.all()}, broken()) == ("final", {"dismissed"}, [])


def test_a_dismissed_rejection_gives_everything_back_and_closes_its_batch():
    row = make.reduced("reject")
    make.decided(make.examined(make.filed(row)), DISMISSED)
    told = Redemption.objects.select_related("batch").get(pk=row.pk)
    assert (told.state, told.batch.state, money(row)) == ("final", "closed", ([("rejected", None)], []))
    assert broken() == []


def test_a_raised_redemption_leaves_its_batch_with_the_new_amount():
    row = raised()
    told = Redemption.objects.get(pk=row.pk)
    assert (told.state, told.batch_id, told.decision, told.decided_amount) == (
        "recommended",
        None,
        "reduce",
        Decimal("800.00"),
    )
    assert (told.raised, told.appeal_by, money(row), broken()) == (True, None, UNSETTLED, [])


def test_the_next_batch_takes_a_raised_amount_with_a_new_notice_and_it_is_final_without_another_appeal():
    row = raised()
    batch = next_batch(row)
    assert steps.item_of(row).amount == Decimal("800.00")
    steps.approve(batch, at=UNAPPEALED + timedelta(days=14))
    assert (state(row), money(row)) == ("final", ([("approved", Decimal("800.00"))], [Decimal("800.00")]))
    assert (Appeal.objects.get().live, broken()) == (False, [])


def test_a_review_does_not_change_a_raised_amount():
    row = raised()
    officer = steps.someone("case_officer")
    batch = batches.create_batch(title="2026年第二批", actor_id=officer, at=UNAPPEALED)
    batches.collect_redemptions(batch_id=batch.pk, redemption_ids=[row.pk], actor_id=officer, at=UNAPPEALED)
    batches.begin_review(batch_id=batch.pk, actor_id=officer, at=UNAPPEALED)
    denied("decided_on_appeal", steps.decide, row, "reject")
    batches.remove_redemption(batch_id=batch.pk, redemption_id=row.pk, actor_id=officer, at=UNAPPEALED)
    told = Redemption.objects.get(pk=row.pk)
    assert (told.state, told.decided_amount, told.raised) == ("recommended", Decimal("800.00"), True)


def test_what_is_decided_anew_after_an_upheld_objection_may_be_appealed_again():
    row = raised()
    next_batch(row)
    reopen_redemption(subject_id=row.pk, objection_id=1, actor_id=steps.someone("approver"), at=UNAPPEALED)
    told = Redemption.objects.get(pk=row.pk)
    assert (told.state, told.raised, told.decided_amount) == ("under_review", False, None)
    steps.approve(steps.publicised_with(told, "reduce", amount="100.00"))
    assert (make.filed(told).state, make.filed(told, "applicant").state) == ("filed", "filed")
    assert broken() == []


@pytest.mark.parametrize("amount", ["300.00", "299.99", "1000.01"])
def test_no_appeal_makes_a_decision_worse_or_more_than_payable(amount):
    appeal = make.examined(make.filed(make.reduced()))
    denied("raised_amount", make.decided, appeal, RAISED, amount=amount)
    denied("required", make.decided, appeal, RAISED)


def test_a_rejection_raised_in_full_is_an_approval():
    row = make.reduced("reject")
    make.decided(make.examined(make.filed(row)), RAISED, amount="1000.00")
    told = Redemption.objects.get(pk=row.pk)
    assert (told.decision, told.fault, told.decided_amount) == ("approve", "", Decimal("1000.00"))


def people_of(row):
    """Who decided, cleared and approved a redemption."""
    batch = row.batch
    return [row.decided_by_id, batch.cleared_by_id, batch.approved_by_id]


def test_nobody_with_a_part_in_the_decision_examines_or_decides_it():
    row = make.reduced()
    appeal = make.filed(row)
    for person in people_of(row):
        denied("same_person", make.examined, appeal, actor_id=person)
        assert waiting(at=UNAPPEALED, user_id=person) == (0, 0)
    examiner = steps.someone("case_officer")
    make.examined(appeal, actor_id=examiner)
    for person in [*people_of(row), examiner]:
        denied("same_person", make.decided, appeal, DISMISSED, actor_id=person)
        assert waiting(at=UNAPPEALED, user_id=person) == (0, 0)


def test_nobody_with_a_conflict_of_interest_examines_or_decides():
    row = make.reduced()
    appeal = make.filed(row)
    person = tied("case_officer", row.applicant).user_id
    denied("conflict_of_interest", make.examined, appeal, actor_id=person)
    make.examined(appeal)
    person = tied("approver", row.unit.party).user_id
    denied("conflict_of_interest", make.decided, appeal, DISMISSED, actor_id=person)


def test_the_proof_finds_an_appeal_decided_by_the_person_who_approved_before(monkeypatch):
    row = make.reduced()
    monkeypatch.setattr("redemptions.services.appeal_decisions.list_deciders", lambda redemption_id: set())
    appeal = make.examined(make.filed(row))
    make.decided(appeal, DISMISSED, actor_id=row.batch.approved_by_id)
    assert [(code, ids) for code, _, ids in broken()] == [("I11", (str(appeal.pk),))]


def guarded(name):
    return pytest.raises(IntegrityError, match=name)


def test_the_database_makes_no_decision_final_while_an_appeal_is_open_or_possible():
    row = make.reduced()
    with guarded("redemption_final_unappealed"):
        Redemption.objects.filter(pk=row.pk).update(state="final", final_at=LAST_APPEAL)


def test_the_database_makes_no_appealed_decision_final():
    row = make.reduced()
    make.filed(row)
    with guarded("redemption_final_unappealed"):
        Redemption.objects.filter(pk=row.pk).update(state="final", final_at=UNAPPEALED)


def test_the_database_lets_no_appeal_lower_an_amount():
    row = make.reduced()
    make.examined(make.filed(row))
    with guarded("redemption_raised_by_an_appeal"):
        Redemption.objects.filter(pk=row.pk).update(state="recommended", decided_amount=Decimal("200.00"), batch=None)


def test_the_database_keeps_a_raised_amount():
    row = raised()
    with guarded("redemption_raised_stands"):
        Redemption.objects.filter(pk=row.pk).update(decided_amount=Decimal("700.00"))


def test_the_database_pays_nothing_of_an_appealed_redemption():
    row = make.reduced()
    make.filed(row)
    values = {"payee_id": row.unit_id, "subject_kind": "redemption", "subject_id": row.pk, "label": "x"}
    with guarded("is not final"):
        Payment.objects.create(
            amount=300, approved_on=MONDAY, not_before=MONDAY, fiscal_year=2026, created_at=MONDAY, **values
        )


def test_the_database_gives_nothing_of_an_appealed_redemption_back():
    row = make.reduced("reject")
    make.filed(row)
    with guarded("coupon_of_a_final_decision"):
        Coupon.objects.filter(contract=row.contract_id).update(state="rejected")


def test_the_database_takes_one_appeal_of_a_side_in_time():
    row = make.reduced()
    late = {"redemption": row, "party_id": row.unit_id, "side": "unit", "text": "x", "filed_by_id": user().pk}
    with guarded("appeal_in_time"):
        Appeal.objects.create(filed_at=UNAPPEALED, **late)


def test_the_database_takes_one_appeal_of_a_side():
    row = make.reduced()
    make.filed(row)
    twice = {"redemption": row, "party_id": row.unit_id, "side": "unit", "text": "x", "filed_by_id": user().pk}
    with guarded("appeal_once_a_side"):
        Appeal.objects.create(filed_at=LAST_APPEAL, **twice)


def test_a_file_is_added_to_the_own_appeal_until_its_examination():
    row = make.reduced()
    appeal = make.filed(row)
    file = accept(kind="appeal", file=files.upload("申诉.pdf", files.pdf("申诉材料")))
    values = {"appeal_id": appeal.pk, "actor_id": user().pk, "file": file, "at": LAST_APPEAL}
    denied("not_found", service.add_appeal_file, party_id=row.applicant_id, **values)
    service.add_appeal_file(party_id=row.unit_id, **values)
    assert Attachment.objects.get(owner_kind="appeal").owner_id == appeal.pk
    make.examined(appeal)
    denied("illegal_state", service.add_appeal_file, party_id=row.unit_id, **values)


def test_both_sides_and_the_authority_are_told_of_each_step():
    row = make.reduced()
    people = {acting(row.applicant, "applicant_manager").user_id, acting(row.unit.party, "unit_manager").user_id}
    officer, approver = steps.someone("case_officer"), steps.someone("approver")
    make.decided(make.examined(make.filed(row)), RAISED, amount="800.00")
    deliver_outbox(at=UNAPPEALED, progress=lambda count: None)
    told = {kind: set(Notification.objects.filter(kind=kind).values_list("user_id", flat=True)) for kind in KINDS}
    assert people | {officer} <= told["appeal.filed"]
    assert approver in told["appeal.examined"] and not people & told["appeal.examined"]
    assert people <= told["appeal.raised"]


KINDS = ("appeal.filed", "appeal.examined", "appeal.raised")


def test_a_side_that_has_not_answered_is_reminded_of_its_last_day():
    row = make.reduced()
    day = row.appeal_by - timedelta(days=3)
    assert reminded(day) == {row.unit_id, row.applicant_id}
    make.filed(row)
    assert reminded(day) == {row.applicant_id}


def reminded(day):
    due = iterate_due(today=day, days_ahead=[3])
    return {each.party_id for each in due if each.kind == "reminder.appeal_by"}


def test_every_step_has_one_event():
    make.decided(make.examined(make.filed(make.reduced())), DISMISSED)
    types = Event.objects.filter(subject_kind="appeal").order_by("pk").values_list("type", flat=True)
    assert [*types] == ["appeal.filed", "appeal.examined", "appeal.dismissed"]

"""Cases that pass to another person: handed over by an officer, given to a substitute by two administrators."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.utils import IntegrityError
from django.utils.module_loading import import_string

from accounts.models import HandOver, Substitution
from accounts.selectors.handovers import count_open_hand_overs, is_substitute, list_free, list_stood_in, list_takers
from accounts.services.handovers import (
    confirm_substitute,
    finish_hand_over,
    name_substitute,
    refuse_substitute,
    remind_of_hand_overs,
)
from core.access.checks import cases
from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from core.values.errors import DomainError
from redemptions.services.decisions import approve_batch
from redemptions.services.formal_checks import accept_redemption
from tests.factories import appeals, parties, stages
from tests.factories import batches as make
from tests.factories import redemptions as made
from tests.factories.conflicts import declare, tied
from tests.factories.contracts import MONDAY, staff
from tests.factories.handovers import confirmed, handed_over, name_of, named, unattended
from tests.factories.outcomes import refusal, untriggered

pytestmark = pytest.mark.django_db


def notified(kind: str) -> list[int]:
    deliver_outbox(at=MONDAY)
    return sorted(Notification.objects.filter(kind=kind).values_list("user_id", flat=True))


@pytest.mark.parametrize("kind", sorted(settings.CASE_PARTIES))
def test_every_kind_of_case_tells_its_parties(kind: str) -> None:
    assert import_string(settings.CASE_PARTIES[kind])(case_ids=[999_999]) == {}
    assert kind in {*cases().values(), *settings.SANCTION_SUBJECTS, *settings.PAYMENT_SUBJECTS}


def test_a_case_is_handed_over_to_a_colleague_who_is_notified_and_finishes_it() -> None:
    row = made.submitted()
    giver, taker = tied("case_officer", row.applicant), staff("deputy_officer")
    made_over = handed_over(giver, taker, "redemption.check_form", row.pk)
    assert (made_over.state, count_open_hand_overs(taker.user_id)) == ("open", 1)
    assert notified("hand_over.made") == [taker.user_id]
    finish_hand_over(hand_over_id=made_over.pk, actor=taker, at=MONDAY)
    assert (HandOver.objects.get().done_at, count_open_hand_overs(taker.user_id)) == (MONDAY, 0)
    assert refusal(finish_hand_over, hand_over_id=made_over.pk, actor=taker, at=MONDAY) == ["illegal_state"]
    assert refusal(finish_hand_over, hand_over_id=made_over.pk, actor=giver, at=MONDAY) == ["not_found"]


def test_only_colleagues_with_the_role_and_without_a_conflict_can_take_a_case() -> None:
    row = made.submitted()
    giver, able = tied("case_officer", row.unit.party), staff("deputy_officer")
    others = [tied("case_officer", row.applicant), staff("approver"), staff("auditor")]
    asked = {"operation": "redemption.check_form", "case_id": row.pk}
    takers = [each.pk for each in list_takers(**asked, giver_id=giver.user_id, at=MONDAY)]
    assert able.user_id in takers and not {giver.user_id, *(each.user_id for each in others)} & set(takers)
    for other in [giver, *others]:
        assert refusal(handed_over, giver, other, "redemption.check_form", row.pk) == ["hand_over_taker"]


def test_a_case_is_handed_over_once_while_it_is_open() -> None:
    row, giver, taker = made.submitted(), staff("case_officer"), staff("deputy_officer")
    handed_over(giver, taker, "redemption.check_form", row.pk)
    with pytest.raises(IntegrityError, match="hand_over_once_while_open"), transaction.atomic():
        HandOver.objects.create(
            operation="redemption.check_form",
            case_id=row.pk,
            from_user_id=giver.user_id,
            to_user_id=taker.user_id,
            reason="x",
            handed_at=MONDAY,
        )
    assert refusal(handed_over, giver, taker, "redemption.check_form", row.pk) == ["hand_over_open"]


@pytest.mark.parametrize(
    ("operation", "code"), [("round.manage", "operation_without_case"), ("redemption.decide", "not_found")]
)
def test_what_is_no_case_is_not_handed_over(operation: str, code: str) -> None:
    assert refusal(handed_over, staff("case_officer"), staff("deputy_officer"), operation, 999_999) == [code]


def test_a_substitute_acts_without_the_role_once_another_administrator_has_confirmed() -> None:
    row, stand_in = made.submitted(), staff("finance")
    naming, second = staff("system_admin"), staff("system_admin")
    substitution = named(stand_in, "redemption.check_form", row.pk, by=naming)
    asked = {"user_id": stand_in.user_id, "operation": "redemption.check_form", "case_id": row.pk, "at": MONDAY}
    assert not is_substitute(**asked)
    assert refusal(confirm_substitute, substitution_id=substitution.pk, actor=naming, at=MONDAY) == ["same_person"]
    confirm_substitute(substitution_id=substitution.pk, actor=second, at=MONDAY)
    assert is_substitute(**asked) and list_stood_in(stand_in, case_id=row.pk, at=MONDAY) == {"redemption.check_form"}
    assert second.user_id in notified("substitution.named") and naming.user_id not in notified("substitution.named")
    assert notified("substitution.confirmed") == [stand_in.user_id]


def test_a_substitution_holds_for_thirty_days_the_last_one_included() -> None:
    stand_in, row = staff("finance"), made.submitted()
    substitution = confirmed(stand_in, "redemption.check_form", row.pk)
    assert substitution.expires_on == date(2026, 4, 1)
    last, over = MONDAY + timedelta(days=30), MONDAY + timedelta(days=31)
    assert [list_stood_in(stand_in, case_id=row.pk, at=at) for at in (last, over)] == [{"redemption.check_form"}, set()]
    waiting = named(staff("finance"), "redemption.check_form", row.pk)
    late = {"substitution_id": waiting.pk, "actor": staff("system_admin"), "at": over}
    assert refusal(confirm_substitute, **late) == ["substitution_over"]


def test_a_refused_substitute_does_not_act() -> None:
    stand_in, row = staff("finance"), made.submitted()
    substitution = named(stand_in, "redemption.check_form", row.pk)
    refuse_substitute(substitution_id=substitution.pk, actor=staff("system_admin"), at=MONDAY)
    assert not list_stood_in(stand_in, case_id=row.pk, at=MONDAY)


def test_a_person_with_a_conflict_is_not_named_and_does_not_act_later_either() -> None:
    row = made.submitted()
    assert refusal(named, tied("finance", row.applicant), "redemption.check_form", row.pk) == ["substitute_conflict"]
    stand_in = staff("finance")
    confirmed(stand_in, "redemption.check_form", row.pk)
    declare(stand_in, row.applicant)
    check = {"redemption_id": row.pk, "version": None, "actor_id": stand_in.user_id, "at": made.DONE}
    assert refusal(accept_redemption, **check) == ["conflict_of_interest"]


def test_a_substitute_may_have_decided_an_item_but_never_prepared_the_batch() -> None:
    row = make.redemption()
    batch, decider = make.publicised(row), staff("case_officer")
    row.refresh_from_db()
    type(row).objects.filter(pk=row.pk).update(decided_by=decider.user_id)
    approve = {"batch_id": batch.pk, "version": None, "at": make.OVER}
    assert refusal(approve_batch, **approve, actor_id=decider.user_id) == ["same_person"]
    confirmed(decider, "batch.approve", batch.pk)
    assert approve_batch(**approve, actor_id=decider.user_id).state == "approved"
    batch = make.publicised(make.redemption())
    preparer = staff("case_officer")
    with untriggered():
        type(batch).objects.filter(pk=batch.pk).update(prepared_by=preparer.user_id)
    confirmed(preparer, "batch.approve", batch.pk)
    assert refusal(approve_batch, **{**approve, "batch_id": batch.pk}, actor_id=preparer.user_id) == ["same_person"]


def named_at_once(who, operation: str, case_id: int) -> str:
    """Return the refusal of naming a substitute for a case without making it unattended, empty for none."""
    asked = {"operation": operation, "case_id": case_id, "username": name_of(who.user_id), "reason": "代办"}
    try:
        name_substitute(**asked, actor=staff("system_admin"), at=MONDAY)
    except DomainError as error:
        return error.code
    return ""


def test_no_substitute_is_named_while_a_colleague_may_take_the_case() -> None:
    row, free, stand_in = made.submitted(), staff("deputy_officer"), staff("finance")
    unattended("redemption.check_form", row.pk)
    other = staff("case_officer")
    assert named_at_once(stand_in, "redemption.check_form", row.pk) == "substitute_needless"
    declare(other, row.applicant)
    assert free_for("redemption.check_form", row.pk) == set()
    assert named_at_once(stand_in, "redemption.check_form", row.pk) == ""
    assert free.user_id not in free_for("redemption.check_form", row.pk)


def free_for(operation: str, case_id: int, *, at=MONDAY) -> set[int]:
    return {each.pk for each in list_free(operation=operation, case_id=case_id, at=at)}


def test_who_had_a_part_in_a_case_is_not_free() -> None:
    row, able = made.submitted(), staff("case_officer")
    assert able.user_id in free_for("redemption.check_form", row.pk)
    accept_redemption(redemption_id=row.pk, version=None, actor_id=able.user_id, at=made.DONE)
    assert able.user_id not in free_for("redemption.check_form", row.pk)


@pytest.mark.parametrize("operation", ["batch.clear", "batch.approve"])
def test_who_acted_on_a_batch_or_decided_an_item_is_not_free(operation: str) -> None:
    row, able = make.redemption(), staff("approver")
    batch, decider = make.publicised(row), staff("approver")
    type(row).objects.filter(pk=row.pk).update(decided_by=decider.user_id)
    batch.refresh_from_db()
    free = free_for(operation, batch.pk)
    assert able.user_id in free and not {decider.user_id, batch.prepared_by_id, batch.cleared_by_id} & free


def test_who_may_not_sign_the_next_stage_is_not_free() -> None:
    batch, of_stage, other = stages.batch(), staff("finance"), staff("case_officer")
    free = free_for("batch.sign", batch.pk)
    assert of_stage.user_id in free and other.user_id not in free
    order, of_stage, other = stages.order(), staff("finance"), staff("case_officer")
    free = free_for("payment_order.sign", order.pk)
    assert of_stage.user_id in free and not {other.user_id, order.prepared_by_id} & free


def test_who_had_a_part_in_the_decision_is_not_free_for_an_appeal() -> None:
    row, able = appeals.reduced(), staff("approver")
    appeal = appeals.filed(row)
    batch = row.batch
    free = free_for("appeal.decide", appeal.pk)
    assert able.user_id in free and not {batch.cleared_by_id, batch.approved_by_id} & free


@pytest.mark.parametrize("same", ["named_by", "substitute"])
def test_the_database_wants_three_persons(same: str) -> None:
    row = confirmed(staff("finance"), "redemption.check_form", made.submitted().pk)
    with pytest.raises(IntegrityError, match="substitution_three_persons"), transaction.atomic():
        Substitution.objects.filter(pk=row.pk).update(decided_by=F(same))
    told = list(Event.objects.filter(subject_kind="substitution").order_by("pk").values_list("type", flat=True))
    assert told == ["substitution.named", "substitution.confirmed"]


@pytest.mark.parametrize(
    ("days", "taker_told", "approvers_told"),
    [(timedelta(days=3, seconds=-1), 0, 0), (timedelta(days=3), 1, 0), (timedelta(days=10), 1, 1)],
)
def test_a_case_that_nobody_does_is_reminded_of_and_escalates_once(days, taker_told, approvers_told) -> None:
    row, approver = made.submitted(), staff("approver")
    giver, taker = tied("case_officer", row.applicant), staff("deputy_officer")
    handed_over(giver, taker, "redemption.check_form", row.pk)
    for _ in range(2):
        remind_of_hand_overs(at=MONDAY + days, progress=print)
    told = Notification.objects.filter(kind="hand_over.waiting").values_list("user_id", flat=True)
    assert list(told) == [taker.user_id] * taker_told
    told = set(Notification.objects.filter(kind="hand_over.overdue").values_list("user_id", flat=True))
    assert ({approver.user_id, giver.user_id} <= told, taker.user_id in told) == (bool(approvers_told), False)


def test_a_case_that_is_done_is_not_reminded_of() -> None:
    row, taker = made.submitted(), staff("deputy_officer")
    given = handed_over(tied("case_officer", row.applicant), taker, "redemption.check_form", row.pk)
    finish_hand_over(hand_over_id=given.pk, actor=taker, at=MONDAY)
    assert remind_of_hand_overs(at=MONDAY + timedelta(days=30), progress=print) == {"reminded": 0}


def test_who_is_tied_to_a_rival_of_the_registration_is_no_taker() -> None:
    code = parties.make_uscc()
    firm, rival = (parties.enterprise(code=code, verified=False) for _ in range(2))
    giver, tied_to_rival, able = staff("case_officer"), tied("case_officer", rival.party), staff("deputy_officer")
    asked = {"operation": "party.verify", "case_id": firm.pk}
    takers = {each.pk for each in list_takers(**asked, giver_id=giver.user_id, at=MONDAY)}
    assert (able.user_id in takers, tied_to_rival.user_id in takers) == (True, False)

"""Objections: open to anyone until the last second; decided by users, never by time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from core.values.errors import DomainError
from oversight.models import Notice, Objection
from oversight.services.objections import (
    decide_objection,
    escalate_objections,
    file_objection,
    investigate_objection,
    reveal_contact,
)
from redemptions.models import Redemption
from tests.factories import batches as make

pytestmark = pytest.mark.django_db

DECIDE_BY_OVER = datetime(2026, 3, 30, 16, 0, tzinfo=UTC)
"""The first instant after the fifteenth working day after 2026-03-09."""


@pytest.fixture
def row():
    redemption = make.redemption()
    make.publicised(redemption)
    return redemption


def investigate(objection, actor_id=0):
    actor_id = actor_id or make.someone("case_officer")
    return investigate_objection(objection_id=objection.pk, findings="已核查", actor_id=actor_id, at=make.OVER)


def decide(objection, outcome="dismissed", actor_id=0):
    actor_id = actor_id or make.someone("approver")
    return decide_objection(
        objection_id=objection.pk, outcome=outcome, reason="与事实不符", actor_id=actor_id, at=make.OVER
    )


def escalate(at):
    return escalate_objections(at=at, progress=lambda done: None)


def refused(call, code):
    before = (
        Event.objects.exclude(subject_kind="appointment").count(),
        list(Objection.objects.values()),
        list(Notice.objects.values()),
    )
    with pytest.raises(DomainError) as caught:
        call()
    assert caught.value.code == code
    assert (
        Event.objects.exclude(subject_kind="appointment").count(),
        list(Objection.objects.values()),
        list(Notice.objects.values()),
    ) == before
    return caught.value.params


def told(objection):
    rows = Event.objects.filter(subject_kind="objection", subject_id=objection.pk).order_by("pk")
    return list(rows.values_list("type", flat=True))


def test_an_objection_is_filed_in_the_last_second_of_the_notice(row):
    objection = make.objection(row, at=make.LAST_SECOND)
    assert (objection.state, objection.decide_by, objection.filed_at) == ("filed", date(2026, 3, 30), make.LAST_SECOND)


def test_the_name_of_an_objector_is_what_it_shows(row):
    refused(lambda: make.objection(row, objector="甲\u202e乙"), "name_direction")
    assert make.objection(row, objector="王\u200b小明").objector == "王小明"


def test_an_objection_is_refused_from_the_first_instant_after_the_notice(row):
    params = refused(lambda: make.objection(row, at=make.OVER), "notice_over")
    assert params == {"ends_on": "2026-03-09"}


def test_an_objection_that_comes_after_an_approval_is_refused_whatever_its_moment(row):
    make.approve(Redemption.objects.get(pk=row.pk).batch)
    refused(lambda: make.objection(row, at=make.LAST_SECOND), "notice_over")


def test_an_objection_to_an_item_of_another_notice_is_refused(row):
    other = make.redemption()
    make.publicised(other)
    notice_id = make.item_of(other).notice_id
    values = {"objector": "王小明", "contact": "13800000000", "text": "不符", "at": make.LAST_SECOND}
    refused(lambda: file_objection(notice_id=notice_id, item_id=make.item_of(row).pk, **values), "not_found")


def test_neither_the_contact_is_readable_in_the_row_nor_anything_personal_in_the_event(row):
    objection = make.objection(row)
    assert b"13800000000" not in bytes(Objection.objects.get().contact_encrypted)
    data = Event.objects.get(type="objection.filed").data
    assert sorted(data) == ["decide_by", "item", "notice"] and told(objection) == ["objection.filed"]


def test_the_contact_is_revealed_for_a_reason_that_is_kept(row):
    objection = make.objection(row)
    officer = make.someone("case_officer")
    assert reveal_contact(objection_id=objection.pk, reason="核实情况", actor_id=officer, at=make.OVER) == "13800000000"
    event = Event.objects.get(type="objection.contact_revealed")
    assert (event.actor_id, event.data) == (officer, {"reason": "核实情况"})


def test_an_objection_is_investigated_and_dismissed_by_another_person(row):
    objection = make.objection(row)
    investigate(objection)
    decided = decide(objection)
    assert (decided.state, decided.reason, decided.findings) == ("dismissed", "与事实不符", "已核查")
    assert told(objection) == ["objection.filed", "objection.investigated", "objection.dismissed"]


def test_an_objection_is_not_decided_before_it_is_investigated(row):
    objection = make.objection(row)
    refused(lambda: decide(objection), "illegal_state")


def test_who_investigated_does_not_decide(row):
    objection, officer = make.objection(row), make.someone("case_officer")
    investigate(objection, actor_id=officer)
    refused(lambda: decide(objection, actor_id=officer), "same_person")


def test_an_objection_is_decided_once(row):
    objection = make.objection(row)
    investigate(objection)
    decide(objection)
    refused(lambda: decide(objection, "upheld"), "illegal_state")


def test_an_overdue_objection_escalates_once_and_stays_open(row):
    objection = make.objection(row)
    last_second = DECIDE_BY_OVER - timedelta(seconds=1)
    assert escalate(last_second) == {"escalated": 0}
    assert [escalate(DECIDE_BY_OVER), escalate(DECIDE_BY_OVER)] == [{"escalated": 1}, {"escalated": 0}]
    kept = Objection.objects.get()
    assert (kept.state, kept.escalated_at) == ("filed", DECIDE_BY_OVER)
    assert told(objection) == ["objection.filed", "objection.escalated"]


def test_an_escalated_objection_is_decided_as_any_other(row):
    objection = make.objection(row)
    escalate(DECIDE_BY_OVER)
    investigate(objection)
    assert decide(objection, "upheld").state == "upheld"
    assert Redemption.objects.get(pk=row.pk).state == "under_review"


def test_approvers_are_told_of_an_overdue_objection(row):
    objection, approver = make.objection(row), make.someone("approver")
    escalate(DECIDE_BY_OVER)
    deliver_outbox(at=DECIDE_BY_OVER)
    told = Notification.objects.get(user_id=approver, kind="objection.escalated")
    assert told.params == {"objection": objection.pk, "label": make.item_of(row).label, "decide_by": "2026-03-30"}

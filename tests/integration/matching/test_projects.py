from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.events.outbox import deliver_outbox
from core.models import CalendarDay, CalendarYear, Event, Notification
from core.values.errors import DomainError
from matching.models import Project
from matching.selectors.projects import visible_projects
from matching.services import projects
from tests.concurrency.races import codes, together
from tests.factories import parties
from tests.factories.contracts import MONDAY, NEED, acting, party, project, service, staff, unit, user
from tests.factories.rounds import coupon, policy, round_

pytestmark = pytest.mark.django_db


def ask(*asks, applicant=None, at=MONDAY, **changes):
    need = projects.Need(**{**NEED, **changes})
    applicant = applicant or party()
    return projects.request_projects(applicant_id=applicant.pk, asks=asks, need=need, actor_id=user().pk, at=at)


def refused(*asks, applicant=None, **changes):
    with pytest.raises(DomainError) as caught:
        ask(*asks, applicant=applicant, **changes)
    assert not Project.objects.exists()
    assert not Event.objects.filter(type="project.requested").exists()
    return [(refusal.code, refusal.field) for refusal in caught.value.refusals]


def to(of, **more):
    return projects.Ask(unit_id=of.pk, **more)


def answer(row, how=projects.accept_project, at=MONDAY, **changes):
    return how(project_id=row.pk, actor_id=user().pk, at=at, **{"unit_id": row.unit_id, **changes})


def test_several_units_are_asked_at_once_and_have_three_working_days():
    rows = ask(to(unit()), to(unit()))
    assert [(row.state, row.answer_by) for row in rows] == [("requested", date(2026, 3, 5))] * 2
    assert Event.objects.filter(type="project.requested").count() == 2


def test_a_service_says_what_is_needed():
    row = service(unit())
    assert ask(to(row.unit, service_id=row.pk), description="")[0].service_id == row.pk


def test_nobody_is_asked_without_a_need():
    assert refused(to(unit()), description=" ") == [("project_need", "description")]


def test_no_unit_hears_of_an_applicant_that_is_not_verified():
    applicant = parties.enterprise(verified=False).party
    assert refused(to(unit()), applicant=applicant) == [("party_not_verified", None)]


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity"])
def test_the_amount_is_an_amount(amount):
    assert refused(to(unit()), expected_amount=Decimal(amount)) == [("amount", "expected_amount")]


def test_a_request_that_can_never_become_a_contract_is_refused_with_every_reason():
    round_()
    wanted = {"coupon_amount": Decimal("50000.01"), "statutory_testing": True, "municipal_funding": True}
    assert refused(to(unit()), expected_amount=Decimal("100000.00"), **wanted) == [
        ("statutory_testing", "statutory_testing"),
        ("municipal_funding", "municipal_funding"),
        ("contract_share", "coupon_amount"),
    ]


def test_a_coupon_that_lapses_before_the_unit_answers_is_named_to_the_one_who_holds_it():
    held = coupon(amount="20000.00")  # to be registered by Tuesday 17 March
    monday = {"at": MONDAY + timedelta(days=14), "coupon_amount": Decimal("20000.00")}  # answered by Thursday
    assert refused(to(unit()), applicant=held.applicant, **monday) == [("coupon_lapses_first", "coupon_amount")]
    assert ask(to(unit()), applicant=party(), **monday)[0].coupon_amount == Decimal("20000.00")


def test_work_that_ends_after_the_coupons_is_refused():
    held = coupon(amount="20000.00")
    wanted = {"coupon_amount": Decimal("20000.00"), "needed_by": date(2026, 6, 18)}
    assert refused(to(unit()), applicant=held.applicant, **wanted) == [("valid_until", "needed_by")]
    assert ask(to(unit()), applicant=held.applicant, **wanted | {"needed_by": date(2026, 6, 17)})


def test_the_day_of_a_request_is_not_over():
    assert refused(to(unit()), needed_by=date(2026, 3, 1)) == [("needed_by", "needed_by")]
    assert ask(to(unit()), needed_by=date(2026, 3, 2))


def test_the_category_of_the_chosen_service_is_tested():
    round_(version=policy(code="narrow-2026", service_categories=["compute_training"]))
    row = service(unit())
    assert refused(to(row.unit, service_id=row.pk)) == [("service_category", "category")]


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN"])
def test_the_coupons_wanted_are_an_amount(amount):
    assert refused(to(unit()), coupon_amount=Decimal(amount)) == [("amount", "coupon_amount")]


def test_units_that_are_not_admitted_are_not_asked():
    assert refused(to(unit()), to(unit(category="in_beijing"))) == [("not_open_unit", "asks[1].unit")]


def test_another_units_service_is_not_asked_for():
    foreign = service(unit())
    assert refused(to(unit(), service_id=foreign.pk)) == [("service_unknown", "asks[0].service")]


def test_a_service_off_the_list_is_not_asked_for():
    row = service(unit())
    type(row).objects.update(published=False)
    assert refused(to(row.unit, service_id=row.pk)) == [("service_unknown", "asks[0].service")]


def test_a_unit_is_asked_once_and_never_by_itself():
    of = unit()
    assert refused(to(of), to(of), applicant=of.party) == [("asked_twice", "asks"), ("own_unit", "asks")]


def test_one_to_ten_units_are_asked():
    assert refused() == [("asks", "asks")]
    of = unit()
    assert ("asks", "asks") in refused(*[to(of)] * 11)


@pytest.mark.parametrize(("hours", "accepted"), [(86, True), (87, False), (110, False)])
def test_an_answer_after_the_third_working_day_is_late_whatever_job_ran(hours, accepted):
    row = project(applicant=party(), of=unit(), accepted=False)
    if accepted:
        assert answer(row, at=MONDAY + timedelta(hours=hours)).state == "accepted"
    else:
        with pytest.raises(DomainError, match="answer_by"):
            answer(row, at=MONDAY + timedelta(hours=hours))
        assert Project.objects.get().state == "requested"


def test_a_unit_declines_with_its_reason():
    row = project(applicant=party(), of=unit(), accepted=False)
    with pytest.raises(DomainError, match="reason_missing"):
        answer(row, how=projects.decline_project, reason="")
    declined = answer(row, how=projects.decline_project, reason="设备检修")
    assert (declined.state, declined.answer_reason, declined.answered_at) == ("declined", "设备检修", MONDAY)


@pytest.mark.parametrize("how", [projects.accept_project, projects.decline_project])
def test_another_units_project_is_as_absent(how):
    row = project(applicant=party(), of=unit(), accepted=False)
    more = {"reason": "否"} if how is projects.decline_project else {}
    with pytest.raises(DomainError, match="not_found"):
        answer(row, how=how, unit_id=unit().pk, **more)
    assert Project.objects.get().state == "requested"


def test_an_answer_is_given_once():
    row = project(applicant=party(), of=unit())
    with pytest.raises(DomainError, match="illegal_state"):
        answer(row, how=projects.decline_project, reason="否")
    assert Project.objects.get().state == "accepted"


def withdraw(row, applicant_id):
    return projects.withdraw_project(project_id=row.pk, applicant_id=applicant_id, actor_id=user().pk, at=MONDAY)


def test_the_applicant_alone_withdraws_what_is_not_answered():
    row = project(applicant=party(), of=unit(), accepted=False)
    with pytest.raises(DomainError, match="not_found"):
        withdraw(row, party().pk)
    assert withdraw(row, row.applicant_id).state == "withdrawn"
    with pytest.raises(DomainError, match="illegal_state"):
        withdraw(row, row.applicant_id)


@pytest.mark.parametrize(("days", "state"), [(3, "requested"), (4, "expired"), (9, "expired")])
def test_what_nobody_answered_expires_after_its_day(days, state):
    row = project(applicant=party(), of=unit(), accepted=False)
    counts = []
    projects.expire_projects(at=MONDAY + timedelta(days=days), progress=counts.append)
    row.refresh_from_db()
    assert (row.state, counts) == (state, [1] if state == "expired" else [])


def test_expiring_goes_in_chunks_and_tells_each_once(monkeypatch):
    monkeypatch.setattr(projects, "CHUNK", 2)
    of, applicant = unit(), party()
    for _ in range(5):
        project(applicant=applicant, of=of, accepted=False)
    counts = []
    late = MONDAY + timedelta(days=4)
    assert projects.expire_projects(at=late, progress=counts.append) == {"expired": 5}
    assert projects.expire_projects(at=late, progress=counts.append) == {"expired": 0}
    assert counts == [2, 2, 1]
    assert Event.objects.filter(type="project.expired").count() == 5


def test_a_unit_sees_what_it_was_asked_and_an_applicant_what_it_asked():
    mine, other, applicant = unit(), unit(), party()
    for of in (mine, other):
        project(applicant=applicant, of=of)
    assert [row.unit_id for row in visible_projects(acting(mine.party, "unit_operator"))] == [mine.pk]
    assert visible_projects(acting(applicant, "applicant_operator")).count() == 2
    assert visible_projects(acting(party(), "applicant_manager")).count() == 0
    assert visible_projects(acting(applicant, "unit_operator")).count() == 0
    assert visible_projects(staff("auditor")).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_units_people_are_told_once():
    of = unit()
    operator = acting(of.party, "unit_operator")
    project(applicant=party(), of=of, accepted=False)
    deliver_outbox(at=MONDAY)
    deliver_outbox(at=MONDAY)
    told = Notification.objects.get()
    assert (told.user_id, told.kind, told.params["answer_by"]) == (operator.user_id, "project.requested", "2026-03-05")


@pytest.mark.django_db(transaction=True)
def test_two_runs_of_the_expiry_at_once_tell_each_once(monkeypatch):
    monkeypatch.setattr(projects, "CHUNK", 2)
    of, applicant = unit(), party()
    for _ in range(5):
        project(applicant=applicant, of=of, accepted=False)
    late = MONDAY + timedelta(days=4)
    results = together([lambda: projects.expire_projects(at=late, progress=lambda n: None)] * 2)
    assert sum(result["expired"] for result in results) == 5
    assert Event.objects.filter(type="project.expired").count() == 5


@pytest.mark.django_db(transaction=True)
def test_an_answer_in_the_last_second_and_the_expiry_one_of_them_wins():
    row = project(applicant=party(), of=unit(), accepted=False)
    first_late = MONDAY + timedelta(days=3, hours=15)
    results = together(
        [
            lambda: answer(row, at=first_late - timedelta(seconds=1)),
            lambda: projects.expire_projects(at=first_late, progress=lambda n: None),
        ]
    )
    row.refresh_from_db()
    assert (row.state, codes(results)) in (("accepted", []), ("expired", ["illegal_state"]))


def test_a_published_notice_gives_more_days_but_takes_none():
    year_end = MONDAY.replace(year=2030, month=12, day=30)
    row = project(applicant=party(), of=unit(), accepted=False, at=year_end)
    assert (row.answer_by, row.provisional) == (date(2031, 1, 3), True)
    for year in (2030, 2031):
        CalendarYear.objects.create(year=year, version=year, source="示例", entered_at=year_end)
    for number in (1, 2, 3):
        CalendarDay.objects.create(day=date(2031, 1, number), kind="off", name="元旦", year_id=2031)
    assert projects.recompute_answer_days(at=year_end) == 1
    row.refresh_from_db()
    assert (row.answer_by, row.provisional) == (date(2031, 1, 7), False)

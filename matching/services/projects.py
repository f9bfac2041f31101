"""Projects: requests of applicants to open units, and their answers (article 15.2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from accounts.rules.states import HOLDING_PARTIES
from accounts.selectors.parties import get_party
from core.database.transactions import write
from core.events.recording import Change, record_many
from core.events.transitions import move
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import Deadline, beijing_day, deadline, late_from, never_earlier
from core.values.errors import DomainError, Refusal, Refused
from core.values.money import is_amount, yuan
from core.values.names import visible_name
from facilities.selectors.services import list_categories, map_published
from facilities.selectors.units import list_admitted_ids
from matching.models import Project
from matching.rules.projects import ANSWER, ASKED_AT_ONCE
from matching.rules.states import PROJECT, ProjectState
from matching.selectors.conditions import RequestedProject, condition_refusals
from matching.selectors.locks import lock_project, lock_provisional, lock_unanswered
from matching.selectors.projects import answer_deadline

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The open unit of a request and one of its services; None if the description names the service."""

    unit_id: int
    service_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """The applicant's data of a project (合作项目信息). Amounts in yuan.

    `coupon_amount` is what coupons are to pay, `needed_by` the day the work is to be done; None while undecided.
    """

    title: str
    description: str
    expected_amount: Decimal
    statutory_testing: bool
    municipal_funding: bool
    coupon_amount: Decimal | None = None
    needed_by: date | None = None


@write
def request_projects(
    *, applicant_id: int, asks: Sequence[Ask], need: Need, actor_id: int, at: datetime
) -> list[Project]:
    """Request a project of one or several open units (提出合作项目), each with 3 working days to answer.

    A unit sees its own request only. Raises all that apply: `party_not_verified` before an officer has verified the
    applicant, since a request names it to the units; `asks` for none or too many units, `asked_twice`, `own_unit`,
    `not_open_unit`, `service_unknown`, `project_need` without service or description, `amount`, `needed_by`; and what
    would refuse every contract with coupons: `service_category`, `statutory_testing`, `municipal_funding`,
    `contract_share`, `coupon_lapses_first`, `valid_until`. Before these the errors of `visible_name` for the title.
    """
    need = replace(need, title=visible_name(need.title, field="title", most=200))
    answer = answer_deadline(at=at)
    refusals = [
        *_refusals(applicant_id=applicant_id, asks=asks, need=need, on=beijing_day(at)),
        *_conditions_refused(applicant_id=applicant_id, asks=asks, need=need, answer_by=answer.day, at=at),
    ]
    if refusals:
        raise Refused(refusals)
    projects = Project.objects.bulk_create(
        _project(ask, applicant_id=applicant_id, need=need, answer=answer, at=at) for ask in asks
    )
    record_many([_change(row, event="project.requested", at=at, actor_id=actor_id, source="") for row in projects])
    return projects


@write
def accept_project(*, project_id: int, unit_id: int, actor_id: int, at: datetime) -> Project:
    """Accept a request; the unit confirms the data of applicant and project (确认合作, article 9.2).

    Raises `not_found`, also for another unit's; `illegal_state`; `answer_by` after the last day.
    """
    project = _lock_asked(project_id=project_id, unit_id=unit_id, at=at)
    return _step(project, target=ProjectState.ACCEPTED, at=at, actor_id=actor_id, answered_at=at)


@write
def decline_project(*, project_id: int, unit_id: int, reason: str, actor_id: int, at: datetime) -> Project:
    """Decline a request, with the unit's reason (谢绝合作). Raises `not_found`, `illegal_state`, `answer_by`, `reason_missing`."""
    if not reason.strip():
        raise DomainError("reason_missing", field="reason")
    project = _lock_asked(project_id=project_id, unit_id=unit_id, at=at)
    return _step(project, target=ProjectState.DECLINED, at=at, actor_id=actor_id, answered_at=at, answer_reason=reason)


@write
def withdraw_project(*, project_id: int, applicant_id: int, actor_id: int, at: datetime) -> Project:
    """Withdraw an unanswered request, as the applicant (撤回). Raises `not_found`, `illegal_state`."""
    project = lock_project(project_id)
    if project.applicant_id != applicant_id:
        raise DomainError("not_found", kind="missing")
    return _step(project, target=ProjectState.WITHDRAWN, at=at, actor_id=actor_id)


def expire_projects(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Expire every request that was not answered in time (逾期未答复), in chunks. Two runs may overlap."""
    done = 0
    while moved := expire_some_projects(at=at):
        progress(moved)
        done += moved
    return {"expired": done}


@write
def expire_some_projects(*, at: datetime) -> int:
    """One chunk of `expire_projects`."""
    projects = lock_unanswered(day=beijing_day(at), limit=CHUNK)
    move(projects, machine=PROJECT, target=ProjectState.EXPIRED, at=at, actor_id=None, party=_party_of)
    return len(projects)


@write
def recompute_answer_days(*, at: datetime) -> int:
    """Recompute provisional days to answer after a holiday notice (放假安排公布后重算); return how many changed.

    The new day is never earlier than the one shown before.
    """
    calendar = get_calendar()
    rows = lock_provisional()
    moved = []
    for row in rows:
        fresh = deadline(start=beijing_day(row.requested_at), period=ANSWER, calendar=calendar)
        kept = never_earlier(shown=row.answer_by, fresh=fresh)
        if kept.day != row.answer_by:
            moved.append(row)
        row.answer_by, row.provisional, row.calendar_version = kept.day, kept.provisional, kept.calendar_version
    Project.objects.bulk_update(rows, ["answer_by", "provisional", "calendar_version"], batch_size=CHUNK)
    record_many(
        [_change(row, event="project.answer_day_moved", at=at, actor_id=None, source=row.state) for row in moved]
    )
    return len(moved)


def _refusals(*, applicant_id: int, asks: Sequence[Ask], need: Need, on: date) -> list[Refusal]:
    found = [
        *_applicant_refused(applicant_id),
        *_asks_refused(asks, applicant_id=applicant_id),
        *_targets_refused(asks),
    ]
    if not need.description.strip() and any(ask.service_id is None for ask in asks):
        found.append(Refusal(code="project_need", field="description"))
    if not is_amount(need.expected_amount):
        found.append(Refusal(code="amount", field="expected_amount", params={"amount": str(need.expected_amount)}))
    if need.coupon_amount is not None and not is_amount(need.coupon_amount):
        found.append(Refusal(code="amount", field="coupon_amount", params={"amount": str(need.coupon_amount)}))
    if need.needed_by is not None and need.needed_by < on:
        found.append(Refusal(code="needed_by", field="needed_by", params={"value": need.needed_by.isoformat()}))
    return found


def _conditions_refused(
    *, applicant_id: int, asks: Sequence[Ask], need: Need, answer_by: date, at: datetime
) -> tuple[Refusal, ...]:
    """Return what would refuse every contract of the request; nothing for amounts that are none."""
    if not is_amount(need.expected_amount) or not (need.coupon_amount is None or is_amount(need.coupon_amount)):
        return ()
    project = RequestedProject(
        applicant_id=applicant_id,
        categories=list_categories([ask.service_id for ask in asks if ask.service_id is not None]),
        amount=need.expected_amount,
        statutory_testing=need.statutory_testing,
        municipal_funding=need.municipal_funding,
        coupon_amount=need.coupon_amount,
        needed_by=need.needed_by,
        answer_by=answer_by,
    )
    return condition_refusals(project=project, at=at)


def _applicant_refused(applicant_id: int) -> list[Refusal]:
    state = get_party(applicant_id).state
    return [] if state in HOLDING_PARTIES else [Refusal(code="party_not_verified", params={"state": state})]


def _asks_refused(asks: Sequence[Ask], *, applicant_id: int) -> list[Refusal]:
    units = [ask.unit_id for ask in asks]
    found: list[Refusal] = []
    if not 1 <= len(asks) <= ASKED_AT_ONCE:
        found.append(Refusal(code="asks", field="asks", params={"most": ASKED_AT_ONCE}))
    if len(set(units)) < len(units):
        found.append(Refusal(code="asked_twice", field="asks"))
    if applicant_id in units:
        found.append(Refusal(code="own_unit", field="asks"))
    return found


def _targets_refused(asks: Sequence[Ask]) -> list[Refusal]:
    admitted = list_admitted_ids([ask.unit_id for ask in asks])
    units_of = map_published([ask.service_id for ask in asks if ask.service_id is not None])
    found: list[Refusal] = []
    for position, ask in enumerate(asks):
        if ask.unit_id not in admitted:
            found.append(
                Refusal(code="not_open_unit", field=f"asks[{position}].unit", params={"value": "not_admitted"})
            )
        elif ask.service_id is not None and units_of.get(ask.service_id) != ask.unit_id:
            found.append(Refusal(code="service_unknown", field=f"asks[{position}].service"))
    return found


def _project(ask: Ask, *, applicant_id: int, need: Need, answer: Deadline, at: datetime) -> Project:
    return Project(
        applicant_id=applicant_id,
        unit_id=ask.unit_id,
        service_id=ask.service_id,
        title=need.title,
        description=need.description,
        expected_amount=need.expected_amount,
        statutory_testing=need.statutory_testing,
        municipal_funding=need.municipal_funding,
        coupon_amount=need.coupon_amount,
        needed_by=need.needed_by,
        requested_at=at,
        answer_by=answer.day,
        provisional=answer.provisional,
        calendar_version=answer.calendar_version,
    )


def _lock_asked(*, project_id: int, unit_id: int, at: datetime) -> Project:
    """Lock a request of this unit. Raises `answer_by` after its last day, even if the job has not expired it yet."""
    project = lock_project(project_id)
    if project.unit_id != unit_id:
        raise DomainError("not_found", kind="missing")
    if project.state == ProjectState.REQUESTED and at >= late_from(project.answer_by):
        raise DomainError("answer_by", kind="refused", answer_by=project.answer_by.isoformat())
    return project


def _step(project: Project, *, target: ProjectState, at: datetime, actor_id: int, **columns: object) -> Project:
    data = {"reason": columns["answer_reason"]} if "answer_reason" in columns else {}
    move(
        [project],
        machine=PROJECT,
        target=target,
        at=at,
        actor_id=actor_id,
        columns=columns,
        data=data,
        party=_party_of,
    )
    return project


def _party_of(project: Project) -> int:
    return project.applicant_id


def _change(project: Project, *, event: str, at: datetime, actor_id: int | None, source: str) -> Change:
    return Change(
        type=event,
        subject_kind=PROJECT.name,
        subject_id=project.pk,
        party_id=project.applicant_id,
        actor_id=actor_id,
        at=at,
        from_state=source,
        to_state=project.state,
        data={
            "title": project.title,
            "unit": project.unit_id,
            "amount": yuan(project.expected_amount),
            "answer_by": project.answer_by.isoformat(),
        },
    )

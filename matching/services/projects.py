"""Projects: an applicant asks open units, each answers in time (article 15.2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.database.transactions import write
from core.events.recording import Change, record_many
from core.events.transitions import move
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import Deadline, beijing_day, deadline, late_from, never_earlier
from core.values.errors import DomainError, Refusal, Refused
from core.values.money import is_amount, yuan
from facilities.selectors.services import map_published
from facilities.selectors.units import list_admitted_ids
from matching.models import Project
from matching.rules.projects import ANSWER, ASKED_AT_ONCE
from matching.rules.states import PROJECT, ProjectState
from matching.selectors.locks import lock_project, lock_provisional, lock_unanswered

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An open unit that is asked, and for which of its services; None where the description says what is needed."""

    unit_id: int
    service_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What the applicant declares of a project (合作项目信息). `expected_amount` in yuan."""

    title: str
    description: str
    expected_amount: Decimal
    statutory_testing: bool
    municipal_funding: bool


@write
def request_projects(
    *, applicant_id: int, asks: Sequence[Ask], need: Need, actor_id: int, at: datetime
) -> list[Project]:
    """Ask one or several open units at once (提出合作项目); each sees its own request only. Answered in 3 working days.

    All that apply: `asks` for none or too many, `asked_twice`, `own_unit`, `not_open_unit`, `service_unknown`,
    `project_need` without service and description, `amount`.
    """
    refusals = _refusals(applicant_id=applicant_id, asks=asks, need=need)
    if refusals:
        raise Refused(refusals)
    answer = deadline(start=beijing_day(at), period=ANSWER, calendar=get_calendar())
    projects = Project.objects.bulk_create(
        _project(ask, applicant_id=applicant_id, need=need, answer=answer, at=at) for ask in asks
    )
    record_many([_told(row, event="project.requested", at=at, actor_id=actor_id, source="") for row in projects])
    return projects


@write
def accept_project(*, project_id: int, unit_id: int, actor_id: int, at: datetime) -> Project:
    """The unit confirms the applicant's and the project's data and accepts (确认合作, article 9.2).

    `not_found` for another unit's; `illegal_state`; `answer_by` where the answer comes too late.
    """
    project = _lock_asked(project_id=project_id, unit_id=unit_id, at=at)
    return _step(project, target=ProjectState.ACCEPTED, at=at, actor_id=actor_id, answered_at=at)


@write
def decline_project(*, project_id: int, unit_id: int, reason: str, actor_id: int, at: datetime) -> Project:
    """The unit declines, with its reason (谢绝合作). `not_found`, `illegal_state`, `answer_by`, `reason_missing`."""
    if not reason.strip():
        raise DomainError("reason_missing", field="reason")
    project = _lock_asked(project_id=project_id, unit_id=unit_id, at=at)
    return _step(project, target=ProjectState.DECLINED, at=at, actor_id=actor_id, answered_at=at, answer_reason=reason)


@write
def withdraw_project(*, project_id: int, applicant_id: int, actor_id: int, at: datetime) -> Project:
    """The applicant takes back a request that is not answered yet (撤回). `not_found`, `illegal_state`."""
    project = lock_project(project_id)
    if project.applicant_id != applicant_id:
        raise DomainError("not_found", kind="missing")
    return _step(project, target=ProjectState.WITHDRAWN, at=at, actor_id=actor_id)


def expire_projects(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Expire every request nobody answered in time (逾期未答复), a chunk at a time. Safe to run twice at once."""
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
    """Count anew the days to answer that rest on a year without a notice; how many moved (放假安排公布后重算).

    Never to an earlier day than was shown.
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
    record_many([_told(row, event="project.answer_day_moved", at=at, actor_id=None, source=row.state) for row in moved])
    return len(moved)


def _refusals(*, applicant_id: int, asks: Sequence[Ask], need: Need) -> list[Refusal]:
    found = [*_asks_refused(asks, applicant_id=applicant_id), *_targets_refused(asks)]
    if not need.description.strip() and any(ask.service_id is None for ask in asks):
        found.append(Refusal(code="project_need", field="description"))
    if not is_amount(need.expected_amount):
        found.append(Refusal(code="amount", field="expected_amount", params={"amount": str(need.expected_amount)}))
    return found


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
        requested_at=at,
        answer_by=answer.day,
        provisional=answer.provisional,
        calendar_version=answer.calendar_version,
    )


def _lock_asked(*, project_id: int, unit_id: int, at: datetime) -> Project:
    """The project, locked, of this unit and still in time: an answer after its day is late whatever a job has noted."""
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


def _told(project: Project, *, event: str, at: datetime, actor_id: int | None, source: str) -> Change:
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

"""Projects: requests, answers, withdrawals."""

from matching.services.projects import Ask, Need, accept_project, decline_project, request_projects, withdraw_project
from tests.factories.contracts import NEED
from tests.soak.model import Project
from tests.soak.moves import often, state
from tests.soak.moves.finding import a_side, pick
from tests.soak.world import World

UNSUPPORTED = ("statutory_testing", "municipal_funding")


@often(40)
def request_project(w: World) -> None:
    with_coupons = [row.applicant for row in w.coupons.values() if row.state == "claimed"]
    waiting = [row for row in w.projects.values() if row.state == "requested"]
    taken = {row.project for row in w.contracts.values()}
    waiting += [row for row in w.projects.values() if row.state == "accepted" and row.pk not in taken]
    if len(waiting) > 5 and w.chance(0.97):
        return
    applicant = w.pick(with_coupons) or w.rng.choice(list(w.applicants))
    units = w.rng.sample(list(w.units), w.rng.choice((1, 1, 2)))
    why = {"not_open_unit"} if any(w.units[unit].state != "admitted" for unit in units) else set()
    unsupported = frozenset(code for code in UNSUPPORTED if w.chance(0.04))
    why |= unsupported
    today = w.today

    def effect(rows) -> None:
        answer_by = w.days.working(today, 3)
        for row in rows:
            w.projects[row.pk] = Project(row.pk, applicant, row.unit_id, today, answer_by, unsupported)

    w.attempt(
        "request_projects",
        request_projects,
        why=why,
        effect=effect,
        applicant_id=applicant,
        asks=[Ask(unit_id=unit) for unit in units],
        need=Need(**NEED | {code: code in unsupported for code in UNSUPPORTED}),
        actor_id=w.hands[applicant],
    )


@often(60)
def answer_project(w: World) -> None:
    row = pick(w, w.projects, "requested")
    if row is None:
        return
    side, why = a_side(w, row.unit, w.units)
    if row.state == "requested":
        why |= {"answer_by"} if w.today > row.answer_by else set()
    else:
        why.add("illegal_state")
    declines = w.chance(0.07)
    service, target = (decline_project, "declined") if declines else (accept_project, "accepted")
    w.attempt(
        service.__name__,
        service,
        why=why,
        effect=lambda _: setattr(row, "state", target),
        project_id=row.pk,
        unit_id=side,
        actor_id=w.hands[side],
        **({"reason": "排期已满"} if declines else {}),
    )


@often(1)
def take_project_back(w: World) -> None:
    row = w.pick(w.projects.values())
    if row is None or (row.state == "requested" and w.chance(0.7)):
        return
    w.attempt(
        "withdraw_project",
        withdraw_project,
        why=state(row, "requested"),
        effect=lambda _: setattr(row, "state", "withdrawn"),
        project_id=row.pk,
        applicant_id=row.applicant,
        actor_id=w.hands[row.applicant],
    )

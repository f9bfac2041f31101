"""The first page after signing in: each role its own."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.rules.roles import APPLICANT_ROLES, EXCLUSIVE_ROLES, STAFF_ROLES, UNIT_ROLES, Role
from accounts.rules.states import HOLDING_PARTIES
from accounts.selectors.parties import get_party
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.web.pages import Context, Page
from dashboards.portal.boards import account_lines, redemption_progress, staff_board, unit_board
from dashboards.portal.readers import auditor_board, expert_board
from dashboards.portal.registration import registration_board
from dashboards.portal.system import system_board
from dashboards.portal.todos import todo_line
from dashboards.selectors.applicants import list_todos, tally_coupons
from facilities.portal.applications import party_applications
from oversight.selectors.notices import list_latest_notices
from vouchers.selectors.coupons import search_coupons
from vouchers.selectors.eligibility import AnnualAllowance, get_annual_allowance
from vouchers.selectors.policies import get_guiding_policy
from vouchers.selectors.rounds import list_announced_rounds

LATEST = 5


class Dashboard(Page):
    """The first page of the user's role; a user without a party, or with an unverified one, sees what to do."""

    operation = "account.read"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        sides = [side for side, (roles, _, _) in BOARDS.items() if self.actor.has(*roles)]
        if not sides:
            return redirect("choose_party")
        asked = request.GET.get("side", "")
        side = asked if asked in sides else sides[0]
        _roles, self.template, board = BOARDS[side]  # type: ignore[misc]
        party = get_party(self.actor.party)
        if party.state not in HOLDING_PARTIES:
            self.template, board = "dashboards/registration.html", registration_board  # type: ignore[misc]
        self.shown: Context = {"sides": sides, "party": party, **board(actor=self.actor, at=self.at)}
        return self.page()

    def context(self) -> Context:
        return self.shown


def applicant_board(*, actor: Actor, at: datetime) -> Context:
    """Return the context of an applicant's first page."""
    applicant_id = actor.party
    todos = list_todos(applicant_id=applicant_id, at=at)
    return {
        "year": _year(applicant_id, at=at),
        "tally": tally_coupons(applicant_id=applicant_id),
        "todos": [*(todo_line(todo) for todo in todos), *account_lines(actor)],
        "coupons": search_coupons(actor).filter(applicant_id=applicant_id).order_by("-id")[:LATEST],
        "applications": party_applications(actor=actor, party_id=applicant_id),
        "rounds": list_announced_rounds(at=at)[:3],
        "notices": list_latest_notices(limit=LATEST),
        **redemption_progress(actor, at=at),
    }


def _year(applicant_id: int, *, at: datetime) -> AnnualAllowance | None:
    policy = get_guiding_policy(at=at)
    try:
        return get_annual_allowance(applicant_id=applicant_id, policy=policy, on=beijing_day(at)) if policy else None
    except DomainError:  # the party has no declaration yet
        return None


BOARDS: dict[str, tuple[frozenset[str], str, Callable[..., Context]]] = {
    "applicant": (frozenset(APPLICANT_ROLES), "dashboards/applicant.html", applicant_board),
    "unit": (frozenset(UNIT_ROLES), "dashboards/unit.html", unit_board),
    "staff": (STAFF_ROLES - EXCLUSIVE_ROLES, "dashboards/staff.html", staff_board),
    "system": (frozenset({Role.SYSTEM_ADMIN}), "dashboards/system.html", system_board),
    "auditor": (frozenset({Role.AUDITOR}), "dashboards/auditor.html", auditor_board),
    "expert": (frozenset({Role.EXPERT}), "dashboards/expert.html", expert_board),
}
"""Side → roles, template, function that returns the context."""

"""Pages for everybody: the first page, rounds with their live balance."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from core.portal import PublicPage
from facilities.selectors.services import public_services
from facilities.selectors.units import public_units
from oversight.selectors.notices import list_latest_notices
from vouchers.portal.policy_pages import deadline_lines
from vouchers.selectors.overviews import get_guiding_policy, list_announced_rounds
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import get_round, visible_rounds

LATEST = 5
MOST_ROUNDS = 50
TOLD = ("register_by", "valid_until", "redeem_by")
"""The deadlines that an applicant should know before it claims."""


class Home(PublicPage):
    """The first page of the site for those who are not signed in; the others go to their own."""

    template = "vouchers/home.html"

    def get(self, request: HttpRequest, **ids: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return HttpResponseRedirect(reverse("dashboard"))
        return self.page()

    def context(self) -> dict[str, Any]:
        return {
            "rounds": list_announced_rounds(at=self.at),
            "policy": get_guiding_policy(at=self.at),
            "notices": list_latest_notices(limit=LATEST),
            "unit_count": public_units().count(),
            "service_count": public_services().count(),
        }


class Rounds(PublicPage):
    """Every round that was announced: those that are open, then those to come, then those that are over."""

    template = "vouchers/round_public_list.html"

    def context(self) -> dict[str, Any]:
        newest = visible_rounds(None).order_by("-opens_at", "-id")[:MOST_ROUNDS]
        return {"rounds": sorted(newest, key=self._place)}

    def _place(self, row: Any) -> int:
        if row.closes_at <= self.at or row.state in ("closed", "settled"):
            return 2
        return 1 if row.opens_at > self.at else 0


class RoundPage(PublicPage):
    """One round: when, how much, what is left, who may claim."""

    template = "vouchers/round_public.html"

    def context(self) -> dict[str, Any]:
        row = get_round(self.kwargs["pk"])
        policy = get_policy(row.policy_version_id)
        return {"round": row, "policy": policy, "deadlines": deadline_lines(policy, TOLD)}


class RoundBalance(PublicPage):
    """What is left of a round: the part of a page that is asked for again and again."""

    template = "vouchers/round_balance.html"

    def context(self) -> dict[str, Any]:
        return {"round": get_round(self.kwargs["pk"])}

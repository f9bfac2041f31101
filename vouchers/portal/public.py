"""Pages for everybody: the first page, rounds with their live balance."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from core.portal import PublicPage
from facilities.selectors.services import public_services
from facilities.selectors.units import public_units
from oversight.selectors.notices import list_latest_notices
from vouchers.selectors.overviews import get_guiding_policy, list_announced_rounds
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import get_round, visible_rounds

LATEST = 5


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
    """Every round that was announced, the newest first."""

    template = "vouchers/round_public_list.html"

    def context(self) -> dict[str, Any]:
        return {"rounds": visible_rounds(None).order_by("-opens_at", "-id")[:50]}


class RoundPage(PublicPage):
    """One round: when, how much, what is left, who may claim."""

    template = "vouchers/round_public.html"

    def context(self) -> dict[str, Any]:
        row = get_round(self.kwargs["pk"])
        return {"round": row, "policy": get_policy(row.policy_version_id)}


class RoundBalance(PublicPage):
    """What is left of a round: the part of a page that is asked for again and again."""

    template = "vouchers/round_balance.html"

    def context(self) -> dict[str, Any]:
        return {"round": get_round(self.kwargs["pk"])}

"""The public first page."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from core.web.pages import Context, PublicPage
from facilities.selectors.services import public_services
from facilities.selectors.units import public_units
from oversight.selectors.notices import list_latest_notices
from vouchers.selectors.policies import get_guiding_policy
from vouchers.selectors.rounds import list_announced_rounds

LATEST = 5


class Home(PublicPage):
    """The first page for visitors; signed-in users are redirected to their own."""

    template = "dashboards/home.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        if request.user.is_authenticated:
            return HttpResponseRedirect(reverse("dashboard"))
        return self.page()

    def context(self) -> Context:
        return {
            "rounds": list_announced_rounds(at=self.at),
            "policy": get_guiding_policy(at=self.at),
            "notices": list_latest_notices(limit=LATEST),
            "unit_count": public_units().count(),
            "service_count": public_services().count(),
        }

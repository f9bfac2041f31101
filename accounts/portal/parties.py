"""The choice of the party to act for."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.selectors.members import list_own_parties
from core.access.checks import user_id_of
from core.values.errors import DomainError
from core.web.pages import ACTING_PARTY, AnyPage, Context


class ChooseParty(AnyPage):
    """Choose one of the user's parties (切换单位); a user without a party sees how to get one."""

    template = "accounts/choose_party.html"

    def context(self) -> Context:
        return {
            "parties": list_own_parties(user_id_of(self.request.user)),
            "chosen": self.request.session.get(ACTING_PARTY),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        known = {party.id for party in list_own_parties(user_id_of(request.user))}
        wanted = request.POST.get("party", "")
        if not (wanted.isascii() and wanted.isdigit() and int(wanted) in known):
            raise DomainError("not_found", field="party", kind="missing")
        request.session[ACTING_PARTY] = int(wanted)
        return HttpResponseRedirect(reverse("dashboard"), status=303)

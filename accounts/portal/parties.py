"""The choice of the party to act for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.selectors.invitations import received_invitations
from accounts.selectors.members import has_staff_role, list_own_parties
from accounts.selectors.users import get_user
from accounts.services.default_parties import choose_default_party
from core.access.checks import user_id_of
from core.values.errors import DomainError
from core.values.ids import parse_id
from core.web.menu import ROLES
from core.web.next_page import next_page, with_next
from core.web.pages import ACTING_PARTY, AnyPage, Context

MOST_SHOWN = 50


class ChooseParty(AnyPage):
    """Choose one of the user's parties (切换单位), answer invitations; a user without a party sees how to get one."""

    template = "accounts/choose_party.html"

    def context(self) -> Context:
        user_id = user_id_of(self.request.user)
        return {
            "parties": list_own_parties(user_id),
            "is_staff": has_staff_role(user_id),
            "next": next_page(self.request),
            "chosen": self.request.session.get(ACTING_PARTY),
            "default": get_user(user_id).default_party_id,
            "applications": import_string(settings.OWN_APPLICATIONS)(user_id=user_id),
            "invitations": [
                {"row": row, "role": ROLES[row.role].label}
                for row in received_invitations(user_id).order_by("id")[:MOST_SHOWN]
            ],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        user_id = user_id_of(request.user)
        known = {party.id for party in list_own_parties(user_id)}
        as_default = "default" in request.POST
        wanted = request.POST.get("default" if as_default else "party", "")
        party_id = parse_id(wanted)
        if party_id is None or party_id not in known:
            raise DomainError("not_found", field="party", kind="missing")
        if as_default:
            choose_default_party(party_id=party_id, user_id=user_id)
            return HttpResponseRedirect(with_next(reverse("choose_party"), next_page(request)), status=303)
        request.session[ACTING_PARTY] = party_id
        return HttpResponseRedirect(next_page(request) or reverse("dashboard"), status=303)

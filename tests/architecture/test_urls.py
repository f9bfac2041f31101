"""Every address needs a signed-in user or is listed public; every write of the API needs an Idempotency-Key or is listed."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient
from rest_framework.views import APIView

from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES, Role
from tests.factories.parties import acting, authority, enterprise, user
from tests.world.addresses import ADDRESSES, path_of

pytestmark = pytest.mark.django_db

PUBLIC = {
    "health/live/",
    "health/ready/",
    "language/",
    # what a passer-by may read
    "",
    "announced-rounds/",
    "announced-rounds/<int:pk>/",
    "announced-rounds/<int:pk>/balance/",
    "calculator/",
    "open-units/",
    "open-units/<int:pk>/",
    "services/",
    "publicity/",
    "publicity/<int:pk>/",
    "publicity/<int:pk>/object/",
    "payee-accounts/stop/<str:token>/",  # the link in a mail stops the change of an account
    "api/v1/calculator/",
    "api/v1/open-units/",
    "api/v1/open-units/<int:pk>/",
    "api/v1/services/",
    "api/v1/services/<int:pk>/",
    "api/v1/notices/",
    "api/v1/notices/<int:pk>/",
    "api/v1/notices/<int:notice>/items/<int:item>/objections/",  # anyone may object
    "api/v1/schema/",
    "api/v1/docs/",
    # the way in
    "api/v1/tokens/",
    "api/v1/users/",
    "api/v1/users/complete/",
    "account/login/",
    "account/logout/",
    "account/signup/",
    "account/signup/<str:key>/",
    "account/inactive/",
    "account/confirm-email/",
    r"account/^confirm-email/(?P<key>[-:\w]+)/$",
    "account/password/reset/",
    "account/password/reset/done/",
    "account/password/reset/key/done/",
    r"account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "account/login/code/confirm/",
    "account/2fa/authenticate/",
}
WITHOUT_KEY = {
    "api/v1/calculator/",  # writes nothing
    "api/v1/certificate-imports/preview/",
    "api/v1/payment-orders/<int:pk>/answers/preview/",  # writes nothing
    "api/v1/tokens/",  # the answer is a secret, shown once and never kept
    "api/v1/tokens/current/",  # ending twice is ending once
    "api/v1/tokens/revoke-all/",
    "api/v1/users/",  # nobody is signed in whose key it could be; a second mail has the same link
    "api/v1/users/complete/",  # nobody is signed in whose key it could be; the link is good once
    "api/v1/objections/<int:pk>/contact/",  # reveals, moves nothing; each look is an event of its own
    "api/v1/team-members/<int:pk>/reveal/",
}
WRITES = ("post", "put", "patch", "delete")


OURS = {route: view_class for route, entry in ADDRESSES.items() if (view_class := getattr(entry.callback, "cls", None))}
API_WRITES = {
    (route, method)
    for route, view in OURS.items()
    for method in WRITES
    if issubclass(view, APIView) and hasattr(view, method)
}


def asks_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 401 or answer.headers.get("Location", "").startswith(
        f"{reverse(settings.LOGIN_URL)}?next="
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_wants_a_signed_in_user_unless_listed_public(method: str, client: Client) -> None:
    open_to_all = {route for route in ADDRESSES if not asks_to_sign_in(getattr(client, method)(path_of(route)))}
    assert open_to_all == PUBLIC


def test_every_write_of_the_api_wants_a_key_unless_listed() -> None:
    callers = everybody()
    answers = {write: [ask(caller, *write) for caller in callers] for write in API_WRITES}
    keyless = {route for (route, _), codes in answers.items() if "idempotency_key_required" not in codes}
    assert keyless == WITHOUT_KEY


def everybody() -> list[APIClient]:
    """Return callers with all roles: staff roles in the authority, the others in an enterprise."""
    clients = []
    for party, roles in [
        (authority(), STAFF_ROLES | {Role.EXPERT}),
        (enterprise().party, APPLICANT_ROLES | UNIT_ROLES),
    ]:
        person = user()
        for role in roles:
            acting(party, role, person=person)
        clients.append(APIClient(headers={"Acting-Party": str(party.pk)}))
        clients[-1].force_authenticate(person)
    return clients


def ask(caller: APIClient, route: str, method: str) -> str:
    """Return the problem code of a write without a key; empty if it succeeds."""
    answer = getattr(caller, method)(path_of(route), {})
    return "" if answer.status_code < 400 else answer.json()["code"]

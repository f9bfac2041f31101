"""The page of a user's mail addresses."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.views import EmailView
from django.http import HttpRequest, HttpResponse

from accounts.services.users import change_own_addresses
from core.access.checks import user_id_of


class MailAddresses(EmailView):  # type: ignore[misc]
    """allauth's page, on which addresses of one user are removed one after the other."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: Callable[[], HttpResponse] = partial(super().post, request, *args, **kwargs)
        if "action_remove" in request.POST:
            return change_own_addresses(user_id=user_id_of(request.user), change=answer)
        return answer()

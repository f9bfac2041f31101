"""The context processor for the frame around every page: `portal` in the templates."""

from datetime import date
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from core.notifications.inbox import count_unread
from core.templatetags.formatting import BEIJING
from core.timekeeping import clock
from core.values.actors import Actor
from core.values.errors import DomainError
from core.web.pages import ACTING_PARTY


def portal(request: HttpRequest) -> dict[str, "Portal"]:
    """Add `portal` to the context of a template."""
    return {"portal": Portal(request)}


class Portal:
    """The data of the frame, read lazily, so that page fragments cost no queries."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def today(self) -> date:
        """The business day in Beijing."""
        return clock.now().astimezone(BEIJING).date()

    @cached_property
    def actor(self) -> Actor | None:
        """The actor by the session, for pages whose view has none (errors, sign-in); None for the public."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return None
        try:
            resolve = import_string(settings.ACTOR_RESOLVER)
            found: Actor = resolve(user_id=user.pk, party=self._request.session.get(ACTING_PARTY))
        except DomainError:
            return None
        return found

    @cached_property
    def unread(self) -> int:
        """The number of unread messages of the user."""
        return count_unread(user_id=self._request.user.pk) if self._request.user.pk else 0

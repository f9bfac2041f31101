"""Pages: who acts, what they may see, and forms that may be sent twice."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views import View

from core import clock
from core.actors import Actor
from core.api.serializers import parse_key
from core.errors import DomainError
from core.messages import sentence
from core.permissions import may, require
from core.services.commands import Outcome, run_once

ACTING_PARTY = "acting_party"
"""Session key: the party a user with several has chosen to act for."""


class Page(View):
    """A page for a signed-in user acting for one party; `operation` names a row of an app's permissions.py."""

    operation: ClassVar[str]
    template: ClassVar[str]

    @cached_property
    def actor(self) -> Actor:
        resolve = import_string(settings.ACTOR_RESOLVER)
        actor: Actor = resolve(user_id=self.request.user.pk, party=self.request.session.get(ACTING_PARTY))
        return actor

    @cached_property
    def at(self) -> datetime:
        """The business moment of this request."""
        return clock.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            require(self.actor, self.operation)
        except DomainError as error:
            if error.code == "acting_party_required":
                return redirect("choose_party")
            if error.field == "Acting-Party":
                request.session.pop(ACTING_PARTY, None)
                return redirect("choose_party")
            raise
        return super().dispatch(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        """What the template is given, beside `actor`, `at` and `may`."""
        return {}

    def get(self, request: HttpRequest, **ids: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = HTTPStatus.OK, **extra: Any) -> HttpResponse:
        """The page, or the fragment of it that HTMX asked for where the view has one."""
        values = {"actor": self.actor, "at": self.at, "may": self.may, **self.context(), **extra}
        return render(self.request, self.template, values, status=status)

    def may(self, operation: str) -> bool:
        """Whether the actor may do it: what they may not do is not shown."""
        return may(self.actor, operation)


class FormPage(Page):
    """A page with a form that makes one service call, once however often it is sent.

    Give `form_class`, `execute` and `next_url`. A refusal shows the same page again with every reason (422).
    """

    form_class: ClassVar[type[forms.Form]] = forms.Form

    def execute(self, data: Mapping[str, Any], **ids: Any) -> Any:
        """The one service call."""
        raise NotImplementedError

    def remember(self, result: Any) -> Mapping[str, Any]:
        """What of the result is kept for a repeated send: its id is enough."""
        return {"id": getattr(result, "pk", None)}

    def next_url(self, outcome: Outcome, **ids: Any) -> str:
        """Where to go after it is done."""
        raise NotImplementedError

    def initial_values(self) -> Mapping[str, Any]:
        """What the form is filled with at first."""
        return {}

    def get(self, request: HttpRequest, **ids: Any) -> HttpResponse:
        return self.page(form=self.form_class(initial=self.initial_values()), key=uuid4(), refusals=[])

    def post(self, request: HttpRequest, **ids: Any) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES or None)
        key = parse_key(request.POST.get("key"))
        if key is None:
            return self._again(form, [{"code": "idempotency_key_required", "sentence": ""}], **ids)
        if not form.is_valid():
            return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, key=key, refusals=[])
        try:
            outcome = run_once(
                actor_id=self.actor.user_id,
                key=key,
                operation=f"page:{self.operation}",
                payload={"party": self.actor.party_id, "ids": ids, "data": self.fingerprint(form.cleaned_data)},
                at=self.at,
                action=lambda: self.execute(form.cleaned_data, **ids),
                render=self.remember,
            )
        except DomainError as error:
            if error.kind in ("missing", "busy", "denied"):
                raise
            return self._again(form, _sentences(error), **ids)
        return _go(request, self.next_url(outcome, **ids))

    def fingerprint(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """What tells two sends with one key apart; a view with files puts their hashes here."""
        return data

    def _again(self, form: forms.Form, refusals: list[dict[str, Any]], **ids: Any) -> HttpResponse:
        return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, key=uuid4(), refusals=refusals)


def _sentences(error: DomainError) -> list[dict[str, Any]]:
    return [
        {
            "code": refusal.code,
            "field": refusal.field,
            "params": dict(refusal.params),
            "sentence": sentence(refusal.code, dict(refusal.params)),
        }
        for refusal in error.refusals
    ]


def _go(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)

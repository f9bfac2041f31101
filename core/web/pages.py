"""Pages: who acts, what they may see, lists, and forms that may be sent twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any, ClassVar, Required, TypeAlias, TypedDict
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.views import View

from core.access.checks import may, require
from core.access.denials import record_denial
from core.database.key_paging import key_page
from core.files.table_export import FORMATS, Column, export
from core.idempotency.commands import KeyedRequest, Outcome, run_once
from core.messages.catalogue import sentence
from core.timekeeping import clock
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.idempotency_keys import parse_key

ACTING_PARTY = "acting_party"
"""Session key: the party a user with several has chosen to act for."""
RETRY_SECONDS = 3

Context: TypeAlias = dict[str, object]
"""What a template is given."""
Choices: TypeAlias = Sequence[tuple[str | int, str]]
"""What a field offers: value and label."""
Files: TypeAlias = "MultiValueDict[str, UploadedFile[Any]]"
"""`request.FILES`, as the stubs of Django type it."""
FormData: TypeAlias = Mapping[str, Any]
"""`cleaned_data` of a form, which Django types as Any: a page names its fields where it calls the service, whose signature
types them."""


class Reason(TypedDict, total=False):
    """A refusal as the page shows it."""

    code: Required[str]
    field: str | None
    params: Mapping[str, object]
    sentence: str


class AnyPage(View):
    """What every page has: a template, the moment it is shown for, its own context."""

    template: ClassVar[str]

    @cached_property
    def at(self) -> datetime:
        """The business moment of this request."""
        return clock.now()

    def context(self) -> Context:
        """What the template is given, beside what every page gets."""
        return {}

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        return self.page()

    def page(self, status: int = HTTPStatus.OK, **extra: object) -> HttpResponse:
        """The page; HTMX takes from it the part it asked for."""
        values = {"at": self.at, **self.frame(), **self.context(), **extra}
        return render(self.request, self.template, values, status=status)

    def frame(self) -> Context:
        """What every page of this kind gets."""
        return {}

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return self.answer(request, *args, **kwargs)
        except DomainError as error:
            if error.kind == "missing":
                raise Http404 from error
            if error.kind == "denied":
                record_denial(request)
                raise PermissionDenied from error
            if error.kind == "busy":
                return _busy(request, unknown=error.code == "outcome_unknown")
            raise

    def answer(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The answer to the request; errors of absent, denied and busy become the pages that say so."""
        return super().dispatch(request, *args, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class PublicPage(AnyPage):
    """A page for everybody."""


class Page(AnyPage):
    """A page for a signed-in user acting for one party; `operation` names a row of an app's permissions.py."""

    operation: ClassVar[str]

    @cached_property
    def actor(self) -> Actor:
        resolve = import_string(settings.ACTOR_RESOLVER)
        known = getattr(self.request.user, "live_memberships", None)
        party = self.request.session.get(ACTING_PARTY)
        actor: Actor = resolve(user_id=self.request.user.pk, party=party, known=known)
        return actor

    def answer(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            require(self.actor, self.operation)
        except DomainError as error:
            if error.field == "Acting-Party":
                request.session.pop(ACTING_PARTY, None)
                return redirect("choose_party")
            raise
        return super().answer(request, *args, **kwargs)

    def frame(self) -> Context:
        return {"actor": self.actor, "may": self.may}

    def may(self, operation: str) -> bool:
        """Whether the actor may do it: what they may not do is not shown."""
        return may(self.actor, operation)

    def allowed(self, steps: Mapping[str, str]) -> set[str]:
        """Those of the steps (step → operation) that the actor may take."""
        return {step for step, operation in steps.items() if self.may(operation)}


class ListPage(Page):
    """A list: filtered by a GET form, sorted, paged by key, exported as filtered with `?format=xlsx` or `csv`.

    Give `form_class`, `rows`; `sorts` names the columns it may be sorted by, the first one is how it begins; `columns`
    and `export_name` where it may be exported. The template gets `form`, `page` (rows, next_key, previous_key).
    """

    form_class: ClassVar[type[forms.Form]] = forms.Form
    sorts: ClassVar[Sequence[str]] = ("-id",)
    export_name: ClassVar[str] = ""

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        """The rows the actor may see of what the form asks for."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column]:
        """The columns of the export."""
        return ()

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        form = self.form_class(request.GET)
        rows = self.rows(form.cleaned_data if form.is_valid() else {})
        kind = request.GET.get("format", "")
        if self.export_name and kind in FORMATS:
            ordered = rows.order_by(self.sort, "pk").iterator(chunk_size=2_000)
            return export(name=self.export_name, columns=self.columns(), rows=ordered, kind=kind)
        query = request.GET
        page = key_page(rows, sort=self.sort, after=query.get("after", ""), before=query.get("before", ""))
        return self.page(form=form, page=page, export_url=request.path if self.export_name else "")

    @property
    def sort(self) -> str:
        """What the list is sorted by: what was asked for where the table of sorts knows it."""
        wanted = self.request.GET.get("sort", "")
        known = {name.removeprefix("-") for name in self.sorts}
        return wanted if wanted.removeprefix("-") in known else self.sorts[0]


class FormPage(Page):
    """A page with a form that makes one service call, once however often it is sent.

    Give `form_class`, `execute` (or `perform`, where the service keeps the key itself) and `next_url`. A refusal shows
    the same page again with every reason (422).
    """

    form_class: ClassVar[type[forms.Form]] = forms.Form
    done: ClassVar[str | Promise] = ""
    """What the next page says after it is done."""

    def execute(self, data: FormData, **ids: int) -> Model:
        """The one service call."""
        raise NotImplementedError

    def perform(self, request: KeyedRequest, data: FormData, **ids: int) -> Outcome:
        """Do it and keep the answer, or find the answer that is kept."""
        return run_once(request=request, action=lambda: self.execute(data, **ids), render=self.remember)

    def remember(self, result: Model) -> Mapping[str, object]:
        """What of the result is kept for a repeated send: its id is enough."""
        return {"id": result.pk}

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        """Where to go after it is done."""
        raise NotImplementedError

    def initial_values(self) -> Context:
        """What the form is filled with at first."""
        return {}

    def field_choices(self) -> Mapping[str, Choices]:
        """The choices of the fields where they depend on the actor or the object."""
        return {}

    def make_form(
        self, data: QueryDict | None = None, files: "Files | None" = None, *, initial: Context | None = None
    ) -> forms.BaseForm:
        """The form, as sent or to be filled in."""
        form = self.form_class(data, files, initial=initial)
        for name, choices in self.field_choices().items():
            form.fields[name].choices = choices  # type: ignore[attr-defined]  # only fields of choice are named
        return form

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        return self.page(form=self.make_form(initial=self.initial_values()), key=uuid4(), refusals=[])

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        form = self.make_form(request.POST, request.FILES or None)
        key = parse_key(request.POST.get("key"))
        if key is None:
            return self._show_again(form, [{"code": "idempotency_key_required"}])
        if not form.is_valid():
            return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, key=key, refusals=[])
        keyed = KeyedRequest(
            actor_id=self.actor.user_id,
            key=key,
            operation=f"page:{self.operation}",
            payload={"party": self.actor.party_id, "ids": ids, "data": self.fingerprint(form.cleaned_data)},
            at=self.at,
        )
        try:
            outcome = self.perform(keyed, form.cleaned_data, **ids)
        except DomainError as error:
            if error.kind in ("missing", "busy", "denied"):
                raise
            return self._show_again(form, _sentences(error))
        if self.done:
            messages.success(request, str(self.done))
        return _redirect(request, self.next_url(outcome, **ids))

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        """What tells two sends with one key apart; a view with files puts their hashes here."""
        return data

    def _show_again(self, form: forms.BaseForm, refusals: list[Reason]) -> HttpResponse:
        return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, key=uuid4(), refusals=refusals)


def _sentences(error: DomainError) -> list[Reason]:
    return [
        {
            "code": refusal.code,
            "field": refusal.field,
            "params": dict(refusal.params),
            "sentence": sentence(refusal.code, dict(refusal.params)),
        }
        for refusal in error.refusals
    ]


def _redirect(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)


def _busy(request: HttpRequest, *, unknown: bool) -> HttpResponse:
    values = {"retry_after": RETRY_SECONDS, "unknown": unknown}
    answer = render(request, "errors/503.html", values, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer

"""Base classes of pages: public pages, pages with an actor, lists, and forms with an idempotency key."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any, ClassVar, Required, TypeAlias, TypedDict
from urllib.parse import urlencode
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
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.utils.encoding import iri_to_uri
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.views import View

from core.access.checks import cases, is_for_members, may, require_on_case, stood_in
from core.access.conflicts import CONFLICT, record_conflict
from core.access.denials import record_denial
from core.access.limits import charge_cost
from core.database.key_paging import key_page
from core.files.table_export import FORMATS, Column, export
from core.idempotency.commands import KeyedRequest, Outcome, run_once
from core.messages.catalogue import sentence
from core.timekeeping import clock
from core.values.actors import Actor
from core.values.errors import DomainError, Refusal
from core.values.idempotency_keys import parse_key
from core.web.next_page import own_path, with_next
from core.web.repeats import repeated, repeated_fields
from core.web.words import readable

ACTING_PARTY = "acting_party"
"""Session key of the acting party that a user with several parties has chosen."""
AFTER_SECOND_FACTOR = "after_second_factor"
"""Session key of the page that asked for a second factor; the page after it is set up leads back there."""
RETRY_SECONDS = 3

Context: TypeAlias = dict[str, object]
"""The context of a template."""
Choices: TypeAlias = Sequence[tuple[str | int, str]]
"""The choices of a field: value and label."""
Files: TypeAlias = "MultiValueDict[str, UploadedFile[Any]]"
"""The type of `request.FILES` in the stubs of Django."""
FormData: TypeAlias = Mapping[str, Any]
"""`cleaned_data` of a form, which Django types as Any. The signature of the called service types its fields."""


class Reason(TypedDict, total=False):
    """A refusal for the template."""

    code: Required[str]
    field: str | None
    params: Mapping[str, object]
    sentence: str
    url: str


class AnyPage(View):
    """A page with a template, a moment and a context."""

    template: ClassVar[str]

    @cached_property
    def at(self) -> datetime:
        """The business moment of this request."""
        return clock.now()

    def context(self) -> Context:
        """Return the page's own context."""
        return {}

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        return self.page()

    def page(self, status: int = HTTPStatus.OK, **extra: object) -> HttpResponse:
        """Render the whole page; HTMX selects the part that it needs."""
        values = {"at": self.at, **self.frame(), **self.context(), **extra}
        return render(self.request, self.template, values, status=status)

    def frame(self) -> Context:
        """Return the context that all pages of this kind share."""
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
        """Answer the request. `dispatch` turns the errors missing, denied and busy into their pages."""
        return super().dispatch(request, *args, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class PublicPage(AnyPage):
    """A page without sign-in."""


class Page(AnyPage):
    """A page for a signed-in user with an acting party. `operation` names a row of an app's permissions.py."""

    operation: ClassVar[str]

    @cached_property
    def actor(self) -> Actor:
        resolve = import_string(settings.ACTOR_RESOLVER)
        actor: Actor = resolve(
            user_id=self.request.user.pk,
            party=self.request.session.get(ACTING_PARTY),
            known=getattr(self.request.user, "live_memberships", None),
            default=getattr(self.request.user, "default_party_id", None),
        )
        return actor

    def answer(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            require_on_case(self.actor, self.operation, case_id=self.case_id, at=self.at)
        except DomainError as error:
            if error.field == "second_factor":
                request.session[AFTER_SECOND_FACTOR] = own_path(request.get_full_path())
                return redirect("mfa_activate_totp")
            if self._lacks_party(error):
                request.session.pop(ACTING_PARTY, None)
                return redirect(with_next(reverse("choose_party"), own_path(request.get_full_path())))
            raise
        request.session.pop(AFTER_SECOND_FACTOR, None)
        return super().answer(request, *args, **kwargs)

    def _lacks_party(self, error: DomainError) -> bool:
        """Whether the user has no party, or none was chosen, for an operation of a party's members."""
        if error.field == "Acting-Party":
            return True
        return error.kind == "denied" and self.actor.party_id is None and is_for_members(self.operation)

    def frame(self) -> Context:
        return {"actor": self.actor, "may": self.may}

    @property
    def case_id(self) -> int | None:
        """The case that the page is about, by the id of its address; a substitute may act on it."""
        case_id: int | None = self.kwargs.get("pk")
        return case_id

    def may(self, operation: str) -> bool:
        """Whether the actor may do the operation, here as a substitute too; links to others are not shown."""
        return may(self.actor, operation) or (operation in cases() and operation in self._stood_in)

    @cached_property
    def _stood_in(self) -> frozenset[str]:
        return frozenset() if self.case_id is None else stood_in(self.actor, case_id=self.case_id, at=self.at)

    def allowed(
        self, steps: Mapping[str, str], *, not_by: Mapping[str, Collection[int | None]] | None = None
    ) -> set[str]:
        """Return those of the steps (step → operation) that the actor may take.

        `not_by` names for a step of a second person the users who acted before and may not take it.
        """
        barred = {step for step, users in (not_by or {}).items() if self.actor.user_id in users}
        return {step for step, operation in steps.items() if step not in barred and self.may(operation)}


class ListPage(Page):
    """A list filtered by a GET form, with sorting, keyset pagination, and an export by `?format=xlsx` or `csv`.

    Subclasses give `form_class` and `rows`, in `sorts` the columns to sort by, the default first, and for an export
    `columns` and `export_name`. A filter that cannot be read finds nothing, and its field says why. The template gets
    `form` and `page` (rows, next_key, previous_key).
    """

    form_class: ClassVar[type[forms.Form]] = forms.Form
    sorts: ClassVar[Sequence[str]] = ("-id",)
    export_name: ClassVar[str] = ""

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        """Return the rows that the actor may see, filtered by the form."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column]:
        """Return the columns of the export."""
        return ()

    def exported(self, rows: Iterator[Any]) -> Iterable[object]:
        """Return what the columns of the export take their values from, for each row."""
        return rows

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        form = self.form_class(request.GET)
        if not form.is_valid():  # a list of everything would pass for the filtered one
            return self.page(
                HTTPStatus.UNPROCESSABLE_ENTITY, form=form, page=key_page(self.rows({}).none(), sort=self.sort)
            )
        rows = self.rows(form.cleaned_data)
        kind = request.GET.get("format", "")
        if self.export_name and kind in FORMATS:
            charge_cost(request, scope="export")
            ordered = rows.order_by(self.sort, "pk").iterator(chunk_size=2_000)
            return export(name=self.export_name, columns=self.columns(), rows=self.exported(ordered), kind=kind)
        query = request.GET
        page = key_page(rows, sort=self.sort, after=query.get("after", ""), before=query.get("before", ""))
        return self.page(form=form, page=page, export_url=request.path if self.export_name else "")

    @property
    def sort(self) -> str:
        """The requested sort column if it is in `sorts`, else the default."""
        wanted = self.request.GET.get("sort", "")
        known = {name.removeprefix("-") for name in self.sorts}
        return wanted if wanted.removeprefix("-") in known else self.sorts[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Why a form is not shown any more: its last day is over. `ways` are what is still possible: sentence and address."""

    title: str
    last_day: date
    back_url: str
    ways: Sequence[tuple[str, str]]


class FormPage(Page):
    """A page with a form for one service call, executed once even if the form is sent twice.

    Subclasses give `form_class`, `next_url`, and `execute`, or `perform` where the service stores the key itself. After
    a refusal the page is shown again with all reasons (422).
    """

    form_class: ClassVar[type[forms.Form]] = forms.Form
    done: ClassVar[str | Promise] = ""
    """The message on the next page after success."""

    def execute(self, data: FormData, **ids: int) -> Model:
        """Call the service."""
        raise NotImplementedError

    def over(self) -> Over | None:
        """Return why the form is shown no more; None while it is."""
        return None

    def page(self, status: int = HTTPStatus.OK, **extra: object) -> HttpResponse:
        """Render the page; once the last day is over, what is possible instead of the form."""
        if (over := self.over()) is None:
            return super().page(status, **extra)
        values = {"at": self.at, **self.frame(), "over": over, "refusals": extra.get("refusals")}
        return render(self.request, "components/over.html", values, status=status)

    def perform(self, request: KeyedRequest, data: FormData, **ids: int) -> Outcome:
        """Execute the form and store its answer, or return the stored answer."""
        return run_once(request=request, action=lambda: self.execute(data, **ids), render=self.remember)

    def remember(self, result: Model) -> Mapping[str, object]:
        """Return the part of the result that is stored for a repeated send: the id."""
        return {"id": result.pk}

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        """Return the address of the next page after success."""
        raise NotImplementedError

    def initial_values(self) -> Context:
        """Return the initial values of the form."""
        return {}

    def field_choices(self) -> Mapping[str, Choices]:
        """Return the choices of fields that depend on the actor or the object."""
        return {}

    def make_form(
        self, data: QueryDict | None = None, files: "Files | None" = None, *, initial: Context | None = None
    ) -> forms.BaseForm:
        """Create the form, with the sent data or empty."""
        form = self.form_class(data, files, initial=initial)
        for name, choices in self.field_choices().items():
            form.fields[name].choices = choices  # type: ignore[attr-defined]  # field_choices names only choice fields
        return form

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        return self.page(form=self.make_form(initial=self.initial_values()), key=uuid4(), refusals=[])

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        form = self.make_form(request.POST, request.FILES or None)
        key = parse_key(request.POST.get("key"))
        if key is None:
            return self._show_again(form, [{"code": "idempotency_key_required"}])
        if twice := [*repeated_fields(request.POST, form), *repeated(request.FILES)]:
            return self._show_again(form, [{"code": "field_twice", "field": name} for name in twice])
        if not form.is_valid():
            return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, key=key, refusals=[])
        try:
            data = self.prepare(form.cleaned_data)
            keyed = KeyedRequest(
                actor_id=self.actor.user_id,
                key=key,
                operation=f"page:{self.operation}",
                payload={"party": self.actor.party_id, "path": request.path, "data": self.fingerprint(data)},
                at=self.at,
            )
            outcome = self.perform(keyed, data, **ids)
        except DomainError as error:
            return self.refuse(form, error)
        if self.done:
            messages.success(request, str(self.done))
        return _redirect(request, self.next_url(outcome, **ids))

    def refuse(self, form: forms.BaseForm, error: DomainError) -> HttpResponse:
        """Show the form again with the reasons of an error (422). Raises it where another page answers it."""
        if error.kind in ("missing", "busy", "denied"):
            raise error
        record_conflict(self.request, error)
        return self._show_again(form, [self._with_way_on(each) for each in sentences(error)])

    def prepare(self, data: FormData) -> FormData:
        """Return the input of `execute`, after work that no transaction may wait for, such as the check of a file."""
        return data

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        """Return the part of the data that a repeat must share; pages with files put their hashes here."""
        return data

    def _with_way_on(self, reason: Reason) -> Reason:
        """Return the reason, a conflict of interest with the page to hand the case over."""
        if reason["code"] != CONFLICT or self.case_id is None:
            return reason
        query = urlencode({"operation": self.operation, "case": self.case_id})
        return {**reason, "url": f"{reverse('hand_over_create')}?{query}"}

    def _show_again(self, form: forms.BaseForm, refusals: list[Reason]) -> HttpResponse:
        return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, key=uuid4(), refusals=refusals)


def sentences(error: DomainError) -> list[Reason]:
    """Return the refusals of an error for a page, in the active language."""
    return reasons(error.refusals)


def reasons(refusals: Iterable[Refusal]) -> list[Reason]:
    """Return refusals for a page, in the active language."""
    return [
        {
            "code": refusal.code,
            "field": refusal.field,
            "params": dict(refusal.params),
            "sentence": sentence(refusal.code, readable(refusal.code, refusal.params)),
        }
        for refusal in refusals
    ]


def _redirect(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": iri_to_uri(url)})
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)


def _busy(request: HttpRequest, *, unknown: bool) -> HttpResponse:
    values = {"retry_after": RETRY_SECONDS, "unknown": unknown}
    answer = render(request, "errors/503.html", values, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer

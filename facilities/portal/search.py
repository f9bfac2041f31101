"""Public pages to find services and open units."""

from http import HTTPStatus
from typing import TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.selectors.members import has_staff_role
from core.database.key_paging import key_page
from core.web.pages import Context, PublicPage
from facilities.portal.forms import SearchForm, UnitSearchForm
from facilities.selectors.services import public_services, search_services
from facilities.selectors.units import get_public_unit, public_units, search_units

Row = TypeVar("Row", bound=Model)


class Search(PublicPage):
    """Published services, by words and category."""

    template = "facilities/search.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        form = SearchForm(request.GET)
        if not form.is_valid():
            return _unfiltered(self, form, public_services(), sort="-id")
        rows = search_services(text=form.cleaned_data["text"], category=form.cleaned_data["category"])
        page = key_page(rows, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
        return self.page(form=form, page=page)


class Units(PublicPage):
    """The admitted units."""

    template = "facilities/units.html"

    def context(self) -> Context:
        user_id = self.request.user.pk
        return {"may_apply": user_id is None or not has_staff_role(user_id)}

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        form = UnitSearchForm(request.GET)
        if not form.is_valid():
            return _unfiltered(self, form, public_units(), sort="-admitted_on")
        rows = search_units(text=form.cleaned_data["text"], category=form.cleaned_data["category"])
        page = key_page(
            rows, sort="-admitted_on", after=request.GET.get("after", ""), before=request.GET.get("before", "")
        )
        return self.page(form=form, page=page)


def _unfiltered(page: PublicPage, form: forms.Form, rows: QuerySet[Row], *, sort: str) -> HttpResponse:
    """Return the page without rows for a filter that is not known: all of them would pass for the filtered ones."""
    return page.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, page=key_page(rows.none(), sort=sort))


class UnitPage(PublicPage):
    """One open unit and its services."""

    template = "facilities/unit_public.html"

    def context(self) -> Context:
        unit = get_public_unit(self.kwargs["pk"])
        return {"unit": unit, "services": public_services().filter(unit=unit).order_by("category", "name")}

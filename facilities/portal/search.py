"""Public pages to find services and open units."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from core.database.key_paging import key_page
from core.web.pages import Context, PublicPage
from facilities.portal.forms import SearchForm, UnitSearchForm
from facilities.selectors.services import public_services, search_services
from facilities.selectors.units import get_public_unit, search_units


class Search(PublicPage):
    """Published services, by words and category."""

    template = "facilities/search.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        form = SearchForm(request.GET)
        wanted: Mapping[str, Any] = form.cleaned_data if form.is_valid() else {}
        rows = search_services(text=wanted.get("text", ""), category=wanted.get("category", ""))
        page = key_page(rows, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
        return self.page(form=form, page=page)


class Units(PublicPage):
    """The admitted units."""

    template = "facilities/units.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        form = UnitSearchForm(request.GET)
        wanted: Mapping[str, Any] = form.cleaned_data if form.is_valid() else {}
        rows = search_units(text=wanted.get("text", ""), category=wanted.get("category", ""))
        page = key_page(
            rows, sort="-admitted_on", after=request.GET.get("after", ""), before=request.GET.get("before", "")
        )
        return self.page(form=form, page=page)


class UnitPage(PublicPage):
    """One open unit and its services."""

    template = "facilities/unit_public.html"

    def context(self) -> Context:
        unit = get_public_unit(self.kwargs["pk"])
        return {"unit": unit, "services": public_services().filter(unit=unit).order_by("category", "name")}

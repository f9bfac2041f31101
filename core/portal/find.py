"""The page that finds an object by its number, from the box at the top of every page."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from core.messages.object_numbers import NUMBERS
from core.values.object_numbers import parse_object_number
from core.web.object_pages import object_url
from core.web.pages import Page


class Find(Page):
    """Redirect to the page of the object with this number; for another text, say what numbers look like."""

    operation = "object.find"
    template = "find.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        text = request.GET.get("number", "")
        number = parse_object_number(text)
        if number is not None:
            return HttpResponseRedirect(object_url(number, actor=self.actor))
        kinds = [{"series": series, "label": each.label} for series, each in NUMBERS.items()]
        return self.page(text=text.strip(), kinds=kinds, year=self.at.year)

"""Publicity notices, public pages."""

from django.http import HttpRequest, HttpResponseBase

from core.database.key_paging import key_page
from core.web.pages import Context, PublicPage
from oversight.selectors.notices import NEWEST_FIRST, get_public_notice, public_notices


class Notices(PublicPage):
    """Every notice, by day of publication, newest first."""

    template = "oversight/notice_public_list.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        rows = public_notices().prefetch_related(None)
        query = request.GET
        page = key_page(rows, sort=NEWEST_FIRST, after=query.get("after", ""), before=query.get("before", ""))
        return self.page(page=page)


class NoticePage(PublicPage):
    """One notice with its items and its last day for objections."""

    template = "oversight/notice_public.html"

    def context(self) -> Context:
        return {"notice": get_public_notice(self.kwargs["pk"])}

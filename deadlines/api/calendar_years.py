"""Holiday notices over the API."""

from datetime import datetime

from django.db.models import QuerySet

from core.api.pagination import KeysetPagination
from core.api.views import ApiData, Collection
from core.timekeeping.calendars import CalendarYearRow, list_calendar_years
from core.timekeeping.holiday_notices import DayEntry
from deadlines.api.serializers import CalendarYearIn, CalendarYearOut, EnteredNoticeOut
from deadlines.services.recounts import EnteredNotice, enter_notice


class YearPages(KeysetPagination):
    """Newest year first."""

    ordering = "-year"


class CalendarYears(Collection):
    """List the years whose notice was entered; enter one. Provisional deadlines never move to an earlier day."""

    operation = "policy.read"
    adding = "calendar.enter"
    serializer_class = CalendarYearOut
    input_class = CalendarYearIn
    output_class = EnteredNoticeOut
    success_status = 201
    pagination_class = YearPages

    def visible(self) -> QuerySet[CalendarYearRow]:
        return list_calendar_years()

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> EnteredNotice:
        days = [DayEntry(**day) for day in data["days"]]
        return enter_notice(year=data["year"], days=days, source=data["source"], actor_id=self.actor.user_id, at=at)

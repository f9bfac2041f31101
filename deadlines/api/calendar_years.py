"""Holiday notices over the API."""

from datetime import datetime

from django.db.models import QuerySet
from rest_framework import serializers

from core.api.pagination import KeysetPagination
from core.api.serializers import DayField, Input
from core.api.views import ApiData, Collection
from core.models import CalendarYear
from core.timekeeping.calendars import list_calendar_years
from core.timekeeping.holiday_notices import DayEntry
from deadlines.services.recounts import EnteredNotice, enter_notice


class CalendarDayIn(Input):
    """A day of the notice."""

    day = DayField()
    kind = serializers.ChoiceField(choices=["off", "makeup_workday"])
    name = serializers.CharField(max_length=40)


class CalendarYearIn(Input):
    """The notice of a year."""

    year = serializers.IntegerField(min_value=2000, max_value=2199)
    source = serializers.CharField(max_length=300)  # type: ignore[assignment]
    days = CalendarDayIn(many=True)


class CalendarYearOut(serializers.ModelSerializer[CalendarYear]):
    """A year whose notice was entered."""

    class Meta:
        model = CalendarYear
        fields = ["year", "version", "source", "entered_at"]
        read_only_fields = fields


class EnteredNoticeOut(serializers.Serializer[EnteredNotice]):
    """The entered year, and the ids of everything whose deadline moved."""

    year = CalendarYearOut()
    coupons = serializers.ListField(child=serializers.IntegerField())
    contracts = serializers.ListField(child=serializers.IntegerField())
    redemptions = serializers.ListField(child=serializers.IntegerField())
    notices = serializers.ListField(child=serializers.IntegerField())


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

    def visible(self) -> QuerySet[CalendarYear]:
        return list_calendar_years()

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> EnteredNotice:
        days = [DayEntry(**day) for day in data["days"]]
        return enter_notice(year=data["year"], days=days, source=data["source"], actor_id=self.actor.user_id, at=at)

"""Input and output of the API of holiday notices."""

from rest_framework import serializers

from core.api.serializers import CountField, DayField, Input, TextField
from core.models import CalendarYear
from deadlines.services.recounts import EnteredNotice


class CalendarDayIn(Input):
    """A day of the notice."""

    day = DayField()
    kind = serializers.ChoiceField(choices=["off", "makeup_workday"])
    name = TextField(max_length=40)


class CalendarYearIn(Input):
    """The notice of a year."""

    year = CountField(min_value=2000, max_value=2199)
    source = TextField(max_length=300)  # type: ignore[assignment]
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

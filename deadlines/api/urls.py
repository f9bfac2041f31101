"""Addresses of holiday notices below /api/v1/."""

from django.urls import path

from deadlines.api import calendar_years

urlpatterns = [
    path("calendar-years/", calendar_years.CalendarYears.as_view(), name="calendar-year-list"),
]

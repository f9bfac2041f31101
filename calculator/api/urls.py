"""Address of the calculator below /api/v1/."""

from django.urls import path

from calculator.api import calculator

urlpatterns = [
    path("calculator/", calculator.Calculator.as_view(), name="calculator"),
]

"""Address of the calculator's page."""

from django.urls import path

from calculator.portal import calculator

urlpatterns = [
    path("calculator/", calculator.Calculator.as_view(), name="calculator"),
]

"""The description of the API."""

from io import StringIO

from django.core.management import call_command


def test_the_api_is_described_without_a_warning_and_is_valid():
    call_command("spectacular", fail_on_warn=True, validate=True, stdout=StringIO())

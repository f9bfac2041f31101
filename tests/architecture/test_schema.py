"""The description of the API."""

import re
from io import StringIO

from django.core.management import call_command


def test_the_api_is_described_without_a_warning_and_is_valid():
    call_command("spectacular", fail_on_warn=True, validate=True, stdout=StringIO())


def test_no_pattern_means_fewer_letters_there_than_here():
    """In JSON Schema letters are those of ASCII, in Python those of every script."""
    out = StringIO()
    call_command("spectacular", format="openapi-json", stdout=out)
    patterns = re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', out.getvalue())
    assert patterns
    assert [pattern for pattern in patterns if re.search(r"\\[wWbB]", pattern)] == []

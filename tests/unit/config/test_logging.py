"""No personal data in logs."""

import logging
import sys

import pytest
from django.test import RequestFactory

from config.middleware import RequestLogMiddleware
from config.settings.base import logging_settings


def logged_failure(*, as_json: bool) -> str:
    """Return the log line of an error raised while a local variable has a phone number."""
    settings = logging_settings(as_json=as_json, level="INFO")["formatters"]["line"]
    formatter = settings["()"](processors=settings["processors"], foreign_pre_chain=settings["foreign_pre_chain"])
    phone = "138" + "00138000"
    try:
        raise ValueError(len(phone))
    except ValueError:
        return formatter.format(logging.LogRecord("site", logging.ERROR, __file__, 1, "failed", None, sys.exc_info()))


@pytest.mark.parametrize("as_json", [True, False])
def test_traceback_shows_no_local_variables(as_json: bool) -> None:
    line = logged_failure(as_json=as_json)
    assert "ValueError: 11" in line
    assert "13800138000" not in line


def test_query_string_stays_out_of_the_request_log() -> None:
    request = RequestFactory().get("/members/", {"phone": "13800138000"})
    assert RequestLogMiddleware.format_request(request) == "GET /members/"

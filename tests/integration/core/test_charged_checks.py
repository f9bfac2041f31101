"""The processor time of checks of files is charged to the account; what a check did not use is not."""

from collections.abc import Callable

import pytest
from django.test import RequestFactory

from accounts.models import User
from core.access.limits import Limited
from core.files.charged_checks import charged_check
from core.values.errors import DomainError
from tests import files
from tests.factories.limits import lower

Check = Callable[[str], None]


@pytest.fixture
def check() -> Check:
    request = RequestFactory().post("/")
    request.user = User(pk=1)

    def run(name: str) -> None:
        with charged_check(request):
            files.accepted(name, b"a")

    return run


def test_an_account_checks_no_more_files_than_its_processor_time_allows(settings, check: Check) -> None:
    lower(settings, checks=16)
    for _ in range(2):
        check("a.csv")
    with pytest.raises(Limited):
        check("a.csv")


def test_a_file_that_is_refused_without_a_check_costs_nothing(settings, check: Check) -> None:
    lower(settings, checks=15)
    for _ in range(2):
        with pytest.raises(DomainError, match="file_extension"):
            check("a.exe")

"""Charges the processor time of checks of uploaded files to the limit of the account."""

import math
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from core.access.limits import charge_cost
from core.files.checker import MOST_SECONDS
from core.files.child_process import processor_seconds


@contextmanager
def charged_check(request: HttpRequest) -> Iterator[None]:
    """Charge the check inside to the account, in started processor seconds, also where the file is refused.

    The most that a check may use is charged before it, and what it did not use is taken off after it. So checks at the
    same time do not exceed the limit. Raises `Limited`.
    """
    charge_cost(request, scope="checks", cost=MOST_SECONDS)
    before = processor_seconds()
    try:
        yield
    finally:
        used = min(math.ceil(processor_seconds() - before), MOST_SECONDS)
        charge_cost(request, scope="checks", cost=used - MOST_SECONDS)

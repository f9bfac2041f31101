"""Denied requests: the first of an hour are recorded one by one, the others counted in one row."""

from datetime import timedelta

import pytest
from django.db.models import F

from accounts.rules.roles import Role
from core.access.denials import record_denial_counts
from core.models import DenialCount, Event
from tests.factories import parties
from tests.factories.api import Caller
from tests.factories.contracts import MONDAY, acting
from tests.factories.limits import lower
from tests.factories.pages import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def applicant():
    return acting(parties.enterprise().party, Role.APPLICANT_MANAGER)


def test_denials_beyond_the_limit_are_counted(settings, applicant) -> None:
    lower(settings, denial=2)
    statuses = [Caller(applicant).get("job-runs/").status_code for _ in range(3)]
    statuses += [Visitor(applicant).get("/jobs/").status_code for _ in range(2)]
    assert statuses == [403] * 5
    assert Event.objects.filter(type="access.denied").count() == 2
    assert DenialCount.objects.get().count == 3


def test_counts_of_past_hours_become_one_event_each(settings, applicant) -> None:
    lower(settings, denial=0)
    for _ in range(3):
        Caller(applicant).get("job-runs/")
    assert record_denial_counts(at=MONDAY, progress=lambda _done: None) == {"recorded": 0}
    DenialCount.objects.update(hour=F("hour") - timedelta(hours=1))
    assert record_denial_counts(at=MONDAY, progress=lambda _done: None) == {"recorded": 1}
    event = Event.objects.get(type="access.denied_often")
    assert (event.subject_id, event.data["count"], DenialCount.objects.count()) == (applicant.user_id, 3, 0)

import pytest

from accounts.models import Membership
from core.models import Event, Notification
from redemptions.notifications import notify_of_submission
from tests.factories.contracts import acting
from tests.factories.redemptions import submitted

pytestmark = pytest.mark.django_db


def test_the_applicant_is_notified_of_what_is_billed_and_what_its_coupons_pay():
    row = submitted()
    operator = acting(row.applicant, "applicant_operator").user_id
    notify_of_submission(event=Event.objects.get(type="redemption.submitted", subject_id=row.pk))
    sent = Notification.objects.filter(kind="redemption.submitted")
    people = set(Membership.objects.filter(party=row.applicant, ended_at=None).values_list("user_id", flat=True))
    assert (operator in people, set(sent.values_list("user_id", flat=True))) == (True, people)
    params = sent.first().params
    assert (params["actual"], params["payable"]) == (f"{row.actual_amount:.2f}", f"{row.payable:.2f}")

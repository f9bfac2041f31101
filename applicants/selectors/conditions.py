"""The conditions of a claim for an applicant. The check knows the policy, so it is in an app above: settings.ELIGIBILITY_CHECK."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from applicants.rules.profiles import ApplicantProfile, Condition


def check_profile(*, profile: ApplicantProfile, at: datetime) -> Sequence[Condition]:
    """Return every condition of article 7 in its order, met or not; for a registered party also its bar and verification.

    Empty if no policy is in force and no round announced.
    """
    found: Sequence[Condition] = import_string(settings.ELIGIBILITY_CHECK)(profile=profile, at=at)
    return found
